package dev.firebreak.delivery;

/// What the gateway counted for one binding since this process began.
///
/// @param received messages that came in
/// @param refused messages answered with an error, of which nothing is kept
public record GatewayCounts(long received, long refused) {}
