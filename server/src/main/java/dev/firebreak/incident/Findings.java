package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.EmailRules;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.assessment.ReconciliationFigures;
import dev.firebreak.assessment.TraceUnicity;
import dev.firebreak.duty.Residences;
import dev.firebreak.duty.RiskReading;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.risk.PhishingRisk;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One version of what is known about an incident's data set: counts, kinds and grades, nobody's
/// values. A later file makes a new version; versions never change.
///
/// @param version from 1
/// @param madeAt when
/// @param data what was read
/// @param people how many are in it
/// @param categories what was exposed, by form
/// @param absences what was not, by grade
/// @param risk how bad it is
/// @param crosscheck what was held against it
public record Findings(
    int version,
    Instant madeAt,
    DataRead data,
    People people,
    Map<DataCategory, Assessment.CategoryExposure> categories,
    List<AbsenceFinding> absences,
    Risk risk,
    Crosscheck crosscheck) {
  public Findings {
    crosscheck = crosscheck == null ? Crosscheck.NONE : crosscheck;
    Map<DataCategory, Assessment.CategoryExposure> ordered = new EnumMap<>(DataCategory.class);
    ordered.putAll(categories);
    categories = java.util.Collections.unmodifiableMap(ordered);
    absences = List.copyOf(absences);
  }

  /// What was read.
  ///
  /// @param rowsRead rows understood plus rows rejected
  /// @param rejected the first rejected rows with place and reason
  /// @param rejectedByReason how many rows were rejected for which reason
  /// @param originals every file as handed over
  /// @param fields every column or path with its kind
  /// @param span times
  /// @param ledger what the ledger says about the vendor
  /// @param ledgerDoubts why the ledger cannot vouch for this data set; empty where it can
  /// @param mapping which mapping the data was understood by
  public record DataRead(
      List<Assessment.Original> originals,
      long rowsRead,
      long rowsRejected,
      List<Assessment.RejectedRow> rejected,
      Map<String, Long> rejectedByReason,
      List<Assessment.Field> fields,
      EventSpan span,
      LedgerStatement ledger,
      List<String> ledgerDoubts,
      MappingUsed mapping) {
    public DataRead {
      ledgerDoubts = List.copyOf(ledgerDoubts);
      originals = List.copyOf(originals);
      rejected = List.copyOf(rejected);
      // findings made before reasons were counted have none
      rejectedByReason =
          java.util.Collections.unmodifiableMap(
              new TreeMap<>(rejectedByReason == null ? Map.of() : rejectedByReason));
      fields = List.copyOf(fields);
    }
  }

  /// The times of the data and of the work on it.
  ///
  /// @param firstEventMillis earliest event, epoch milliseconds; 0 where none
  /// @param lastEventMillis latest event; 0 where none
  /// @param machineSeconds machine time from the files to the sealed findings
  public record EventSpan(long firstEventMillis, long lastEventMillis, double machineSeconds) {}

  /// How many people are in the data set.
  ///
  /// @param found people of the accounts directory: the affected list
  /// @param ambiguous people who fit several accounts
  /// @param unresolved people without an account
  /// @param shareDirect share of all of them with a direct identifier in clear
  /// @param organizations distinct organizations of those found
  /// @param withoutSecondFactor those found whose account has none
  /// @param residences where they live
  /// @param grounds how they were found
  /// @param cards organisations in the data, beside those of the people found
  public record People(
      long found,
      long ambiguous,
      long unresolved,
      double shareDirect,
      long organizations,
      long withoutSecondFactor,
      Residences residences,
      Grounds grounds,
      Assessment.Organizations cards) {
    public long total() {
      return found + ambiguous + unresolved;
    }
  }

  /// How the people of the accounts directory were found.
  ///
  /// @param emailRules whether addresses that are written differently counted as one mailbox
  /// @param methods how many by each method; who was found by several counts for each
  /// @param joined accounts of people of whom the data has several
  public record Grounds(EmailRules emailRules, Map<String, Long> methods, long joined) {
    public Grounds {
      methods = java.util.Collections.unmodifiableMap(new TreeMap<>(methods));
    }

    /// Those who stand in rows about others only.
    public long onlyMentioned() {
      return methods.getOrDefault("mentioned", 0L);
    }
  }

  /// How bad it is.
  ///
  /// @param figures equivalence classes
  /// @param attacks what attackers with outside knowledge made of the data
  /// @param traces whom a few actions of their own single out; empty where none were drawn
  /// @param severity by ENISA
  /// @param phishing the ranking by phishing risk
  /// @param reading severity and phishing as levels of GDPR Art. 33 and 34
  public record Risk(
      Assessment.RiskFigures figures,
      List<AttackFigures> attacks,
      List<TraceUnicity> traces,
      EnisaSeverity severity,
      Phishing phishing,
      RiskReading reading) {
    public Risk {
      attacks = List.copyOf(attacks);
      traces = List.copyOf(traces);
    }
  }

  /// What the data set was held against.
  ///
  /// @param ledger the comparison with the ledger, in both directions
  /// @param surprises what nobody expected in it, the most urgent first
  /// @param completeness how complete it is
  public record Crosscheck(
      ReconciliationFigures ledger, List<Surprise> surprises, Completeness completeness) {
    /// Nothing was.
    public static final Crosscheck NONE =
        new Crosscheck(ReconciliationFigures.NONE, List.of(), Completeness.UNKNOWN);

    public Crosscheck {
      surprises = surprises == null ? List.of() : List.copyOf(surprises);
      completeness = completeness == null ? Completeness.UNKNOWN : completeness;
    }
  }

  /// How many people are in which band of phishing risk.
  ///
  /// @param bands how many people by band
  /// @param topScore the highest score
  /// @param median the person in the middle of the ranking
  /// @param worst the person at its top
  public record Phishing(
      Map<PhishingRisk.Band, Long> bands, double topScore, Rank median, Rank worst) {
    public Phishing {
      Map<PhishingRisk.Band, Long> ordered = new EnumMap<>(PhishingRisk.Band.class);
      for (PhishingRisk.Band band : PhishingRisk.Band.values()) {
        ordered.put(band, bands.getOrDefault(band, 0L));
      }
      bands = java.util.Collections.unmodifiableMap(ordered);
    }

    public long in(PhishingRisk.Band band) {
      return bands.getOrDefault(band, 0L);
    }
  }

  /// A place in the ranking by phishing risk, without saying whose.
  ///
  /// @param score of the person there; 0 where there is nobody
  /// @param clear the categories that the data shows of them in clear, as mask
  public record Rank(double score, long clear) {
    /// Nobody.
    public static final Rank NONE = new Rank(0, 0);
  }

  /// Categories that stand in the data as they are, as mask.
  public long clear() {
    return mask(exposure -> exposure.peopleClear() > 0);
  }

  public long generalized() {
    return mask(exposure -> exposure.peopleGeneralized() > 0);
  }

  public long tokenized() {
    return mask(exposure -> exposure.peopleTokenized() > 0);
  }

  /// The phishing risk of a person of this version, for ranking who is written to first.
  public PhishingRisk phishingRisk(PersonExposure person) {
    return PeopleTally.phishingRisk(person, data.span().lastEventMillis());
  }

  /// Absences that a notice may state as "was not exposed".
  public List<DataCategory> notExposed() {
    return absences.stream()
        .filter(AbsenceFinding::mayBeSaidNotExposed)
        .map(AbsenceFinding::category)
        .toList();
  }

  public long absences(AbsenceFinding.Grade grade) {
    return absences.stream().filter(absence -> absence.grade() == grade).count();
  }

  /// Fields that the vendor added by itself, such as places from the addresses of connections:
  /// nobody sent them, and the people concerned may not know of them.
  public List<Assessment.Field> addedByVendor() {
    return data.fields().stream().filter(field -> field.meaning().addedByVendor()).toList();
  }

  /// Fields of unknown kind whose values differ so much that they could be about persons: more than
  /// 20 different values, or fewer than 1 000 values in all.
  public long unexplainedFields() {
    return unexplained(data.fields());
  }

  static int unexplained(List<Assessment.Field> fields) {
    return (int)
        fields.stream()
            .filter(field -> field.category().isEmpty() && field.values() > 0)
            .filter(field -> field.distinct() > 20 || field.values() < 1_000)
            .count();
  }

  /// Categories that the ledger says were sent and the file does not have: a partial export, or a
  /// shorter retention.
  public List<DataCategory> sentButNotInFile() {
    long inFile = clear() | generalized() | tokenized();
    return DataCategory.ofMask(data.ledger().disclosed().disclosed() & ~inFile);
  }

  /// Categories that the file has and the ledger never saw: enriched by the vendor, sent past
  /// Firebreak, or another company's. Empty where the ledger does not know the vendor, or forgot
  /// people whom it may have sent them of.
  public List<DataCategory> inFileButNeverSent() {
    if (data.ledger().knowsSince().isEmpty() || data.ledger().erased().isPresent()) {
      return List.of();
    }
    long inFile = clear() | generalized() | tokenized();
    return DataCategory.ofMask(inFile & ~data.ledger().disclosed().disclosed());
  }

  private long mask(java.util.function.Predicate<Assessment.CategoryExposure> test) {
    return categories.entrySet().stream()
        .filter(entry -> test.test(entry.getValue()))
        .mapToLong(entry -> entry.getKey().mask())
        .reduce(0, (a, b) -> a | b);
  }
}
