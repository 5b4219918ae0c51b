package dev.firebreak.assessment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A ground on which an account is found in a data set. Of grounds with different levels the lower
/// decides.
enum FoundBy {
  TOKEN(1),
  ACCOUNT_ID(1),
  EMAIL(2),
  EMAIL_HASH(2),
  EMAIL_RULE(3),
  PHONE(4),
  PHONE_HASH(4),
  DEVICE_LINK(5),
  /// Its id or address stands in rows about others: decides nothing about those rows.
  MENTIONED(8);

  /// The level at which every account is found, however many there are.
  static final int CERTAIN = 1;

  /// The level of links that nobody but the public asserted: they decide nothing.
  static final int PUBLIC_LEVEL = 9;

  private final int level;

  FoundBy(int level) {
    this.level = level;
  }

  int level() {
    return level;
  }

  /// As results name it: `account_id`.
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  int bit() {
    return 1 << ordinal();
  }

  /// `level, bit` as columns of a SELECT.
  String columns() {
    return level + ", " + bit();
  }

  /// SQL for the sorted list of names that a mask of bits stands for.
  static String names(String mask) {
    List<String> parts = new ArrayList<>();
    for (FoundBy ground : values()) {
      parts.add(
          "CASE WHEN (%s & %d) <> 0 THEN ['%s'] ELSE []::VARCHAR[] END"
              .formatted(mask, ground.bit(), ground.key()));
    }
    return "list_sort(" + String.join(" || ", parts) + ")";
  }
}
