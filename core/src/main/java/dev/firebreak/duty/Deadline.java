package dev.firebreak.duty;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/// Until when a duty must be met.
///
/// @param startedOn the moment that started the clock; empty while none is recorded
/// @param startedAt when that was
/// @param dueAt the law's number counted from the start, in the place's zone; empty where the law
///   has no number or the clock has no recorded start
/// @param earliestSafeDueAt counted from the earliest point that anybody could call the start: who
///   keeps this one is safe under every reading; empty where the law has no number
/// @param quality the standard beside the number
/// @param remarks what else to know, such as how a calendar rule would extend the period
public record Deadline(
    Optional<Moment> startedOn,
    Optional<Instant> startedAt,
    Optional<ZonedDateTime> dueAt,
    Optional<ZonedDateTime> earliestSafeDueAt,
    String quality,
    List<String> remarks) {
  public Deadline {
    remarks = List.copyOf(remarks);
  }

  /// The time left until the due time, else until the earliest safe one; negative when late; empty
  /// where there is neither.
  public Optional<Duration> left(Instant now) {
    return dueAt.or(() -> earliestSafeDueAt).map(due -> Duration.between(now, due.toInstant()));
  }
}
