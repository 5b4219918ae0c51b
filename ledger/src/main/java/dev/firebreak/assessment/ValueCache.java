package dev.firebreak.assessment;

import org.jspecify.annotations.Nullable;

/// Remembers short values that were read lately, so that one which comes again needs neither a new
/// text nor another search. Fields whose values hardly ever come again are passed by. Not
/// thread-safe.
final class ValueCache {
  private static final int SLOTS = 1 << 15;
  private static final int CHARS_MAX = 200;

  private final @Nullable RowValue[] slots = new @Nullable RowValue[SLOTS];

  /// The value of a field.
  ///
  /// @param string true for a string, false for a number or a truth value
  RowValue of(PathNode field, char[] chars, int from, int length, boolean string) {
    if (length > CHARS_MAX || !field.asksCache()) {
      return new RowValue(new String(chars, from, length), string);
    }
    int hash = 0; // as a String's, so that both ways meet
    for (int i = from; i < from + length; i++) {
      hash = hash * 31 + chars[i];
    }
    int slot = slot(hash);
    RowValue known = slots[slot];
    if (known != null && known.isString() == string && isSame(known.text(), chars, from, length)) {
      field.foundInCache();
      return known;
    }
    RowValue value = new RowValue(new String(chars, from, length), string);
    slots[slot] = value;
    return value;
  }

  /// As the other, of a text that exists.
  RowValue of(PathNode field, String text, boolean string) {
    if (text.length() > CHARS_MAX || !field.asksCache()) {
      return new RowValue(text, string);
    }
    int slot = slot(text.hashCode());
    RowValue known = slots[slot];
    if (known != null && known.isString() == string && known.text().equals(text)) {
      field.foundInCache();
      return known;
    }
    RowValue value = new RowValue(text, string);
    slots[slot] = value;
    return value;
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 15) & SLOTS - 1;
  }

  private static boolean isSame(String text, char[] chars, int from, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != chars[from + i]) {
        return false;
      }
    }
    return true;
  }
}
