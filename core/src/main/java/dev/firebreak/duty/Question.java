package dev.firebreak.duty;

import java.util.Optional;

/// A question that duties hang on and no data answers.
///
/// @param key as `telecom-provider`
/// @param asks the question
/// @param of who answers it
/// @param otherwise the answer where nobody gave one; empty where the duty is then unclear
public record Question(String key, String asks, Of of, Optional<Boolean> otherwise) {
  /// Who answers a question.
  public enum Of {
    /// The company, once, under `company.statements` of its settings.
    COMPANY,
    /// A person, for one incident.
    INCIDENT
  }
}
