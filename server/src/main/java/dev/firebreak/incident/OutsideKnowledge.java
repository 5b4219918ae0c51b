package dev.firebreak.incident;

import java.nio.file.Path;
import java.util.Optional;

/// What attackers know beforehand, each as a CSV file; docs/reference/assessment.md has the
/// columns.
///
/// @param profile public profiles: name, employer, city
/// @param actions three known actions of each target with their times
/// @param olderLeak an older leak with e-mail addresses
public record OutsideKnowledge(
    Optional<Path> profile, Optional<Path> actions, Optional<Path> olderLeak) {
  /// No attacker is tried.
  public static final OutsideKnowledge NONE =
      new OutsideKnowledge(Optional.empty(), Optional.empty(), Optional.empty());
}
