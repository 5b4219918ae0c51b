package dev.firebreak.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneDetectorTest {
  private final Detectors detectors = Detectors.standard();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$device:15f436d0-0678-4798-b5af-d0add5907bb6",
        "device 15f436d0-0678-4798-b5af-d0add5907bb6",
        "https://app.example.com/projects/15f436d0-0678-4798-b5af-d0add5907bb6/files"
      })
  void groupsOfAUuidInALongerTextAreNoNumber(String text) {
    assertThat(detectors.scan(text)).isEmpty();
  }

  @Test
  void numberBesideAUuidIsFound() {
    assertThat(detectors.scan("15f436d0-0678-4798-b5af-d0add5907bb6 +44 20 7946 0123"))
        .extracting(Detection::type)
        .containsExactly(DetectionType.PHONE);
  }
}
