package dev.firebreak.event;

import java.time.Instant;

/// Applies one binding's policy to one message after the other. Confined to one request at a time;
/// the gateway keeps a pool.
public interface MessageTreatment {
  /// Treats the message in the buffer: classify and detect, decide, treat. Never throws for what a
  /// message holds: doubt ends in [TreatedMessage.Quarantined] or in less going out.
  TreatedMessage treat(TokenBuffer message, MessageKind kind, Instant receivedAt);
}
