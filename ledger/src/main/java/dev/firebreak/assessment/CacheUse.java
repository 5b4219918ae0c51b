package dev.firebreak.assessment;

/// Whether it is worth while to look a field's values up in a cache: where fewer than one in eight
/// was found there, the next ones are not looked for, until the field is tried again. Not
/// thread-safe.
final class CacheUse {
  private static final int TRIED = 4096;
  private static final int PASSED_BY = 1 << 16;

  private int asked;
  private int found;
  private int toPassBy;

  /// Whether the next value is looked up.
  boolean asks() {
    if (toPassBy > 0) {
      toPassBy--;
      return false;
    }
    if (++asked == TRIED) {
      toPassBy = found < TRIED / 8 ? PASSED_BY : 0;
      asked = 0;
      found = 0;
    }
    return true;
  }

  void found() {
    found++;
  }
}
