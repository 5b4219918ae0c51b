package dev.firebreak.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedValueTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22",
        "2026-11-22 10:15",
        "2026-11-22T10:15:30",
        "2026-11-22T10:15:30.123456789Z",
        "2026-11-22 10:15:30,123+0100",
        "2026-11-22T10:15:30-08:00"
      })
  void timeIsNotScanned(String text) {
    assertThat(TypedValue.isTyped(text)).isTrue();
  }

  @Test
  void valueBehindADateIsFound() {
    assertThat(Detectors.standard().scan("2026-11-22 4111111111111111"))
        .anyMatch(hit -> hit.type() == DetectionType.CARD);
    assertThat(Detectors.standard().scan("2026-11-22 +14155552671"))
        .anyMatch(hit -> hit.type() == DetectionType.PHONE);
  }
}
