package dev.firebreak.incident;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// What a person stated about an incident and signed. The latest of a name counts; the earlier ones
/// stay.
///
/// @param kind what sort of statement
/// @param name of the flag, or key of the question
/// @param holds true for a flag that is raised and for the answer yes
/// @param until last day of a flag; empty where it is open
/// @param grounds why
/// @param signedBy the operator
/// @param signedAt when
public record IncidentStatement(
    Kind kind,
    String name,
    boolean holds,
    Optional<LocalDate> until,
    Grounds grounds,
    String signedBy,
    Instant signedAt) {
  /// What sort of statement it is.
  public enum Kind {
    /// Shown beside the due times and never applied to them.
    FLAG,
    /// An answer to a question of the duty catalogue.
    ANSWER
  }

  /// Why a person states it.
  ///
  /// @param reason in the person's words
  /// @param attachment name of the document that shows it; empty without one
  /// @param sha256 of that document, 64 hex digits; empty without one
  public record Grounds(String reason, Optional<String> attachment, Optional<String> sha256) {
    /// Grounds without a document.
    public static Grounds of(String reason) {
      return new Grounds(reason, Optional.empty(), Optional.empty());
    }
  }
}
