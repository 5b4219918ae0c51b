package dev.firebreak.duty;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the evaluation says about one duty. A person decides; this is what the person decides on.
///
/// @param duty the catalogue's entry
/// @param status owed, not owed, or unclear; while unclear, the clock runs
/// @param reasons every element with what was found, in the order of the law
/// @param missing for `NOT_OWED` the elements that do not hold, for `UNCLEAR` those nobody knows;
///   empty for `OWED`
/// @param deadline until when
/// @param metAt when it was met, as far as that is recorded; what is met is no longer urgent
public record DutyFinding(
    Duty duty,
    Status status,
    List<String> reasons,
    List<String> missing,
    Deadline deadline,
    Optional<Instant> metAt) {
  public DutyFinding {
    reasons = List.copyOf(reasons);
    missing = List.copyOf(missing);
  }

  /// How long before its due time it was met, negative where after; empty where it was not met or
  /// has no time.
  public Optional<Duration> metBefore() {
    return metAt.flatMap(deadline::left);
  }

  /// Whether a duty exists.
  public enum Status {
    OWED,
    NOT_OWED,
    UNCLEAR
  }
}
