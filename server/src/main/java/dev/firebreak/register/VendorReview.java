package dev.firebreak.register;

import dev.firebreak.standard.VendorFacts;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// One review of one vendor: from its start to the signature that closes it.
///
/// @param id the vendor's name, `-r`, and a number
/// @param questionSet version of the questions that it was begun with
/// @param because why: an incident's id, or words
/// @param dueOn the day by which it is to be closed
/// @param closing empty while it is open
public record VendorReview(
    String id,
    VendorId vendor,
    int questionSet,
    String because,
    Signature started,
    LocalDate dueOn,
    Optional<Closing> closing) {

  /// Who did something, and when.
  public record Signature(String operator, Instant at) {}

  /// How it ended.
  public record Closing(Conclusion conclusion, String note, Signature signature) {}

  /// What the company concluded.
  public enum Conclusion {
    ACCEPTED,
    /// Accepted, with corrective actions that have due dates.
    ACCEPTED_WITH_ACTIONS,
    /// The vendor may not have the data any more.
    REFUSED;

    /// As commands and the database name it: `accepted-with-actions`.
    public String label() {
      return Labels.of(this);
    }

    /// The conclusion that a label names.
    public static Optional<Conclusion> ofLabel(String label) {
      return Labels.find(Conclusion.class, label);
    }
  }

  /// Where it stands on a day: `done`, `open` or `overdue`.
  public String statusOn(LocalDate today) {
    if (closing.isPresent()) {
      return "done";
    }
    return today.isAfter(dueOn) ? "overdue" : "open";
  }

  /// An answer to a question; the latest counts.
  public record Answer(String question, Word word, String note, Signature signature) {
    /// What can be answered.
    public enum Word {
      YES,
      PARTLY,
      NO,
      NOT_APPLICABLE,
      UNKNOWN;

      /// As files and the database name it: `not-applicable`.
      public String label() {
        return Labels.of(this);
      }

      /// The word that a label names.
      public static Optional<Word> ofLabel(String label) {
        return Labels.find(Word.class, label);
      }
    }
  }

  /// A document that a vendor showed, sealed byte for byte.
  ///
  /// @param number counts up from 1 in the review
  /// @param kind as `certificate`
  /// @param name of the file, as it was handed over
  /// @param sha256 of its bytes, 64 hex digits in lower case
  public record Evidence(
      int number,
      String kind,
      String name,
      String sha256,
      long bytes,
      Optional<LocalDate> expiresOn,
      Signature signature) {
    VendorFacts.Evidence fact() {
      return new VendorFacts.Evidence(kind, expiresOn);
    }
  }

  /// Something that is not as it should be.
  ///
  /// @param number counts up from 1 in the review
  /// @param question that it is about; empty where it is about none
  public record Finding(
      int number, Severity severity, String text, Optional<String> question, Signature signature) {
    /// How bad.
    public enum Severity {
      LOW,
      MEDIUM,
      HIGH;

      /// As commands and the database name it.
      public String label() {
        return Labels.of(this);
      }
    }
  }

  /// What is to be done about a finding.
  ///
  /// @param number counts up from 1 in the review
  /// @param finding its number
  /// @param owner who sees to it: a team or a mailbox
  /// @param done empty while it is open
  public record Action(
      int number,
      int finding,
      String text,
      String owner,
      LocalDate dueOn,
      Signature signature,
      Optional<Done> done) {
    /// Where it stands on a day: `done`, `open` or `overdue`.
    public String statusOn(LocalDate today) {
      if (done.isPresent()) {
        return "done";
      }
      return today.isAfter(dueOn) ? "overdue" : "open";
    }
  }

  /// That something was done.
  public record Done(String note, Signature signature) {}
}
