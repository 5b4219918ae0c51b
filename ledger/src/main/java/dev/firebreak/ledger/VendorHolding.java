package dev.firebreak.ledger;

import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;

/// What the manifest keeps of one vendor beside its files.
///
/// @param knownSince epoch milliseconds from which on disclosures that went through Firebreak are
///   still held; empty where there never was one
/// @param importedSince the same of imported history
/// @param heldFrom first day that retention has left; empty where it has taken nothing yet
/// @param taken events that ever came in
/// @param removed events that retention and erasures took out of the files again
/// @param erasedSubjects subjects that were ever erased, each erasure counted
/// @param lastErasedAt epoch milliseconds of the last erasure
record VendorHolding(
    Optional<Long> knownSince,
    Optional<Long> importedSince,
    Optional<LocalDate> heldFrom,
    long taken,
    long removed,
    long erasedSubjects,
    Optional<Long> lastErasedAt) {
  /// A vendor of which nothing came in yet.
  static final VendorHolding NOTHING =
      new VendorHolding(
          Optional.empty(), Optional.empty(), Optional.empty(), 0, 0, 0, Optional.empty());

  VendorHolding {
    if (taken < 0 || removed < 0 || removed > taken || erasedSubjects < 0) {
      throw new IllegalArgumentException("more left the ledger than came in");
    }
  }

  VendorHolding plus(Disclosure fact) {
    Optional<Long> since = Optional.of(fact.disclosedFrom().toEpochMilli());
    return new VendorHolding(
        fact.isImported() ? knownSince : earlier(knownSince, since),
        fact.isImported() ? earlier(importedSince, since) : importedSince,
        heldFrom,
        taken + fact.events(),
        removed,
        erasedSubjects,
        lastErasedAt);
  }

  private static Optional<Long> earlier(Optional<Long> one, Optional<Long> other) {
    return Stream.concat(one.stream(), other.stream()).min(Long::compare);
  }

  VendorHolding minus(long events) {
    return new VendorHolding(
        knownSince, importedSince, heldFrom, taken, removed + events, erasedSubjects, lastErasedAt);
  }

  VendorHolding erased(long subjects, long at) {
    return new VendorHolding(
        knownSince,
        importedSince,
        heldFrom,
        taken,
        removed,
        erasedSubjects + subjects,
        Optional.of(at));
  }

  VendorHolding from(LocalDate day) {
    long start = day.toEpochDay() * 86_400_000L;
    return new VendorHolding(
        knownSince.map(since -> Math.max(since, start)),
        importedSince.map(since -> Math.max(since, start)),
        Optional.of(day),
        taken,
        removed,
        erasedSubjects,
        lastErasedAt);
  }
}
