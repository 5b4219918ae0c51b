package dev.firebreak.ledger;

import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import java.time.Instant;
import java.util.Optional;

/// Somebody whose data a vendor received: an account with its linked devices, or a subject that
/// leads to no account. Printing shows no id.
///
/// @param subject the account's key, else the subject's own
/// @param ground why this is one person
/// @param accountId the account in the directory; empty without one
/// @param country where the directory says the person lives; empty where unknown
/// @param region the same, as the part after the country in ISO 3166-2; empty where unknown
/// @param masks categories by form, over all facts of the question
/// @param events number of events
/// @param firstEvent time of the earliest event
/// @param lastEvent time of the latest event, inclusive
public record DisclosedPerson(
    SubjectKey subject,
    Ground ground,
    Optional<String> accountId,
    Optional<String> country,
    Optional<String> region,
    Masks masks,
    long events,
    Instant firstEvent,
    Instant lastEvent) {
  /// On what ground the ledger's facts are this person's.
  public enum Ground {
    /// Events named the account itself.
    ACCOUNT,
    /// Events named only devices that the company's own servers linked to this one account.
    DEVICE_LINK,
    /// A device that nobody linked, or a subject that is no account of the directory.
    NONE,
    /// A device that only the public linked to an account: never the sole ground for a match.
    PUBLIC_LINK_ONLY,
    /// A device linked to two or more accounts.
    SHARED_DEVICE
  }

  @Override
  public String toString() {
    return "DisclosedPerson[" + ground + ", events=" + events + "]";
  }
}
