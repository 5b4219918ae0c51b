package dev.firebreak.erasure;

import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.Optional;

/// A decision that people are to be erased: one person at all vendors, or everybody at one vendor.
///
/// @param number from 1
/// @param person whose key was named; empty for everybody
/// @param vendor at which one; empty for all
/// @param reason as the operators gave it
/// @param decidedBy the first operator
/// @param confirmedBy the second one
public record Erasure(
    long number,
    Optional<SubjectKey> person,
    Optional<VendorId> vendor,
    String reason,
    String decidedBy,
    String confirmedBy,
    Instant decidedAt) {

  /// Its name for people, as `E7`.
  public String name() {
    return "E" + number;
  }
}
