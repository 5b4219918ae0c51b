package dev.firebreak.event;

/// What became of one message in memory, before the first byte reaches a disk. All of these are
/// *accepted*: each becomes one journal record.
public sealed interface TreatedMessage {
  /// Goes on to the vendor.
  ///
  /// @param header what may be known of it
  /// @param payload the treated message as JSON in UTF-8, without any credential; not copied
  record Forward(EventHeader header, byte[] payload) implements TreatedMessage {}

  /// Goes no further, of purpose; nothing of it is kept but the reason and the receipt.
  record Dropped(DropReason reason, MessageKind kind) implements TreatedMessage {}

  /// Accepted, not understood. The skeleton holds dialect, endpoint, reason, sizes, path shapes
  /// with every scalar replaced by its type, and a keyed hash of the body: never values.
  ///
  /// @param reason a word of a closed set, for counters
  /// @param skeleton JSON in UTF-8; not copied
  record Quarantined(QuarantineReason reason, byte[] skeleton) implements TreatedMessage {}
}
