package dev.firebreak.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times, spans and numbers as reports print them.
final class ReportWords {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

  private ReportWords() {}

  static String time(Instant time) {
    return TIME.format(time.atZone(ZoneOffset.UTC)) + " UTC";
  }

  static String time(ZonedDateTime time) {
    return TIME.format(time) + " " + time.getZone();
  }

  /// A length of time that is not negative.
  static String span(Duration duration) {
    if (duration.toDays() >= 2) {
      return duration.toDays() + " days " + duration.toHoursPart() + " h";
    }
    if (duration.toMinutes() == 0) {
      return "less than a minute";
    }
    return duration.toHours() == 0
        ? duration.toMinutesPart() + " min"
        : duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }

  static String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  static String percent(double share) {
    return String.format(Locale.ENGLISH, "%.1f %%", share * 100);
  }

  static String decimal(double number) {
    return String.format(Locale.ENGLISH, "%.2f", number);
  }

  /// `1 person`, `2 people`.
  static String people(long number) {
    return number(number) + (number == 1 ? " person" : " people");
  }

  /// The number with its noun, with an s for more than one.
  static String count(long number, String noun) {
    return number(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /// A text with a capital letter at its beginning.
  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /// A country's English name; the code where it is none of the standard.
  ///
  /// @param code ISO 3166-1 alpha-2
  static String country(String code) {
    return Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
  }

  /// `low to high`; one of them where both are the same.
  static String range(String low, String high) {
    return low.equals(high) ? low : low + " to " + high;
  }

  /// A text that is cut at a length, so that a page has room for it.
  static String brief(String text, int chars) {
    return text.codePointCount(0, text.length()) <= chars
        ? text
        : text.substring(0, text.offsetByCodePoints(0, chars - 1)).stripTrailing() + "…";
  }
}
