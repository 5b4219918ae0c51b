package dev.firebreak.incident;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.duty.Residences;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All that is known about an incident at one moment. The report as HTML, PDF and JSON, the
/// decision record and the list of people come from one such object; what prints them computes no
/// figure of its own. Counts, kinds and digests, nobody's values. Immutable.
///
/// @param heading whose report it is, and of when
/// @param recorded the incident with what people recorded
/// @param provisional the list from the ledger; empty where none was made
/// @param findings the latest findings; empty before any file was read
/// @param duties what is owed, as evaluated and as decided
/// @param evidence what it all rests on
public record IncidentResult(
    Heading heading,
    Recorded recorded,
    Optional<ProvisionalList> provisional,
    Optional<Findings> findings,
    DutiesView duties,
    Evidence evidence) {
  private static final Set<String> EXPLAINED_WHEN_LATE =
      Set.of("eu-gdpr-33-authority", "uk-gdpr-33-authority");

  /// Whose report it is.
  ///
  /// @param company who reports
  /// @param vendor the vendor's name, as people know it
  /// @param madeAt when it was made
  /// @param auditHead where the audit log ended then, `NUMBER:HASH`: a copy of the report kept
  ///   elsewhere later shows a log that was cut or written anew
  /// @param handedOut the number of the phase and to whom; empty for a draft
  public record Heading(
      FirebreakConfig.Company company,
      String vendor,
      Instant madeAt,
      String auditHead,
      Optional<HandedOut> handedOut) {}

  /// A phase that is being handed out.
  ///
  /// @param phase from 1
  /// @param to whom
  public record HandedOut(int phase, String to) {}

  /// What people recorded.
  ///
  /// @param stated what counts of it, beside flags and answers
  public record Recorded(
      Incident incident,
      List<RecordedMoment> history,
      Map<Moment, RecordedMoment> moments,
      List<ManualFinding> manual,
      List<IncidentStatement> stated,
      List<DutyDecision> decisions) {
    public Recorded {
      history = List.copyOf(history);
      moments = Map.copyOf(moments);
      manual = List.copyOf(manual);
      stated = List.copyOf(stated);
      decisions = List.copyOf(decisions);
    }
  }

  /// What it rests on, and what was done.
  ///
  /// @param custody every file that was handed over
  /// @param rejected why rows could not be read, the reason with the most rows first
  /// @param measures what was done, in the order of time
  /// @param told the notices that went out
  /// @param phases the reports handed out before
  /// @param changes what differs from the last of them; empty where there is none
  public record Evidence(
      List<CustodyEntry> custody,
      List<RejectedReason> rejected,
      List<Measure> measures,
      Told told,
      List<ReportPhase> phases,
      Optional<PhaseChanges> changes) {
    public Evidence {
      custody = List.copyOf(custody);
      rejected = List.copyOf(rejected);
      measures = List.copyOf(measures);
      phases = List.copyOf(phases);
    }
  }

  IncidentResult with(PhaseChanges changes) {
    return new IncidentResult(
        heading,
        recorded,
        provisional,
        findings,
        duties,
        new Evidence(
            evidence.custody(),
            evidence.rejected(),
            evidence.measures(),
            evidence.told(),
            evidence.phases(),
            Optional.of(changes)));
  }

  public Incident incident() {
    return recorded.incident();
  }

  /// The version of findings that the list of people belongs to; 0 before any file.
  public int version() {
    return findings.map(Findings::version).orElse(0);
  }

  /// The first page.
  public ExecutivePage executive() {
    return ExecutivePage.of(this);
  }

  public Timeline timeline() {
    return Timeline.of(recorded, evidence.custody());
  }

  /// What is known about who was told, in sentences; empty where nothing is.
  public List<String> told() {
    List<String> words =
        evidence.told().words(findings.map(found -> found.people().found()).orElse(0L));
    RecordedMoment moment = recorded.moments().get(Moment.PEOPLE_TOLD);
    return words.isEmpty() && moment != null
        ? List.of(Timeline.sentence(moment) + " " + ReportWords.time(moment.at()) + ".")
        : words;
  }

  /// What persons stated of a kind and counts.
  public List<IncidentStatement> stated(IncidentStatement.Kind kind) {
    return recorded.stated().stream().filter(one -> one.kind() == kind).toList();
  }

  /// Notifications to authorities that are late, and nobody stated why (GDPR Art. 33(1)).
  public List<DutyStanding> lateWithoutReasons() {
    List<String> explained =
        stated(IncidentStatement.Kind.DELAY).stream().map(IncidentStatement::name).toList();
    return duties.in(DutyFinding.Status.OWED).stream()
        .filter(standing -> EXPLAINED_WHEN_LATE.contains(standing.finding().duty().id()))
        .filter(standing -> !explained.contains(standing.finding().duty().id()))
        .filter(standing ->
            standing.finding().metAt().isPresent()
                ? standing.finding().metBefore().filter(Duration::isNegative).isPresent()
                : standing
                    .dueAt()
                    .filter(due -> due.toInstant().isBefore(heading.madeAt()))
                    .isPresent())
        .toList();
  }

  /// Where the people live: those of the findings, else those of the provisional list.
  public ReportPlaces places() {
    Optional<Residences> residences =
        findings
            .map(found -> found.people().residences())
            .or(() -> provisional.map(ProvisionalList::residences));
    return residences.map(ReportPlaces::of).orElse(ReportPlaces.NONE);
  }

  /// Categories in the data in a coarser form or as tokens only, and in clear about nobody.
  public long coarserOnly() {
    return findings
        .map(found -> (found.generalized() | found.tokenized()) & ~found.clear())
        .orElse(0L);
  }

  /// What the exposed kinds of data make possible, in sentences.
  public List<String> consequences() {
    long clear = findings.map(Findings::clear).orElse(0L);
    List<String> sentences = new ArrayList<>();
    if (has(clear, DataCategory.EMAIL, DataCategory.PHONE)) {
      sentences.add(
          "Messages that pretend to come from us or from the vendor, made credible by what the data"
              + " says about the person.");
    }
    if (has(clear, DataCategory.PASSWORD, DataCategory.CREDENTIALS)) {
      sentences.add("Accounts can be opened with what was taken, here and elsewhere.");
    }
    if (has(clear, DataCategory.CREDIT_CARD, DataCategory.BANK_ACCOUNT)) {
      sentences.add("Money can be taken with the payment data.");
    }
    if (has(clear, DataCategory.CITY) && has(clear, DataCategory.NAME)) {
      sentences.add("People can be linked with where they live and what they did.");
    }
    if (findings.isEmpty()) {
      sentences.add("Unknown until the data set is read.");
    } else if (sentences.isEmpty()) {
      sentences.add(
          "The data names nobody by itself. Whoever holds further knowledge about a person may"
              + " recognize that person's entry; the measured numbers are below.");
    }
    return List.copyOf(sentences);
  }

  private static boolean has(long mask, DataCategory... categories) {
    for (DataCategory category : categories) {
      if ((mask & category.mask()) != 0) {
        return true;
      }
    }
    return false;
  }

  /// What is not known yet (GDPR Art. 33(4)), in sentences: what would change this report. What is
  /// merely still to be done is no unknown; it stands among the duties.
  public List<String> unknown() {
    return Unknowns.of(this);
  }

  /// What the thief can write, to invented people; empty before any file was read, and where the
  /// data helps nobody to write.
  public List<Lure.Side> lures() {
    return findings
        .map(found ->
            new IncidentLure(heading.company(), found.risk().phishing()).sides(Optional.empty()))
        .orElse(List.of())
        .stream()
        .filter(side -> !side.lure().used().isEmpty())
        .toList();
  }
}
