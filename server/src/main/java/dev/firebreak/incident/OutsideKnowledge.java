package dev.firebreak.incident;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What attackers know beforehand, and which planted records the company looks for;
/// docs/reference/assessment.md has the columns of the CSV files.
///
/// @param profile public profiles: name, employer, city
/// @param actions three known actions of each target with their times
/// @param olderLeak an older leak with e-mail addresses
/// @param fields any known fields of each target, a file an attacker
/// @param ownActions the most actions of people that are drawn from the data itself; 0 draws none
/// @param canaries planted records that the vendor was sent; not an attacker's
public record OutsideKnowledge(
    Optional<Path> profile,
    Optional<Path> actions,
    Optional<Path> olderLeak,
    List<Path> fields,
    int ownActions,
    Optional<Path> canaries) {
  /// How many drawn actions an assessment tries: four singled out 95 % of people in the paper that
  /// named the measure.
  public static final int OWN_ACTIONS_DEFAULT = 4;

  /// No attacker is tried.
  public static final OutsideKnowledge NONE =
      new OutsideKnowledge(
          Optional.empty(), Optional.empty(), Optional.empty(), List.of(), 0, Optional.empty());

  public OutsideKnowledge {
    fields = List.copyOf(fields);
  }

  /// The attackers of three files, and drawn actions.
  public OutsideKnowledge(
      Optional<Path> profile, Optional<Path> actions, Optional<Path> olderLeak) {
    this(profile, actions, olderLeak, List.of(), OWN_ACTIONS_DEFAULT);
  }

  /// Without planted records.
  public OutsideKnowledge(
      Optional<Path> profile,
      Optional<Path> actions,
      Optional<Path> olderLeak,
      List<Path> fields,
      int ownActions) {
    this(profile, actions, olderLeak, fields, ownActions, Optional.empty());
  }

  /// This, and of another what is not given here.
  OutsideKnowledge or(OutsideKnowledge other) {
    return new OutsideKnowledge(
        profile.or(other::profile),
        actions.or(other::actions),
        olderLeak.or(other::olderLeak),
        fields.isEmpty() ? other.fields : fields,
        Math.max(ownActions, other.ownActions),
        canaries.or(other::canaries));
  }
}
