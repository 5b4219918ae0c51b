package dev.firebreak.journal;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.vendor.BindingId;
import java.time.Instant;

/// One accepted message on its way into the journal.
///
/// @param binding where it came in
/// @param receivedAt when, by our clock
/// @param assertedBy who vouches for it
/// @param policyVersion 12 hex digits naming the policy that treated it
/// @param keyVersion version of the vendor's pseudonym key, 0 where none was used
/// @param message what became of it in memory
public record JournalRecord(
    BindingId binding,
    Instant receivedAt,
    AssertedBy assertedBy,
    String policyVersion,
    int keyVersion,
    TreatedMessage message) {}
