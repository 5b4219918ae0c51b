package dev.firebreak.assessment;

/// How many slots the sets of a data set may still take together, 8 bytes each. Not thread-safe.
final class SlotBudget {
  /// 128 MiB, but an eighth of what the heap may grow to at most.
  static final long SLOTS_DEFAULT =
      Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 8 / Long.BYTES);

  private long left;

  SlotBudget(long slots) {
    left = slots;
  }

  /// False, with nothing taken, where so many are not left.
  boolean take(long slots) {
    if (slots > left) {
      return false;
    }
    left -= slots;
    return true;
  }

  void giveBack(long slots) {
    left += slots;
  }
}
