package dev.firebreak.incident;

import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.Optional;

/// A security incident at a vendor: facts, no legal conclusion.
///
/// @param id as `2025-11-mixpanel`
/// @param vendor where it happened
/// @param title one line for people
/// @param openedAt when it was opened here
/// @param openedBy the operator who opened it
/// @param closing empty while it is open
public record Incident(
    String id,
    VendorId vendor,
    String title,
    Instant openedAt,
    String openedBy,
    Optional<Closing> closing) {

  /// Who closed an incident, when and why.
  public record Closing(Instant at, String by, String reason) {}
}
