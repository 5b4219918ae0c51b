package dev.firebreak.ledger;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.time.LocalDate;

/// A fact of the ledger: on this UTC day this vendor received this subject's data in these
/// categories and forms. Facts come from delivery outcomes, never from what was merely queued.
///
/// @param vendor who received it
/// @param subject whose data it was
/// @param day UTC day of disclosure (of sending, not of the event)
/// @param masks categories by form
/// @param policyVersion 12 hex digits naming the policy that treated them; `imported` for history
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
  public Disclosure {
    if (events < 1) {
      throw new IllegalArgumentException("a disclosure has at least one event");
    }
    if (lastEvent.isBefore(firstEvent)) {
      throw new IllegalArgumentException("the last event is before the first");
    }
  }
}
