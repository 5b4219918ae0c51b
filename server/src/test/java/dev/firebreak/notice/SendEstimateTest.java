package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SendEstimateTest {
  private static final Instant BEGUN = Instant.parse("2025-11-26T08:00:00Z");

  private final SendEstimate estimate = new SendEstimate(10_000, BEGUN);

  @Test
  void saysNothingBeforeThereIsSomethingToGoBy() {
    assertThat(estimate.words(100, BEGUN.plusMillis(500))).isEqualTo("100 of 10000 accepted");
  }

  @Test
  void goesByTheLastMinute() {
    assertThat(estimate.words(600, BEGUN.plusSeconds(6)))
        .isEqualTo("600 of 10000 accepted, about 2 min left");
    assertThat(estimate.words(700, BEGUN.plusSeconds(61)))
        .isEqualTo("700 of 10000 accepted, about 86 min left");
  }

  @Test
  void endsWithoutAnEstimate() {
    assertThat(estimate.words(10_000, BEGUN.plusSeconds(90))).isEqualTo("10000 of 10000 accepted");
  }
}
