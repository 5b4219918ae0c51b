package dev.firebreak.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that stands still until it is moved.
final class MovingClock extends Clock {
  private volatile Instant now;

  MovingClock(Instant start) {
    now = start;
  }

  /// Moves it; one thread does.
  void advance(Duration by) {
    now = instant().plus(by);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return now;
  }
}
