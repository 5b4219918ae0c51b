package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.policy.Policy;
import dev.firebreak.taxonomy.Masks;
import java.util.List;
import java.util.Optional;

/// Counts what another policy would have left of people as they go by. Confined to one thread.
final class PolicyTrial {
  private final Policy policy;
  private final PolicyEffect effect;
  private final FormsTally was = new FormsTally();
  private final FormsTally left = new FormsTally();

  PolicyTrial(Policy policy) {
    this.policy = policy;
    effect = new PolicyEffect(policy);
  }

  /// @param person what a vendor has of one person
  void add(Masks person) {
    was.add(new Masks(person.clear(), person.generalized(), person.tokenized(), 0));
    left.add(effect.treat(person.clear(), person.generalized(), person.tokenized()));
  }

  boolean isEmpty() {
    return was.people() == 0;
  }

  /// What came of it.
  ///
  /// @param figures how the people can be told apart as it is; empty where nobody measured it
  Drill.OtherPolicy outcome(Optional<Assessment.RiskFigures> figures) {
    return new Drill.OtherPolicy(
        policy.version(),
        new Drill.Forms(was.exposures(), was.shareDirect()),
        new Drill.Forms(left.exposures(), left.shareDirect()),
        figures.map(measured -> Counterfactuals.severity(left, left.people(), measured, effect)),
        List.copyOf(Counterfactuals.BOUNDS));
  }
}
