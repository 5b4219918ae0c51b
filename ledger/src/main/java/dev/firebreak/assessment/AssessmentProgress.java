package dev.firebreak.assessment;

/// Is told how far an assessment is. Called often, from one thread at a time.
@FunctionalInterface
public interface AssessmentProgress {
  /// Tells nobody.
  AssessmentProgress NONE = (_, _, _) -> {};

  /// @param stage being done
  /// @param share done of it, 0 to 1: by bytes while reading, by statements afterwards
  /// @param rows of the data set read so far
  void at(AssessmentStage stage, double share, long rows);
}
