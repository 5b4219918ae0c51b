package dev.firebreak.journal;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.DropReason;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.QuarantineReason;
import java.time.Instant;

/// One record of a journal as read back, its payload still sealed. Immutable.
///
/// @param offset its place in the binding's journal: 0, 1, 2, ...
/// @param receivedAt when it came in, to the millisecond
/// @param assertedBy who vouches for it
/// @param policyVersion the policy that treated it
/// @param keyVersion version of the vendor's pseudonym key, 0 where none was used
/// @param content what the message is
public record StoredRecord(
    long offset,
    Instant receivedAt,
    AssertedBy assertedBy,
    String policyVersion,
    int keyVersion,
    Content content) {

  /// What became of the message in memory.
  public sealed interface Content {}

  /// To be delivered.
  ///
  /// @param header without the id at the vendor, which is sealed with the payload
  /// @param sealed what [PayloadSeal] opens
  public record Forwarded(EventHeader header, Sealed sealed) implements Content {}

  /// Accepted, goes no further.
  public record Dropped(DropReason reason, MessageKind kind) implements Content {}

  /// Accepted, not understood.
  ///
  /// @param sealed its skeleton
  public record Quarantined(QuarantineReason reason, Sealed sealed) implements Content {}

  /// Sealed bytes and the clear bytes that they are bound to.
  public record Sealed(byte[] bytes, byte[] bound) {}
}
