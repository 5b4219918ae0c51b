package dev.firebreak.delivery;

/// Adjacent journal offsets with one outcome.
///
/// @param first first offset
/// @param count how many; at least 1
/// @param outcome what became of them
/// @param firstDisclosure true where the vendor has them by this outcome and had not before: these
///   and no others become facts of the ledger
public record OutcomeRange(
    long first, long count, DeliveryOutcome outcome, boolean firstDisclosure) {
  public OutcomeRange {
    if (first < 0 || count < 1) {
      throw new IllegalArgumentException("a range has at least one offset");
    }
  }

  /// The offset after the last.
  public long end() {
    return first + count;
  }
}
