package dev.firebreak.event;

/// Yields a body that could not be read at all, as one message.
final class OneNotUnderstood implements MessageReader {
  private final TreatedMessage.Quarantined quarantined;
  private boolean ended;

  OneNotUnderstood(TreatedMessage.Quarantined quarantined) {
    this.quarantined = quarantined;
  }

  @Override
  public ReadMessage next(TokenBuffer buffer) {
    buffer.clear();
    if (ended) {
      return new ReadMessage.End();
    }
    ended = true;
    return new ReadMessage.NotUnderstood(quarantined);
  }

  @Override
  public TreatedMessage.Quarantined untreatable(TokenBuffer buffer) {
    return quarantined;
  }
}
