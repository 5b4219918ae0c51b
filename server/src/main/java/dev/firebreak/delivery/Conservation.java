package dev.firebreak.delivery;

import dev.firebreak.event.DropReason;
import dev.firebreak.vendor.BindingId;
import java.util.Map;

/// Where every message of one binding went. Two sums hold at all times:
///
/// ```
/// received = refused + accepted
/// accepted = delivered + dropped + quarantined + dead lettered + expired + queued
/// ```
///
/// The terms come from different places (gateway counters, the fold over the journal, the fold over
/// the outcome log, a walk over what has no outcome), so a message that is lost or counted twice in
/// any of them breaks a sum.
///
/// @param received messages that came in
/// @param refused answered with an error, nothing kept
/// @param accepted durable in the journal
/// @param delivered the vendor has them, or may have them
/// @param inDoubt the part of `delivered` that was sent without an answer
/// @param dropped go no further, by reason
/// @param quarantined not understood
/// @param deadLettered refused by the vendor one by one
/// @param expired too old for the vendor
/// @param queued still to be delivered
public record Conservation(
    BindingId binding,
    long received,
    long refused,
    long accepted,
    long delivered,
    long inDoubt,
    Map<DropReason, Long> dropped,
    long quarantined,
    long deadLettered,
    long expired,
    long queued) {
  public Conservation {
    dropped = Map.copyOf(dropped);
  }

  /// All dropped messages.
  public long droppedInAll() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Both sums hold. While requests are being answered, the first may lag; see [#holdsInFlight].
  public boolean holds() {
    return received == refused + accepted && acceptedHolds();
  }

  /// The second sum holds, and nothing was accepted or refused that was not received.
  public boolean holdsInFlight() {
    return received >= refused + accepted && acceptedHolds();
  }

  private boolean acceptedHolds() {
    return accepted == delivered + droppedInAll() + quarantined + deadLettered + expired + queued
        && inDoubt <= delivered
        && queued >= 0;
  }
}
