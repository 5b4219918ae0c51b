package dev.firebreak.assessment;

import org.jspecify.annotations.Nullable;

/// A value of a row, with what it shows by itself once somebody looked. Rows share the values that
/// come often, so that these are looked at once.
///
/// Thread-safe: threads that look at the same time find the same.
final class RowValue {
  private final String text;
  private final boolean string;
  private @Nullable SearchedValue searched;

  /// @param string true for a string, false for a number or a truth value
  RowValue(String text, boolean string) {
    this.text = text;
    this.string = string;
  }

  String text() {
    return text;
  }

  boolean isString() {
    return string;
  }

  /// What was found; null as long as nobody looked.
  @Nullable SearchedValue searched() {
    return searched;
  }

  void searched(SearchedValue found) {
    searched = found;
  }
}
