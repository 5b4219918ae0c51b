package dev.firebreak.history;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.SubjectKey;
import java.util.Arrays;

/// Subjects that come in the ledger's order, at eight bytes each: the first half of a key, which is
/// that of a MAC. Among a hundred million subjects two share it once in 3,700 ledgers by chance.
/// Not thread-safe.
final class SortedSubjects {
  private static final int INITIAL = 16;

  private final int max;
  private long[] halves = new long[INITIAL];
  private int size;

  /// @param max the most subjects
  SortedSubjects(int max) {
    this.max = max;
  }

  /// True where it is another subject than the one before.
  ///
  /// @throws FirebreakException INPUT_TOO_LARGE where there is no room
  boolean add(SubjectKey subject) {
    // signed comparison then gives the unsigned order
    long half = subject.high() ^ Long.MIN_VALUE;
    if (size > 0 && halves[size - 1] >= half) {
      if (halves[size - 1] > half) {
        throw new IllegalStateException("the ledger's subjects come in their order");
      }
      return false;
    }
    if (size == max) {
      throw tooMany("people", max);
    }
    if (size == halves.length) {
      halves = Arrays.copyOf(halves, longer(size));
    }
    halves[size++] = half;
    return true;
  }

  /// The place of a subject in the order; negative where it is not there.
  int find(SubjectKey subject) {
    return Arrays.binarySearch(halves, 0, size, subject.high() ^ Long.MIN_VALUE);
  }

  int size() {
    return size;
  }

  static int longer(int length) {
    return length + (length >> 1);
  }

  static FirebreakException tooMany(String what, int max) {
    return new FirebreakException(
        ErrorCode.INPUT_TOO_LARGE,
        "the ledger has more than "
            + max
            + " "
            + what
            + " of this vendor to hold the export against; import the whole history at once");
  }
}
