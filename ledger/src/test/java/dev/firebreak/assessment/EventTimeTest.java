package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {
  @ParameterizedTest
  @CsvSource({
    "1762600000, 1762600000000",
    "1762600000.5, 1762600000500",
    "1762600000123, 1762600000123",
    "1762600000123456, 1762600000123",
    "2025-11-08, 1762560000000",
    "20251108, 1762560000000",
    "20251399, 20251399000",
    "2025-11-08T11:06:40Z, 1762600000000",
    "2025-11-08T11:06:40.123456Z, 1762600000123",
    "2025-11-08 11:06:40.123456, 1762600000123",
    "2025-11-08 11:06:40 UTC, 1762600000000",
    "2025-11-08 12:06:40+01, 1762600000000",
    "2025-11-08 12:06:40+01:00, 1762600000000",
    "2025-11-08T12:06:40+0100, 1762600000000",
    "2025-11-08T06:06:40-05:00, 1762600000000",
    "2025-11-08 12:06:40 Europe/Paris, 1762600000000",
    "2025-02-30, 0",
    "yesterday, 0",
    "-5, 0",
  })
  void timesOfAllExportsAreRead(String text, long millis) {
    assertThat(EventTime.millis(text)).isEqualTo(millis);
  }
}
