package dev.firebreak.assessment;

import java.util.function.BiConsumer;

/// How an assessment is conducted, whatever its data: who is told how far it is, who may end it,
/// and where finished stages are kept.
public record Conduct(
    AssessmentProgress progress, Cancellation cancellation, Checkpoints checkpoints) {

  /// Without progress, end or checkpoints.
  public static Conduct plain() {
    return new Conduct(AssessmentProgress.NONE, new Cancellation(), Checkpoints.NONE);
  }

  /// @param told the stage in words and the rows so far
  public static Conduct telling(BiConsumer<String, Long> told) {
    return plain().with((stage, _, rows) -> told.accept(stage.words(), rows));
  }

  public Conduct with(AssessmentProgress other) {
    return new Conduct(other, cancellation, checkpoints);
  }

  public Conduct with(Cancellation other) {
    return new Conduct(progress, other, checkpoints);
  }

  public Conduct with(Checkpoints other) {
    return new Conduct(progress, cancellation, other);
  }
}
