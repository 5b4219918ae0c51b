package dev.firebreak.access;

import java.util.Locale;
import java.util.Optional;

/// What a token may be used for. None includes another, and each is worth nothing beyond the role
/// of the token's operator, which counts when the token is used.
public enum Scope {
  /// States, counts, dates and texts in which nobody is identified.
  READ(Role.VIEWER),

  /// What is about persons: look-ups, receipts, lists of people.
  READ_PEOPLE(Role.RESPONDER),

  /// What an incident or a review needs from a responder.
  RESPOND(Role.RESPONDER),

  /// What a privacy officer decides: duties, sending, erasure, keys.
  DECIDE(Role.PRIVACY_OFFICER),

  /// Operators, tokens and policies in force.
  ADMINISTER(Role.ADMIN);

  private final Role role;

  Scope(Role role) {
    this.role = role;
  }

  /// The role without which the scope is worth nothing.
  public Role role() {
    return role;
  }

  /// As it is written, such as `read-people`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The scope that is written so; empty for none.
  public static Optional<Scope> ofWord(String word) {
    for (Scope scope : values()) {
      if (scope.word().equals(word)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }
}
