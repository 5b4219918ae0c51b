package dev.firebreak.assessment;

/// The stages of an assessment, in their order.
public enum AssessmentStage {
  /// Originals, or converted rows of an earlier version, are read and understood.
  READ("reading", 66),
  /// The accounts directory is loaded.
  ACCOUNTS("accounts directory", 5),
  /// Values explained fields: all rows are understood again.
  UNDERSTAND("understanding again", 0),
  /// Identifiers are joined to people.
  PEOPLE("people in the data", 7),
  /// Accounts of the people are found.
  MATCH("their accounts", 4),
  /// What the data shows of each, and of organisations.
  EXPOSURE("what is shown of each", 6),
  /// Equivalence classes are counted.
  RISK("risk", 6),
  /// Attackers are tried.
  ATTACKS("attackers", 3),
  /// Results and originals are sealed.
  SEAL("sealing", 3);

  private static final double WEIGHTS = 100;

  private final String words;
  private final int weight;

  AssessmentStage(String words, int weight) {
    this.words = words;
    this.weight = weight;
  }

  /// As people read it.
  public String words() {
    return words;
  }

  /// The share of all work that is done, 0 to 1, as far as other data sets tell: what a stage takes
  /// depends on the data.
  ///
  /// @param share done of this stage, 0 to 1
  public double ofAll(double share) {
    double before = 0;
    for (AssessmentStage stage : values()) {
      if (stage.ordinal() < ordinal()) {
        before += stage.weight;
      }
    }
    return (before + weight * Math.clamp(share, 0, 1)) / WEIGHTS;
  }
}
