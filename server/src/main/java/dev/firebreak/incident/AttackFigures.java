package dev.firebreak.incident;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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
/// @param compared false where the data has no value of any field that the attacker knows, so that
///   nothing was tried; false too in findings made before this was looked at
/// @param lowered what would lower it, with the number that remains; empty where nothing was tried
public record AttackFigures(
    String name,
    String knowledge,
    boolean publicKnowledge,
    long targets,
    long reidentified,
    long wrong,
    long ambiguous,
    boolean compared,
    Optional<Lowered> lowered) {

  /// A change and the number of people whom the attacker still finds after it.
  public record Lowered(String by, long reidentified) {}

  /// True where there was somebody to look for and something to look by.
  public boolean tried() {
    return compared && targets > 0;
  }

  public double share() {
    return targets == 0 ? 0 : (double) reidentified / targets;
  }

  /// The share of targets whom the best attacker with public or leaked knowledge names; empty where
  /// no such attacker had anybody to look for and a field in common with the data to look by, which
  /// is not the same as finding nobody.
  public static OptionalDouble bestPublicShare(List<AttackFigures> attacks) {
    return attacks.stream()
        .filter(attack -> attack.publicKnowledge() && attack.tried())
        .mapToDouble(attack -> Math.min(1, attack.share()))
        .max();
  }
}
