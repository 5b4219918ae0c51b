package dev.firebreak.delivery;

import java.util.List;

/// One release of a queue that is treated again, kept until the records are gone: lanes and ledger
/// must see the same message whenever they look.
///
/// @param outcomes the place in the outcome log: what was disclosed before went out as it was
/// @param policyVersion under which records of an older one are treated again
/// @param keyVersion of the key for tokens that are made now
/// @param ranges offsets that were queued or in doubt, ascending
record HeldRelease(long outcomes, String policyVersion, int keyVersion, List<OffsetRange> ranges) {
  HeldRelease {
    ranges = List.copyOf(ranges);
  }

  /// Offsets from the first to the one before the end.
  record OffsetRange(long first, long end) {}

  boolean contains(long offset) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      OffsetRange range = ranges.get(middle);
      if (offset < range.first()) {
        high = middle - 1;
      } else if (offset >= range.end()) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /// The offset after the last one.
  long end() {
    return ranges.isEmpty() ? 0 : ranges.getLast().end();
  }
}
