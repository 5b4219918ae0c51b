package dev.firebreak.delivery;

import java.util.List;
import java.util.Objects;

/// One release of a queue that is treated again, kept until the records are gone: lanes and ledger
/// must see the same message whenever they look.
///
/// @param outcomes the place in the outcome log: what was disclosed before went out as it was
/// @param policyVersion under which records of an older one are treated again
/// @param observed versions whose records are treated again as they came, today's own included:
///   their policy was only counted then, or may have been
/// @param keyVersion of the key for tokens that are made now
/// @param ranges offsets that were queued or in doubt, ascending
record HeldRelease(
    long outcomes,
    String policyVersion,
    List<String> observed,
    int keyVersion,
    List<OffsetRange> ranges) {
  HeldRelease {
    // a file of before says none
    observed = List.copyOf(Objects.requireNonNullElse(observed, List.of()));
    ranges = List.copyOf(ranges);
  }

  /// Offsets from the first to the one before the end.
  record OffsetRange(long first, long end) {}

  /// Whether records of this policy, where they are in its ranges, are treated again.
  boolean treatsAgain(String version) {
    return !policyVersion.equals(version) || observed.contains(version);
  }

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
