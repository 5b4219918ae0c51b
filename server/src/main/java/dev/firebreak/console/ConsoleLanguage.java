package dev.firebreak.console;

import java.util.Locale;
import java.util.Optional;

/// The languages of the console.
public enum ConsoleLanguage {
  ENGLISH("en", "English", Locale.UK),
  GERMAN("de", "Deutsch", Locale.GERMANY);

  private final String code;
  private final String title;
  private final Locale locale;

  ConsoleLanguage(String code, String title, Locale locale) {
    this.code = code;
    this.title = title;
    this.locale = locale;
  }

  /// As HTML has it.
  public String code() {
    return code;
  }

  /// Its name in itself.
  public String title() {
    return title;
  }

  Locale locale() {
    return locale;
  }

  /// The language of a code such as `de` or `de-AT`.
  static Optional<ConsoleLanguage> ofCode(String code) {
    String primary = code.strip().split("-", -1)[0];
    for (ConsoleLanguage language : values()) {
      if (language.code.equalsIgnoreCase(primary)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }

  /// The first language of an `Accept-Language` header that there is; English where there is none.
  /// Browsers write them in the order of preference.
  static ConsoleLanguage accepted(String header) {
    for (String part : header.split(",", -1)) {
      Optional<ConsoleLanguage> language = ofCode(part.split(";", -1)[0]);
      if (language.isPresent()) {
        return language.get();
      }
    }
    return ENGLISH;
  }
}
