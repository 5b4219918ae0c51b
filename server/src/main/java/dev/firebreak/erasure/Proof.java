package dev.firebreak.erasure;

import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.Optional;

/// What an operator has had erased by hand.
///
/// @param subjects how many it covers
/// @param note what was done, without personal data
/// @param sha256 of the document that shows it; empty where there is none
public record Proof(
    VendorId vendor,
    long subjects,
    String note,
    Optional<String> sha256,
    String signedBy,
    Instant signedAt) {}
