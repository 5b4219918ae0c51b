package dev.firebreak.assessment;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Reads the times that exports hold. Numbers are seconds, milliseconds or microseconds since 1970,
/// told apart by their size, but for eight digits, which are a day (`20251109`); texts are ISO
/// 8601, with a space for the `T` if so, with an offset (`Z`, `+01:00`, `+0100`, `+01`), the word
/// `UTC` or a place's zone (`Europe/Paris`), else UTC.
final class EventTime {
  private static final double MILLIS_FROM = 1e11;
  private static final double MICROS_FROM = 1e14;
  private static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();
  private static final int CHARS_MAX = 40;

  private EventTime() {}

  /// Epoch milliseconds; 0 for what is no time between 1970 and 2200.
  static long millis(String text) {
    if (text.length() > CHARS_MAX || text.isEmpty()) {
      return 0;
    }
    long day = ofDay(text);
    if (day > 0) {
      return day;
    }
    long millis = isNumber(text) ? ofNumber(text) : ofText(text.strip().replace(' ', 'T'));
    return millis > 0 && millis < LATEST ? millis : 0;
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || ".eE+".indexOf(c) >= 0);
  }

  /// 0 for what is no eight digits of a day.
  private static long ofDay(String text) {
    if (text.length() != "20251109".length() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    try {
      long millis =
          LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE)
              .atStartOfDay()
              .toInstant(ZoneOffset.UTC)
              .toEpochMilli();
      return millis < LATEST ? millis : 0;
    } catch (DateTimeException noDay) {
      return 0;
    }
  }

  private static long ofNumber(String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException notOne) {
      return 0;
    }
    if (value >= MICROS_FROM) {
      return (long) (value / 1000);
    }
    return value >= MILLIS_FROM ? (long) value : Math.round(value * 1000);
  }

  private static long ofText(String text) {
    try {
      if (text.length() == "2025-11-09".length()) {
        return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
      }
      int zone = zoneStart(text);
      LocalDateTime local = LocalDateTime.parse(zone < 0 ? text : withoutBlank(text, zone));
      return local
          .atZone(zone < 0 ? ZoneOffset.UTC : zone(text.substring(zone)))
          .toInstant()
          .toEpochMilli();
    } catch (DateTimeException noTime) {
      return 0;
    }
  }

  /// Where the offset or zone begins after the time of day; -1 where there is none.
  private static int zoneStart(String text) {
    for (int i = text.indexOf('T') + 1; i > 0 && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '+' || c == '-' || (c >= 'A' && c <= 'Z' && c != 'T')) {
        return i;
      }
    }
    return -1;
  }

  private static String withoutBlank(String text, int zone) {
    return text.charAt(zone - 1) == 'T' ? text.substring(0, zone - 1) : text.substring(0, zone);
  }

  private static ZoneId zone(String text) {
    return text.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(text);
  }
}
