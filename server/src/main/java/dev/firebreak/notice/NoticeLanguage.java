package dev.firebreak.notice;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A language that notices can be written in. Each has three files beside each other: a template
/// (`de.txt`), the sentences that findings become (`de.words`), and what the linter looks for
/// (`de.rules`).
public enum NoticeLanguage {
  EN(Locale.ENGLISH, "d MMMM uuuu"),
  DE(Locale.GERMAN, "d. MMMM uuuu"),
  FR(Locale.FRENCH, "d MMMM uuuu"),
  ES(Locale.of("es"), "d 'de' MMMM 'de' uuuu");

  private final DateTimeFormatter dates;

  NoticeLanguage(Locale locale, String dates) {
    this.dates = DateTimeFormatter.ofPattern(dates, locale);
  }

  /// The language of a tag as accounts have it, such as `de`, `de-AT` or `de_AT`; empty where
  /// notices do not speak it.
  public static Optional<NoticeLanguage> of(String tag) {
    String primary = tag.strip().split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(language -> language.tag().equals(primary)).findFirst();
  }

  /// Every tag, as `en, de, fr, es`.
  public static String tags() {
    return Arrays.stream(values()).map(NoticeLanguage::tag).collect(Collectors.joining(", "));
  }

  /// IETF tag, as `de`.
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What its readers call it, as `Deutsch`.
  String ownName() {
    return dates.getLocale().getDisplayLanguage(dates.getLocale());
  }

  String date(LocalDate date) {
    return dates.format(date);
  }

  /// The name of a file beside the language's others, such as `/notice/de.words`.
  String resource(String suffix) {
    return "/notice/" + tag() + "." + suffix;
  }
}
