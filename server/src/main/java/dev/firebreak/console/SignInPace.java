package dev.firebreak.console;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.gateway.ClientAddress;
import dev.firebreak.gateway.MinuteLimit;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// How fast somebody may try to sign in. A client has so many tries a minute. Beyond them it is
/// told to wait; an operator whose name is guessed at is not: their answers take longer, whoever
/// asks and whether they are right or wrong, and nobody can lock them out. Everything is forgotten
/// by the minute. Thread-safe.
final class SignInPace {
  static final int TRIES_PER_MINUTE = 20;

  private static final int WRONG_FREE = 5;
  private static final int DOUBLINGS_MAX = 3;
  private static final int NAMES_MAX = 10_000;
  private static final long MINUTE_MILLIS = 60_000;

  private final Clock clock;
  private final MinuteLimit tries;

  @GuardedBy("this")
  private final Map<String, Integer> wrong = new HashMap<>();

  @GuardedBy("this")
  private long minute;

  SignInPace(Clock clock) {
    this.clock = clock;
    tries = new MinuteLimit(TRIES_PER_MINUTE, clock);
  }

  /// Counts a try of a client.
  ///
  /// @return false where it is one too many in this minute
  boolean mayTry(ClientAddress client) {
    return tries.mayTry(client);
  }

  /// How long the answer for this name waits: nothing at first, then 1, 2, 4 and at most 8 seconds.
  synchronized Duration delay(String name) {
    turn();
    int over = wrong.getOrDefault(name, wrong.size() >= NAMES_MAX ? WRONG_FREE : 0) - WRONG_FREE;
    return over < 0 ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(over, DOUBLINGS_MAX));
  }

  /// Counts a refusal.
  synchronized void refused(String name) {
    turn();
    if (wrong.size() < NAMES_MAX || wrong.containsKey(name)) {
      wrong.merge(name, 1, Integer::sum);
    }
  }

  @GuardedBy("this")
  private void turn() {
    long now = clock.millis() / MINUTE_MILLIS;
    if (now != minute) {
      minute = now;
      wrong.clear();
    }
  }
}
