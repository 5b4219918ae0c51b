package dev.firebreak.incident;

import dev.firebreak.duty.DutyFinding;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a duty stands: what the evaluation says, and what a person decided.
///
/// @param finding the evaluation
/// @param decision the latest decision; empty where nobody decided yet
public record DutyStanding(DutyFinding finding, Optional<DutyDecision> decision) {
  /// What a person decided, else what the evaluation says.
  public DutyFinding.Status effective() {
    return decision.map(DutyDecision::decision).orElse(finding.status());
  }

  /// True where the evaluation says something else than it did when the person decided.
  public boolean isOutdated() {
    return decision.map(made -> made.evaluated() != finding.status()).orElse(false);
  }

  /// True where a duty is not owed and nobody signed for that.
  public boolean isUnsigned() {
    return finding.status() == DutyFinding.Status.NOT_OWED && (decision.isEmpty() || isOutdated());
  }

  /// True while it is owed or unclear and was not met.
  public boolean isRunning() {
    return effective() != DutyFinding.Status.NOT_OWED && finding.metAt().isEmpty();
  }

  /// The due time, else the earliest safe one; empty where the law has no number.
  public Optional<ZonedDateTime> dueAt() {
    return finding.deadline().dueAt().or(() -> finding.deadline().earliestSafeDueAt());
  }

  /// The first time that something about it is due and was not done, later steps included.
  public Optional<Instant> nextDueAt() {
    if (effective() == DutyFinding.Status.NOT_OWED) {
      return Optional.empty();
    }
    Optional<Instant> own = isRunning() ? dueAt().map(ZonedDateTime::toInstant) : Optional.empty();
    return Stream.concat(
            own.stream(),
            finding.progress().steps().stream()
                .filter(step -> step.metAt().isEmpty())
                .flatMap(step -> step.dueAt().map(ZonedDateTime::toInstant).stream()))
        .min(Comparator.naturalOrder());
  }

  /// What is to be done about it.
  ///
  /// @param now what counts as soon is counted from here
  public DutyGroup group(Instant now) {
    if (effective() == DutyFinding.Status.NOT_OWED) {
      return DutyGroup.NOT_OWED;
    }
    Optional<Instant> next = nextDueAt();
    if (finding.metAt().isPresent() && next.isEmpty()) {
      return DutyGroup.MET;
    }
    if (effective() == DutyFinding.Status.UNCLEAR) {
      return DutyGroup.DECISION_NEEDED;
    }
    return next.filter(due -> due.isAfter(now.plus(DutyGroup.SOON))).isPresent()
        ? DutyGroup.OWED_LATER
        : DutyGroup.OWED_NOW;
  }
}
