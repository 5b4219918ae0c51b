package dev.firebreak.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecentRateTest {
  private final RecentRate rate = new RecentRate();

  @Test
  void nothingIsSaidBeforeTheSecondNote() {
    rate.note(1_000);
    assertThat(rate.steps()).isEmpty();
    assertThat(rate.lastMinute()).isZero();
  }

  @Test
  void stepsAreWhatCameInBetween() {
    rate.note(1_000);
    rate.note(1_010);
    rate.note(1_010);
    rate.note(1_013);
    assertThat(rate.steps()).containsExactly(10L, 0L, 3L);
    assertThat(rate.lastMinute()).isEqualTo(13);
  }

  @Test
  void onlyTheLastMinuteCountsAndFiveAreKept() {
    for (int i = 0; i <= 100; i++) {
      rate.note(7L * i);
    }
    assertThat(rate.steps()).hasSize(RecentRate.STEPS).containsOnly(7L);
    assertThat(rate.lastMinute()).isEqualTo(12 * 7);
  }
}
