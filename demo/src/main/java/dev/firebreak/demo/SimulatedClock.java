package dev.firebreak.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/// The replay's November 2025: a clock that stands until it is moved, and that runs once the story
/// is over. Thread-safe.
final class SimulatedClock extends Clock {
  private Instant set;
  private LongSupplier nanoTime = () -> 0;
  private long setNanos;

  SimulatedClock(Instant start) {
    set = start;
  }

  /// Moves the clock forward; an earlier instant leaves it where it is.
  synchronized void moveTo(Instant instant) {
    if (instant.isAfter(instant())) {
      set = instant;
      setNanos = nanoTime.getAsLong();
    }
  }

  /// From now on time passes.
  ///
  /// @param monotonic time in nanoseconds
  synchronized void run(LongSupplier monotonic) {
    set = instant();
    nanoTime = monotonic;
    setNanos = monotonic.getAsLong();
  }

  @Override
  public Instant instant() {
    return shown();
  }

  private synchronized Instant shown() {
    return set.plus(Duration.ofNanos(nanoTime.getAsLong() - setNanos));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId other) {
    InstantSource source = this::shown;
    return source.withZone(other);
  }
}
