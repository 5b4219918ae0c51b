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
  ///
  /// @param keepUntil until when its files are kept
  /// @param destroyedAt when the key of its files was destroyed; empty while they can be read
  public record Closing(
      Instant at, String by, String reason, Instant keepUntil, Optional<Instant> destroyedAt) {}

  /// When the key of its files was destroyed; empty while they can be read.
  public Optional<Instant> destroyedAt() {
    return closing.flatMap(Closing::destroyedAt);
  }
}
