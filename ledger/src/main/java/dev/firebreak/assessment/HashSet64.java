package dev.firebreak.assessment;

/// A set of 64-bit hashes of texts that counts distinct values up to a bound without keeping any
/// value. Two texts with one hash count once: with a million values, once in 37 million sets by
/// chance. Not thread-safe.
final class HashSet64 {
  private static final int INITIAL_SLOTS = 16;
  private static final int CHARS_AT_ONCE = 4;

  /// Larger sets do not fit the processor's cache: they take hashes by the batch, so that it can
  /// fetch the slots of several at the same time.
  private static final int SLOTS_CACHED = 1 << 14;

  private static final int BATCH = 64;

  private final int max;
  private final SlotBudget budget;
  private long[] slots = new long[INITIAL_SLOTS];
  private long[] waiting = {};
  private int waitingSize;
  private int size;
  private boolean spent;

  /// A set that shares its memory with no other: whatever was added is in it, up to the bound.
  ///
  /// @param max the count stops here
  HashSet64(int max) {
    this(max, new SlotBudget(Long.MAX_VALUE));
  }

  /// @param max the count stops here
  /// @param budget the count stops too where it is spent; several sets share it
  HashSet64(int max, SlotBudget budget) {
    this.max = max;
    this.budget = budget;
  }

  void add(long hash) {
    if (size >= max || spent) {
      return;
    }
    if (slots.length < SLOTS_CACHED) {
      addNow(hash);
      return;
    }
    if (waiting.length == 0) {
      waiting = new long[BATCH];
    }
    waiting[waitingSize++] = hash == 0 ? 1 : hash;
    if (waitingSize == BATCH) {
      addWaiting();
    }
  }

  private void addWaiting() {
    int count = waitingSize;
    waitingSize = 0;
    int unseen = 0;
    for (int i = 0; i < count; i++) {
      long hash = waiting[i];
      if (slots[slot(hash, slots.length)] != hash) {
        waiting[unseen++] = hash;
      }
    }
    for (int i = 0; i < unseen; i++) {
      addNow(waiting[i]);
    }
  }

  private static int slot(long hash, int length) {
    return (int) (hash >>> 32 ^ hash) & length - 1;
  }

  private void addNow(long hash) {
    if (size >= max || spent) {
      return;
    }
    if (size * 2 >= slots.length && !grow()) {
      spent = true;
      return;
    }
    if (insert(slots, hash == 0 ? 1 : hash)) {
      size++;
    }
  }

  boolean contains(long hash) {
    addWaiting();
    long wanted = hash == 0 ? 1 : hash;
    int at = slot(wanted, slots.length);
    while (slots[at] != 0) {
      if (slots[at] == wanted) {
        return true;
      }
      at = at + 1 & slots.length - 1;
    }
    return false;
  }

  /// Distinct values so far, at most the bound.
  int size() {
    addWaiting();
    return size;
  }

  /// Gives back what it took; the set is not used any more.
  void release() {
    budget.giveBack(slots.length - INITIAL_SLOTS);
    spent = true;
  }

  private boolean grow() {
    if (!budget.take(slots.length)) {
      return false;
    }
    long[] larger = new long[slots.length * 2];
    for (long hash : slots) {
      if (hash != 0) {
        insert(larger, hash);
      }
    }
    slots = larger;
    return true;
  }

  private static boolean insert(long[] into, long hash) {
    int at = slot(hash, into.length);
    while (into[at] != 0) {
      if (into[at] == hash) {
        return false;
      }
      at = at + 1 & into.length - 1;
    }
    into[at] = hash;
    return true;
  }

  /// A 64-bit hash of a text; not keyed, not for anything but counting.
  static long hash(String text) {
    int length = text.length();
    long hash = 0x9E3779B97F4A7C15L ^ length;
    int i = 0;
    for (; i + CHARS_AT_ONCE <= length; i += CHARS_AT_ONCE) {
      hash =
          mixed(
              hash
                  ^ text.charAt(i)
                  ^ (long) text.charAt(i + 1) << 16
                  ^ (long) text.charAt(i + 2) << 32
                  ^ (long) text.charAt(i + 3) << 48);
    }
    for (; i < length; i++) {
      hash = mixed(hash ^ text.charAt(i));
    }
    hash *= 0x94D049BB133111EBL;
    return hash ^ hash >>> 31;
  }

  private static long mixed(long hash) {
    long product = hash * 0xBF58476D1CE4E5B9L;
    return product ^ product >>> 32;
  }
}
