package dev.firebreak.notice;

import dev.firebreak.notice.NoticeFacts.State;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// People of an incident for whom one decides together whether to write to them.
public enum NoticeGroup {
  /// People of the latest findings.
  AFFECTED("people who are affected"),
  /// Those of them whose phishing risk is low.
  AFFECTED_LOW_RISK("affected people whose risk is low"),
  /// People of the provisional list, as long as nobody knows.
  UNKNOWN("people of whom it is not yet known"),
  /// People of that list who are not in the stolen file.
  NOT_AFFECTED("people who are not affected"),
  /// People who asked whether they are in the data, whatever the answer is.
  ASKED("people who asked");

  private final String words;

  NoticeGroup(String words) {
    this.words = words;
  }

  /// The whole group of a state.
  public static NoticeGroup of(State state) {
    return switch (state) {
      case AFFECTED -> AFFECTED;
      case UNKNOWN -> UNKNOWN;
      case NOT_AFFECTED -> NOT_AFFECTED;
    };
  }

  /// The group of a key, such as `not-affected`.
  public static Optional<NoticeGroup> parse(String key) {
    return Arrays.stream(values()).filter(group -> group.key().equals(key)).findFirst();
  }

  /// Every key, for messages.
  public static String keys() {
    return Arrays.stream(values()).map(NoticeGroup::key).collect(Collectors.joining(", "));
  }

  /// As commands and the database have it: `not-affected`.
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Who they are.
  public String words() {
    return words;
  }

  /// True where to write is to alarm people whom the breach does not, or hardly, concern.
  boolean needsReasonToWrite() {
    return this != AFFECTED;
  }
}
