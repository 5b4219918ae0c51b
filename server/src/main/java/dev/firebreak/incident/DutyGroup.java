package dev.firebreak.incident;

import java.time.Duration;
import java.util.Locale;

/// What is to be done about a duty, as a report groups them.
public enum DutyGroup {
  /// Owed, and overdue, due within 72 hours, or without a number, which means without delay.
  OWED_NOW("Owed now"),
  /// Owed later, or met but for a later step with a date.
  OWED_LATER("Owed, with a later date"),
  /// Unclear: the clock runs until a person decides.
  DECISION_NEEDED("Decision needed: the clock runs"),
  /// Owed or unclear, and met.
  MET("Met"),
  NOT_OWED("Not owed");

  /// What is due within this time is owed now.
  static final Duration SOON = Duration.ofDays(3);

  private final String title;

  DutyGroup(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /// In documents, as `owed-now`.
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
