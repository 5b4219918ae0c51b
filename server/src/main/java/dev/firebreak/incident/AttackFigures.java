package dev.firebreak.incident;

import java.util.Optional;

/// What one attacker with outside knowledge made of a data set.
///
/// @param name as `profile`, `threeActions`, `olderLeak`
/// @param knowledge what the attacker knows beforehand, in words
/// @param publicKnowledge true where the attacker starts from public or leaked knowledge, which
///   counts for the ease of identification; false where the attacker must have watched the person
/// @param targets how many people were looked for
/// @param reidentified how many were found rightly
/// @param wrong how many were taken for somebody else
/// @param ambiguous how many fitted several people
/// @param lowered what would lower it, with the number that remains; empty where nothing was tried
public record AttackFigures(
    String name,
    String knowledge,
    boolean publicKnowledge,
    long targets,
    long reidentified,
    long wrong,
    long ambiguous,
    Optional<Lowered> lowered) {

  /// A change and the number of people whom the attacker still finds after it.
  public record Lowered(String by, long reidentified) {}

  public double share() {
    return targets == 0 ? 0 : (double) reidentified / targets;
  }
}
