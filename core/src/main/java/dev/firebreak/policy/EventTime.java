package dev.firebreak.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/// Reads the time of a message: epoch seconds with or without fraction (browsers), epoch
/// milliseconds (servers), or ISO 8601 with an offset.
final class EventTime {
  /// Numbers below this are seconds: as milliseconds they would lie before 1973.
  private static final BigDecimal SECONDS_BELOW = BigDecimal.valueOf(100_000_000_000L);

  private static final BigDecimal MILLIS_BELOW = BigDecimal.valueOf(100_000_000_000_000L);
  private static final int CHARS_MAX = 40;

  private EventTime() {}

  /// Epoch milliseconds of a number; empty where it is no plausible time.
  static OptionalLong ofNumber(String number) {
    if (number.length() > CHARS_MAX) {
      return OptionalLong.empty();
    }
    try {
      BigDecimal value = new BigDecimal(number);
      if (value.signum() < 0 || value.scale() < -18 || value.compareTo(MILLIS_BELOW) >= 0) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(
          isSeconds(value) ? value.movePointRight(3).longValue() : value.longValue());
    } catch (NumberFormatException noNumber) {
      return OptionalLong.empty();
    }
  }

  /// Epoch milliseconds of a text: a number in quotes or ISO 8601.
  static OptionalLong ofText(String text) {
    OptionalLong number = ofNumber(text);
    if (number.isPresent() || text.length() > CHARS_MAX) {
      return number;
    }
    try {
      return OptionalLong.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException noTime) {
      return OptionalLong.empty();
    }
  }

  /// True where a readable number counts seconds.
  static boolean isSeconds(String number) {
    return isSeconds(new BigDecimal(number));
  }

  private static boolean isSeconds(BigDecimal value) {
    return value.compareTo(SECONDS_BELOW) < 0;
  }
}
