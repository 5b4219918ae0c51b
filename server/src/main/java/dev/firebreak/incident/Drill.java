package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Residences;
import dev.firebreak.duty.RiskReading;
import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What would be so if a vendor were breached now. Counts, kinds and clocks; nobody's values.
///
/// @param vendor the vendor
/// @param at when it was asked: the moment at which the vendor is taken to tell us
/// @param knownSince since when the ledger knows the vendor; empty where it does not
/// @param people whose data the vendor has, in which categories and form, as the ledger knows it
/// @param residences where they live
/// @param measured what needs values; empty where there was nothing to measure
/// @param duties every duty of the catalogue
public record Drill(
    VendorId vendor,
    Instant at,
    Optional<Instant> knownSince,
    PeopleSummary people,
    Residences residences,
    Optional<Measured> measured,
    List<DutyFinding> duties) {
  public Drill {
    duties = List.copyOf(duties);
  }

  /// Where the values come from.
  public enum Basis {
    /// An export of the vendor's data.
    EXPORT,
    /// The treated messages that the journal still holds and the vendor has.
    JOURNAL
  }

  /// What was measured on values.
  ///
  /// @param source where they come from
  /// @param forms which categories they hold, by form
  /// @param people how many people are in them, and how many with a direct identifier in clear
  /// @param risk equivalence classes
  /// @param severity by ENISA, with its factors
  /// @param reading the same as the levels of GDPR Art. 33 and 34
  /// @param unexplainedFields fields that nobody could give a category
  public record Measured(
      Source source,
      Masks forms,
      Findings.People people,
      Assessment.RiskFigures risk,
      EnisaSeverity severity,
      RiskReading reading,
      int unexplainedFields) {

    /// The lowest share of people that the data identifies: those with a direct identifier in
    /// clear.
    public double shareIdentifiableLow() {
      return people.shareDirect();
    }

    /// The highest: those, and everybody who is alone in an equivalence class and could be named by
    /// whoever knows the person; everybody where identifying fields were not measured.
    public double shareIdentifiableHigh() {
      return Math.min(1, people.shareDirect() + risk.unique().orElse(1));
    }
  }

  /// What was read.
  ///
  /// @param basis where it comes from
  /// @param rowsRead rows understood plus rows rejected
  /// @param rowsRejected rows that could not be read
  /// @param missing disclosed messages that the journal no longer holds, or that were beyond the
  ///   limit of one drill; 0 for an export
  public record Source(Basis basis, long rowsRead, long rowsRejected, long missing) {}
}
