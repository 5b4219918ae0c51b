package dev.firebreak.ledger;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// A fact of the ledger: on this UTC day this vendor received this subject's data in these
/// categories and forms. Facts come from delivery outcomes, never from what was merely queued.
///
/// @param vendor who received it
/// @param subject whose data it was
/// @param day UTC day of disclosure (of sending, not of the event)
/// @param masks categories by form
/// @param policyVersion 12 hex digits naming the policy that treated them; for history out of a
///   vendor's own export [#IMPORTED] and 12 hex digits naming the import
/// @param assertedBy who vouched for the events
/// @param events how many events; at least 1
/// @param firstEvent time of the earliest event
/// @param lastEvent time of the latest event, inclusive
public record Disclosure(
    VendorId vendor,
    SubjectKey subject,
    LocalDate day,
    Masks masks,
    String policyVersion,
    AssertedBy assertedBy,
    long events,
    Instant firstEvent,
    Instant lastEvent) {
  /// What begins the policyVersion of history that did not go through Firebreak.
  public static final String IMPORTED = "imported-";

  public Disclosure {
    if (events < 1) {
      throw new IllegalArgumentException("a disclosure has at least one event");
    }
    if (lastEvent.isBefore(firstEvent)) {
      throw new IllegalArgumentException("the last event is before the first");
    }
  }

  /// The earliest instant at which, by its day and its events, this can have been disclosed: its
  /// first event, held within the UTC day of disclosure. An event of long ago that was sent today
  /// says nothing about the time between.
  public Instant disclosedFrom() {
    Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1);
    return firstEvent.isBefore(start) ? start : firstEvent.isAfter(end) ? end : firstEvent;
  }

  /// True for history out of a vendor's own export.
  public boolean isImported() {
    return policyVersion.startsWith(IMPORTED);
  }

  /// True where its events reach into the window.
  ///
  /// @param from first instant, inclusive; empty for everything since the beginning
  /// @param to last instant, exclusive; empty for everything until now
  public boolean reachesInto(Optional<Instant> from, Optional<Instant> to) {
    return from.map(start -> !lastEvent.isBefore(start)).orElse(true)
        && to.map(firstEvent::isBefore).orElse(true);
  }

  /// This and another fact of the same key (all but events and times) as one.
  Disclosure plus(Disclosure other) {
    return new Disclosure(
        vendor,
        subject,
        day,
        masks,
        policyVersion,
        assertedBy,
        Math.addExact(events, other.events),
        firstEvent.isBefore(other.firstEvent) ? firstEvent : other.firstEvent,
        lastEvent.isAfter(other.lastEvent) ? lastEvent : other.lastEvent);
  }
}
