package dev.firebreak.duty;

import java.util.Locale;
import java.util.Optional;

/// A point in time of an incident that a law or a figure hangs on. They are kept apart, since
/// regimes start their clocks on different ones.
public enum Moment {
  ACCESS_BEGAN("access began"),
  ACCESS_ENDED("access ended"),
  VENDOR_AWARE("the vendor became aware"),
  VENDOR_TOLD_US("the vendor told us"),
  SUSPECTED("we suspected"),
  REASONABLY_CERTAIN("we were reasonably certain"),
  DETERMINED("a breach was determined"),
  CLASSIFIED("the incident was classified"),
  MATERIAL("materiality was determined"),
  DATA_SET_RECEIVED("the data set was received"),
  AFFECTED_LIST_COMPLETE("the affected list was complete"),
  CONTAINED("the incident was contained"),
  AUTHORITY_NOTIFIED("the authority was notified"),
  PEOPLE_TOLD("people were told"),
  EXTORTION_PAID("a ransom was paid"),
  /// Of one duty, towards whomever it is owed.
  DUTY_MET("a duty was met");

  private final String words;

  Moment(String words) {
    this.words = words;
  }

  /// The key in files and commands, such as `vendor-told-us`.
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// True where it can be recorded for one duty alone: one authority, one group of people.
  public boolean isOfDuty() {
    return this == AUTHORITY_NOTIFIED || this == PEOPLE_TOLD || this == DUTY_MET;
  }

  /// As a report says it.
  public String words() {
    return words;
  }

  /// The moment with this key; underscores count as hyphens.
  public static Optional<Moment> ofKey(String key) {
    String wanted = key.replace('_', '-');
    for (Moment moment : values()) {
      if (moment.key().equals(wanted)) {
        return Optional.of(moment);
      }
    }
    return Optional.empty();
  }
}
