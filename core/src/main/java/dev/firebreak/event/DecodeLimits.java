package dev.firebreak.event;

/// How much of a request is taken, each with a finite default; docs/adr/0007-gateway-answers.md.
///
/// @param inflatedBytesMax a body after gunzip
/// @param messageBytesMax one message; 1 MB is what vendors take
/// @param depthMax nested objects and arrays in one message
/// @param tokensMax JSON tokens in one message
/// @param messagesMax messages in one request; what follows is one message not understood
public record DecodeLimits(
    int inflatedBytesMax, int messageBytesMax, int depthMax, int tokensMax, int messagesMax) {
  /// The limits of a running gateway.
  public static final DecodeLimits DEFAULT =
      new DecodeLimits(20 << 20, 1 << 20, 64, 65_536, 25_000);

  public DecodeLimits {
    if (inflatedBytesMax < 1
        || messageBytesMax < 1
        || depthMax < 1
        || tokensMax < 1
        || messagesMax < 1) {
      throw new IllegalArgumentException("each limit is at least 1");
    }
  }
}
