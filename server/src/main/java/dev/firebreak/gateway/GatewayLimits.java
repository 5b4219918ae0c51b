package dev.firebreak.gateway;

import java.time.Duration;

/// How much the gateway takes from the network; docs/adr/0007-gateway-answers.md.
///
/// @param headerBytesMax request line and headers; large, since SDKs send events in a GET's query
/// @param bodyBytesMax one body on the wire
/// @param bodiesBytesMax all bodies in memory at one time; multiples of 64 KiB
/// @param bodyTimeout for a body to arrive whole
/// @param idleTimeout for a connection without a byte
/// @param connectionsMax open connections; the next ones wait in the system's queue
public record GatewayLimits(
    int headerBytesMax,
    int bodyBytesMax,
    long bodiesBytesMax,
    Duration bodyTimeout,
    Duration idleTimeout,
    int connectionsMax) {
  /// The limits of a running gateway.
  public static final GatewayLimits DEFAULT =
      new GatewayLimits(
          128 << 10, 20 << 20, 256 << 20, Duration.ofSeconds(60), Duration.ofSeconds(60), 8_192);

  public GatewayLimits {
    if (headerBytesMax < 1 || bodyBytesMax < 1 || bodiesBytesMax < 1 || connectionsMax < 1) {
      throw new IllegalArgumentException("each limit is at least 1");
    }
  }
}
