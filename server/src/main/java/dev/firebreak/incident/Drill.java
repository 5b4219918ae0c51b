package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Residences;
import dev.firebreak.duty.RiskReading;
import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.risk.ClassFigures;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What would be so if a vendor were breached now. Counts, kinds and clocks; nobody's values.
///
/// @param vendor the vendor
/// @param at when it was asked: the moment at which the vendor is taken to tell us
/// @param knownSince since when the ledger knows the vendor; empty where it does not
/// @param people whose data the vendor has, in which categories and form, as the ledger knows it
/// @param residences where they live: those whom the ledger knows, or those of an export that shows
///   more
/// @param measured what needs values; empty where there was nothing to measure
/// @param duties every duty of the catalogue
/// @param trend how many people it was in the last weeks, as the ledger knows it
/// @param otherPolicy what another policy would have changed; empty where none was given
public record Drill(
    VendorId vendor,
    Instant at,
    Optional<Instant> knownSince,
    PeopleSummary people,
    Residences residences,
    Optional<Measured> measured,
    List<DutyFinding> duties,
    DrillTrend trend,
    Optional<OtherPolicy> otherPolicy) {
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

  /// How the people of a vendor count by category and form.
  ///
  /// @param categories people by category and form; the number of different values is 0
  /// @param shareDirect share of people with a direct identifier in clear
  public record Forms(
      Map<DataCategory, Assessment.CategoryExposure> categories, double shareDirect) {
    public Forms {
      categories = Collections.unmodifiableMap(new TreeMap<>(categories));
    }
  }

  /// What another policy would have left of the same people.
  ///
  /// @param was what the vendor has
  /// @param left what it would have
  /// @param severity of what it would have; empty where nothing was measured
  /// @param bounds what this does not know, in sentences
  public record OtherPolicy(
      String policyVersion,
      Forms was,
      Forms left,
      Optional<EnisaSeverity> severity,
      List<String> bounds) {
    public OtherPolicy {
      bounds = List.copyOf(bounds);
    }
  }

  /// True where an export shows more people than the ledger knows.
  public boolean exportShowsMore() {
    return measured
        .filter(each -> each.source().basis() == Basis.EXPORT)
        .filter(each -> each.people().total() > people.total())
        .isPresent();
  }

  /// How many people: as the ledger knows it, or as an export shows where it shows more; of a
  /// vendor that the ledger does not know as the data show that were measured.
  public long peopleTotal() {
    return larger(people.total(), measured.map(each -> each.people().total()).orElse(0L));
  }

  /// How many of them have a direct identifier in clear there, in the same way.
  public long inClear() {
    return larger(
        trend.points().isEmpty() ? 0 : trend.points().getLast().inClear(),
        measured
            .map(each -> Math.round(each.people().shareDirect() * each.people().total()))
            .orElse(0L));
  }

  /// The journal shows part of what the ledger knows, an export may show more.
  private long larger(long ofLedger, long ofMeasured) {
    boolean export = measured.map(each -> each.source().basis() == Basis.EXPORT).orElse(false);
    return export || people.total() == 0 ? Math.max(ofLedger, ofMeasured) : ofLedger;
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

    /// The shares of people by the size of their equivalence class, of all 1; empty where nobody
    /// counted classes.
    public Map<String, Double> sharesByClassSize() {
      Map<String, Double> shares = new LinkedHashMap<>();
      if (risk.detail().isEmpty() || risk.quasiIdentifiers().isEmpty()) {
        return shares;
      }
      ClassFigures all = risk.detail().get().all();
      double below4 = all.above().thirtyThreePercent();
      double below12 = all.above().ninePercent();
      double below20 = all.above().fivePercent();
      shares.put("1", all.shareUnique());
      shares.put("2-3", below4 - all.shareUnique());
      shares.put("4-11", below12 - below4);
      shares.put("12-19", below20 - below12);
      shares.put("20+", 1 - below20);
      return shares;
    }

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
