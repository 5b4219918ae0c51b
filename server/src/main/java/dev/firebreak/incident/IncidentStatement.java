package dev.firebreak.incident;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/// What a person stated about an incident and signed. The latest of a name counts; the earlier ones
/// stay.
///
/// @param kind what sort of statement
/// @param name of the flag, key of the question, or what the kind says
/// @param holds true for a flag that is raised, for the answer yes, and for what is stated
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
    ANSWER,
    /// What was lost: `confidentiality`, `integrity`, `availability` (GDPR Art. 33(3)(a)).
    NATURE,
    /// A category of people who are concerned, as `customers` (GDPR Art. 33(3)(a)).
    PEOPLE,
    /// Why a notification is late; the name is the duty's id (GDPR Art. 33(1)).
    DELAY,
    /// A measure, `taken` or `proposed` (GDPR Art. 33(3)(d)). Each counts; none replaces another.
    MEASURE,
    /// A circumstance of ENISA's severity, as `altered`; counts from the next findings on.
    CIRCUMSTANCE,
    /// A shift of ENISA's kind of data, `-3` to `+3`; counts from the next findings on.
    CONTEXT;

    /// As in commands and documents.
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
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
