package dev.firebreak.delivery;

import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether a vendor gets anything, and since whose decision.
///
/// @param generation counts the decisions; 0 where there never was one
/// @param decision the latest one
/// @param checklist under a cut what lies outside our pipe, item by item; else empty
public record VendorStatus(
    VendorId vendor,
    State state,
    long generation,
    Optional<Decision> decision,
    List<ChecklistItem> checklist) {
  public VendorStatus {
    checklist = List.copyOf(checklist);
  }

  /// Whether anything is sent.
  public enum State {
    ACTIVE,
    /// Nothing is sent; what comes in is treated and queued.
    HELD,
    /// Nothing is sent, and nothing of what comes in is kept but a count.
    CUT
  }

  /// Who decided.
  public record Decision(Instant at, String operator, String reason) {}

  /// One item and its signature.
  public record ChecklistItem(CutItem item, Optional<Signature> signature) {}

  /// Who says that an item is done.
  public record Signature(Instant at, String operator, String note) {}

  /// Held by the register, which releases it when the vendor meets its standards again.
  public boolean heldByRegister() {
    return state == State.HELD
        && decision.filter(each -> each.operator().equals(VendorSwitch.REGISTER)).isPresent();
  }

  /// Cut off, and every item outside our pipe signed.
  public boolean contained() {
    return state == State.CUT && checklist.stream().allMatch(item -> item.signature().isPresent());
  }
}
