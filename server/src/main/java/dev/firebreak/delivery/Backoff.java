package dev.firebreak.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait before a vendor is tried again: 2 s, doubling to 60 s, and up to half as much
/// again by chance; the vendor's own word wins, up to 10 minutes. As thread-safe as its source of
/// chance.
public final class Backoff {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);
  private static final int DOUBLINGS_MAX = 5;

  private final RandomGenerator random;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /// The wait before the next try.
  ///
  /// @param failures in a row, this one included
  /// @param retryAfter what the vendor asks for
  public Duration next(int failures, Optional<Duration> retryAfter) {
    if (retryAfter.isPresent()) {
      Duration asked = retryAfter.get();
      return asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER;
    }
    Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.clamp(failures - 1L, 0, DOUBLINGS_MAX));
    Duration capped = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    return capped.plusMillis(random.nextLong(capped.toMillis() / 2 + 1));
  }
}
