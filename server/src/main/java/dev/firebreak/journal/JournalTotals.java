package dev.firebreak.journal;

import dev.firebreak.event.DropReason;
import java.util.Map;

/// The fold over a journal: how many records of which kind there ever were, purged ones included.
/// Immutable.
///
/// @param accepted all records: the offset of the next one
/// @param forwarded those that are to be delivered
/// @param quarantined those that were not understood
/// @param dropped those that go no further, by reason; all reasons are present
public record JournalTotals(
    long accepted, long forwarded, long quarantined, Map<DropReason, Long> dropped) {
  public JournalTotals {
    dropped = Map.copyOf(dropped);
  }

  /// All dropped records.
  public long droppedInAll() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }
}
