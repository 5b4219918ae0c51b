package dev.firebreak.notice;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/// How long a send still takes, from what the relay took lately: what it takes in the first seconds
/// says little about a relay that slows its clients down, nor does the whole time after a pause. It
/// says nothing while there is nothing to go by, and counts nobody who is tried again later.
/// Thread-safe.
public final class SendEstimate {
  private static final Duration LATELY = Duration.ofMinutes(1);
  private static final Duration TOO_SHORT = Duration.ofSeconds(2);

  private final long people;

  @GuardedBy("this")
  private final ArrayDeque<Point> points = new ArrayDeque<>();

  private record Point(Instant at, long accepted) {}

  /// @param people to whom this send writes
  /// @param begun when it began
  public SendEstimate(long people, Instant begun) {
    this.people = people;
    points.add(new Point(begun, 0));
  }

  /// As `300 of 10000 accepted, about 4 min left`.
  public String words(long accepted, Instant now) {
    String count = accepted + " of " + people + " accepted";
    return left(accepted, now)
        .map(left -> count + ", about " + words(left.toSeconds()) + " left")
        .orElse(count);
  }

  /// How long it still takes; empty while there is nothing to go by.
  public synchronized Optional<Duration> left(long accepted, Instant now) {
    while (points.size() > 1 && points.getFirst().at().isBefore(now.minus(LATELY))) {
      points.removeFirst();
    }
    Point oldest = points.getFirst();
    points.addLast(new Point(now, accepted));
    Duration passed = Duration.between(oldest.at(), now);
    long lately = accepted - oldest.accepted();
    if (passed.compareTo(TOO_SHORT) < 0 || lately <= 0 || accepted >= people) {
      return Optional.empty();
    }
    double perSecond = lately * 1_000.0 / passed.toMillis();
    return Optional.of(Duration.ofSeconds(Math.round((people - accepted) / perSecond)));
  }

  private static String words(long seconds) {
    return seconds < 90 ? seconds + " s" : Math.ceilDiv(seconds, 60) + " min";
  }
}
