package dev.firebreak.erasure;

import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The decision to end a vendor, and what this machine has done about it.
///
/// @param decidedBy the first operator
/// @param confirmedBy the second one
/// @param purgedAt when nothing was queued any more; empty before
/// @param erasure number of the erasure of everybody at the vendor; empty before it was decided
/// @param queues what was destroyed, binding by binding
public record Ending(
    VendorId vendor,
    String reason,
    String decidedBy,
    String confirmedBy,
    Instant decidedAt,
    Optional<Instant> purgedAt,
    Optional<Long> erasure,
    List<Purged> queues) {
  public Ending {
    queues = List.copyOf(queues);
  }

  /// What was queued at a binding and is destroyed.
  ///
  /// @param inDoubt how many more had been sent without an answer: they count as delivered
  /// @param sha256 as the audit entry `HeldDestroyed` has it
  public record Purged(BindingId binding, long messages, long inDoubt, String sha256) {}
}
