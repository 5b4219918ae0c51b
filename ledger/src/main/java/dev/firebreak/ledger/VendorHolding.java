package dev.firebreak.ledger;

import java.time.LocalDate;
import java.util.Optional;

/// What the manifest keeps of one vendor beside its files.
///
/// @param knownSince epoch milliseconds from which on disclosures are still held
/// @param heldFrom first day that retention has left; empty where it has taken nothing yet
/// @param taken events that ever came in
/// @param removed events that retention and erasures took out of the files again
/// @param erasedSubjects subjects that were ever erased, each erasure counted
/// @param lastErasedAt epoch milliseconds of the last erasure
record VendorHolding(
    long knownSince,
    Optional<LocalDate> heldFrom,
    long taken,
    long removed,
    long erasedSubjects,
    Optional<Long> lastErasedAt) {
  VendorHolding {
    if (taken < 0 || removed < 0 || removed > taken || erasedSubjects < 0) {
      throw new IllegalArgumentException("more left the ledger than came in");
    }
  }

  /// A vendor's holding after its first facts.
  static VendorHolding since(long knownSince) {
    return new VendorHolding(knownSince, Optional.empty(), 0, 0, 0, Optional.empty());
  }

  VendorHolding plus(long since, long events) {
    return new VendorHolding(
        Math.min(knownSince, since),
        heldFrom,
        taken + events,
        removed,
        erasedSubjects,
        lastErasedAt);
  }

  VendorHolding minus(long events) {
    return new VendorHolding(
        knownSince, heldFrom, taken, removed + events, erasedSubjects, lastErasedAt);
  }

  VendorHolding erased(long subjects, long at) {
    return new VendorHolding(
        knownSince, heldFrom, taken, removed, erasedSubjects + subjects, Optional.of(at));
  }

  VendorHolding from(LocalDate day) {
    return new VendorHolding(
        Math.max(knownSince, day.toEpochDay() * 86_400_000L),
        Optional.of(day),
        taken,
        removed,
        erasedSubjects,
        lastErasedAt);
  }
}
