package dev.firebreak.event;

/// Yields the messages of one request in their order. A part that is not understood comes as
/// [ReadMessage.NotUnderstood]; those beside it are unharmed. Confined to its request.
public interface MessageReader {
  /// Reads the next message into the buffer, which is cleared first.
  ReadMessage next(TokenBuffer buffer);

  /// What may be kept of the message read last where treating it failed: a skeleton without values.
  ///
  /// @param buffer the message's tokens, as [#next] filled it
  TreatedMessage.Quarantined untreatable(TokenBuffer buffer);
}
