package dev.firebreak.incident;

import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyFinding;
import java.time.Instant;

/// What a person decided about a duty. The latest decision counts; the earlier ones stay.
///
/// @param duty the duty's id
/// @param decision what the person decided
/// @param evaluated what the evaluation had said at that time
/// @param grounds why
/// @param under the catalogue at that time
public record DutyDecision(
    String duty,
    DutyFinding.Status decision,
    DutyFinding.Status evaluated,
    Grounds grounds,
    Under under,
    String decidedBy,
    Instant decidedAt) {

  /// Why a person decided so.
  ///
  /// @param reason in the person's words
  /// @param missing the element that the duty lacks, where it is decided not to be owed; else empty
  public record Grounds(String reason, String missing) {}

  /// A version of the duty catalogue.
  ///
  /// @param version its own; empty for decisions from before catalogues had one
  /// @param sha256 of its file
  /// @param holidays the holiday calendars that business days were counted with
  public record Under(String version, String sha256, DutyCatalogue.Holidays holidays) {
    static Under of(DutyCatalogue.Edition edition) {
      return new Under(edition.version(), edition.sha256(), edition.holidays());
    }
  }

  /// Why, in the person's words.
  public String reason() {
    return grounds.reason();
  }
}
