package dev.firebreak.console;

import dev.firebreak.template.TextResource;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/// What the console says in one language, from `messages_CODE.properties`. Immutable.
public final class Words {
  private static final Map<ConsoleLanguage, Words> ALL = new EnumMap<>(ConsoleLanguage.class);

  static {
    for (ConsoleLanguage language : ConsoleLanguage.values()) {
      ALL.put(language, new Words(language, load(language)));
    }
  }

  private final ConsoleLanguage language;
  private final Properties messages;
  private final DateTimeFormatter time;
  private final DateTimeFormatter day;

  private Words(ConsoleLanguage language, Properties messages) {
    this.language = language;
    this.messages = messages;
    time = formatter(messages, "format.time", language);
    day = formatter(messages, "format.day", language);
  }

  static Words of(ConsoleLanguage language) {
    return java.util.Objects.requireNonNull(ALL.get(language), "every language has its words");
  }

  public ConsoleLanguage language() {
    return language;
  }

  Set<String> keys() {
    return messages.stringPropertyNames();
  }

  /// Whether there is such a text.
  boolean has(String key) {
    return messages.containsKey(key);
  }

  /// A text.
  ///
  /// @param values take the place of `{0}`, `{1}` ...; numbers are grouped
  /// @throws IllegalStateException where the language lacks it
  public String say(String key, Object... values) {
    String text = messages.getProperty(key);
    if (text == null) {
      throw new IllegalStateException("messages_" + language.code() + " lack " + key);
    }
    for (int i = 0; i < values.length; i++) {
      String value =
          values[i] instanceof Number number ? number(number.longValue()) : values[i].toString();
      text = text.replace("{" + i + "}", value);
    }
    return text;
  }

  /// A number with its thousands grouped.
  public String number(long number) {
    return String.format(language.locale(), "%,d", number);
  }

  /// A share of 0 to 1 as a percentage with one digit after the point.
  public String percent(double share) {
    return String.format(language.locale(), "%.1f %%", share * 100);
  }

  /// A moment with its zone.
  public String time(Instant at) {
    return time.format(at.atOffset(ZoneOffset.UTC)) + " UTC";
  }

  /// A day.
  public String day(LocalDate date) {
    return day.format(date);
  }

  /// How far away a moment is, in its two largest units.
  public String left(Instant now, Instant due) {
    Duration left = Duration.between(now, due);
    return left.isNegative()
        ? say("time.overdue", span(left.negated()))
        : say("time.left", span(left));
  }

  /// How long ago a moment was, in its two largest units.
  public String ago(Instant at, Instant now) {
    return say("time.ago", span(Duration.between(at, now)));
  }

  /// About how long something takes, in one unit.
  public String roughly(Duration span) {
    if (span.toSeconds() < 90) {
      return say("time.seconds", Math.max(1, span.toSeconds()));
    }
    return span.toMinutes() < 90
        ? say("time.minutes", Math.ceilDiv(span.toSeconds(), 60))
        : say("time.hours", span.toHours(), span.toMinutesPart());
  }

  private String span(Duration span) {
    if (span.toDays() > 0) {
      return say("time.days", span.toDays(), span.toHoursPart());
    }
    return say("time.hours", span.toHours(), span.toMinutesPart());
  }

  private static DateTimeFormatter formatter(
      Properties messages, String key, ConsoleLanguage language) {
    return DateTimeFormatter.ofPattern(messages.getProperty(key, "uuuu-MM-dd"), language.locale());
  }

  private static Properties load(ConsoleLanguage language) {
    String name = "/console/messages_" + language.code() + ".properties";
    Properties messages = new Properties();
    try {
      messages.load(new StringReader(TextResource.of(name)));
      return messages;
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
  }
}
