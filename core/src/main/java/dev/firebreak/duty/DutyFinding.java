package dev.firebreak.duty;

import java.util.List;

/// What the evaluation says about one duty. A person decides; this is what the person decides on.
///
/// @param duty the catalogue's entry
/// @param status owed, not owed, or unclear; while unclear, the clock runs
/// @param reasons every element with what was found, in the order of the law
/// @param missing for `NOT_OWED` the elements that do not hold, for `UNCLEAR` those nobody knows;
///   empty for `OWED`
/// @param deadline until when
public record DutyFinding(
    Duty duty, Status status, List<String> reasons, List<String> missing, Deadline deadline) {
  public DutyFinding {
    reasons = List.copyOf(reasons);
    missing = List.copyOf(missing);
  }

  /// Whether a duty exists.
  public enum Status {
    OWED,
    NOT_OWED,
    UNCLEAR
  }
}
