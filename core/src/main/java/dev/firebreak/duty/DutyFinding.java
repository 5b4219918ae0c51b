package dev.firebreak.duty;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/// What the evaluation says about one duty. A person decides; this is what the person decides on.
///
/// @param duty the catalogue's entry
/// @param status owed, not owed, or unclear; while unclear, the clock runs
/// @param reasons every element with what was found, in the order of the law
/// @param missing for `NOT_OWED` the elements that do not hold, for `UNCLEAR` those nobody knows;
///   empty for `OWED`
/// @param questions keys of the catalogue's questions whose answers would help
/// @param deadline until when
/// @param progress what was done about it
public record DutyFinding(
    Duty duty,
    Status status,
    List<String> reasons,
    List<String> missing,
    List<String> questions,
    Deadline deadline,
    Progress progress) {
  public DutyFinding {
    reasons = List.copyOf(reasons);
    missing = List.copyOf(missing);
    questions = List.copyOf(questions);
  }

  /// What was done about a duty.
  ///
  /// @param metAt when it was met, as far as that is recorded; what is met is no longer urgent
  /// @param steps its later steps, in their order
  public record Progress(Optional<Instant> metAt, List<Step> steps) {
    public Progress {
      steps = List.copyOf(steps);
    }
  }

  /// A later step of a duty.
  ///
  /// @param phase the catalogue's entry
  /// @param dueAt until when; empty where it has no number, or what it hangs on did not happen yet
  /// @param metAt when it was met, as far as that is recorded
  public record Step(Duty.Phase phase, Optional<ZonedDateTime> dueAt, Optional<Instant> metAt) {}

  /// When it was met, as far as that is recorded; what is met is no longer urgent.
  public Optional<Instant> metAt() {
    return progress.metAt();
  }

  /// How long before its due time it was met, negative where after; empty where it was not met or
  /// has no time.
  public Optional<Duration> metBefore() {
    return metAt().flatMap(deadline::left);
  }

  /// Whether a duty exists.
  public enum Status {
    OWED,
    NOT_OWED,
    UNCLEAR
  }
}
