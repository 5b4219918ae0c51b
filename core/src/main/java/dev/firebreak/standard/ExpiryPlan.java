package dev.firebreak.standard;

import java.util.Comparator;
import java.util.List;

/// What follows when a vendor no longer meets a standard, and how long before people are warned.
///
/// @param warnDays how many days before the hour warnings are given, descending; may be empty
/// @param heldAfterDays how many days after the hour of tokens only the vendor is held, at least 1
/// @param graceDays how many days are left where something is not met that has no date of its own,
///   counted from the day on which it was seen first; 0 or more
public record ExpiryPlan(List<Integer> warnDays, int heldAfterDays, int graceDays) {
  /// What holds where a standard says nothing.
  public static final ExpiryPlan DEFAULT = new ExpiryPlan(List.of(30, 14, 7, 1), 14, 30);

  public ExpiryPlan {
    if (heldAfterDays < 1 || graceDays < 0 || warnDays.stream().anyMatch(days -> days < 1)) {
      throw new IllegalArgumentException(
          "warnings and holding take a day or more, grace 0 or more");
    }
    warnDays = warnDays.stream().distinct().sorted(Comparator.reverseOrder()).toList();
  }
}
