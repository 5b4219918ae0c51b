package dev.firebreak.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// How many messages came in lately, out of a count that only grows and is noted at equal steps.
/// Forgets what is older than [#STEPS] steps. Thread-safe.
public final class RecentRate {
  /// How far apart the count is noted.
  public static final Duration STEP = Duration.ofSeconds(5);

  /// How many steps are kept: five minutes.
  public static final int STEPS = 60;

  private static final int STEPS_OF_A_MINUTE = (int) Duration.ofMinutes(1).dividedBy(STEP);

  @GuardedBy("this")
  private final Deque<Long> counts = new ArrayDeque<>();

  /// Notes the count as it is now.
  public synchronized void note(long received) {
    counts.addLast(received);
    if (counts.size() > STEPS + 1) {
      counts.removeFirst();
    }
  }

  /// How many came in during each step, the latest last; empty before the second note.
  public synchronized List<Long> steps() {
    List<Long> steps = new ArrayList<>();
    Long before = null;
    for (long count : counts) {
      if (before != null) {
        steps.add(count - before);
      }
      before = count;
    }
    return steps;
  }

  /// How many came in during the last minute, or since the first note where that is later.
  public long lastMinute() {
    List<Long> steps = steps();
    return steps.subList(Math.max(0, steps.size() - STEPS_OF_A_MINUTE), steps.size()).stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
