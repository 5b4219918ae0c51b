package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.duty.Duty;
import dev.firebreak.duty.DutyCalendar;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyEvaluation;
import dev.firebreak.duty.DutyFacts;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.duty.Question;
import dev.firebreak.duty.Residences;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The duties of an incident: evaluated from its latest findings, else from the provisional list,
/// and decided by people. Thread-safe.
public final class IncidentDuties {
  private final Incidents incidents;
  private final IncidentStatements statements;
  private final Assessments assessments;
  private final DutyEvaluation evaluation;
  private final DutyFacts.Company company;
  private final CatalogueArchive archive;
  private final Clock clock;

  /// @param archive keeps the catalogue that decisions are made under
  /// @param company what the company states about itself
  public IncidentDuties(
      Incidents incidents,
      IncidentStatements statements,
      Assessments assessments,
      DutyCatalogue catalogue,
      DutyFacts.Company company,
      CatalogueArchive archive,
      Clock clock) {
    this.incidents = incidents;
    this.statements = statements;
    this.assessments = assessments;
    this.evaluation = new DutyEvaluation(catalogue, clock);
    this.company = company;
    this.archive = archive;
    this.clock = clock;
  }

  /// The catalogue that duties are evaluated under.
  public DutyCatalogue catalogue() {
    return evaluation.catalogue();
  }

  /// Keeps the catalogue's text, so that what is decided or handed out under it can be shown when
  /// the program has another one.
  void keepCatalogue() {
    archive.keep(catalogue());
  }

  /// Every duty of the catalogue with its status and its clock, as known now.
  public List<DutyFinding> evaluate(String id) {
    return evaluation.evaluate(facts(incidents.get(id)));
  }

  /// Every duty with what people decided about it, in the order of the catalogue.
  public List<DutyStanding> standings(String id) {
    return standings(evaluate(id), incidents.decisions(id));
  }

  /// The duties as people see them.
  public DutiesView view(String id) {
    return new DutiesView(standings(id), catalogue(), statements.flags(id), clock.instant());
  }

  static List<DutyStanding> standings(List<DutyFinding> findings, List<DutyDecision> decisions) {
    Map<String, DutyDecision> latest = new HashMap<>();
    decisions.forEach(decision -> latest.put(decision.duty(), decision));
    return findings.stream()
        .map(finding ->
            new DutyStanding(finding, Optional.ofNullable(latest.get(finding.duty().id()))))
        .toList();
  }

  /// Records a person's decision beside what the evaluation says at this moment.
  ///
  /// @param duty the duty's id
  /// @param decision `OWED` or `NOT_OWED`: a person decides, so not `UNCLEAR`
  /// @throws FirebreakException WRONG_USE also where a duty is decided not to be owed and the
  ///   evaluation has no missing element for that
  public void decide(
      ConfirmedOperator operator,
      String id,
      String duty,
      DutyFinding.Status decision,
      String reason) {
    decide(operator, id, duty, decision, new DutyDecision.Grounds(reason, ""));
  }

  /// As above, with the element that is missing in the person's words.
  ///
  /// @param grounds an empty `missing` takes what the evaluation says
  public void decide(
      ConfirmedOperator operator,
      String id,
      String duty,
      DutyFinding.Status decision,
      DutyDecision.Grounds grounds) {
    Incidents.require(operator, Role.PRIVACY_OFFICER);
    if (decision == DutyFinding.Status.UNCLEAR) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "a decision is owed or not-owed; unclear is what it ends");
    }
    sign(operator, id, duty(id, duty), decision, grounds);
  }

  /// Signs, for every duty that the evaluation calls not owed and nobody signed, that it is not
  /// owed, with the missing element that the evaluation names.
  ///
  /// @return the duties' ids, in the order of the catalogue
  public List<String> signNotOwed(ConfirmedOperator operator, String id, String reason) {
    List<DutyFinding> unsigned =
        standings(id).stream().filter(DutyStanding::isUnsigned).map(DutyStanding::finding).toList();
    for (DutyFinding finding : unsigned) {
      sign(
          operator, id, finding, DutyFinding.Status.NOT_OWED, new DutyDecision.Grounds(reason, ""));
    }
    return unsigned.stream().map(finding -> finding.duty().id()).toList();
  }

  private void sign(
      ConfirmedOperator operator,
      String id,
      DutyFinding evaluated,
      DutyFinding.Status decision,
      DutyDecision.Grounds grounds) {
    String missing = grounds.missing();
    if (decision == DutyFinding.Status.NOT_OWED && missing.isBlank()) {
      if (evaluated.status() != DutyFinding.Status.NOT_OWED) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE,
            "the evaluation names no missing element of "
                + evaluated.duty().id()
                + "; say which one it is");
      }
      missing = String.join("; ", evaluated.missing());
    }
    keepCatalogue();
    incidents.decide(
        operator,
        id,
        evaluated,
        decision,
        new DutyDecision.Grounds(grounds.reason(), missing),
        DutyDecision.Under.of(catalogue().edition()));
  }

  /// Answers a question that the catalogue asks about an incident.
  public void answer(
      ConfirmedOperator operator,
      String id,
      String question,
      boolean yes,
      IncidentStatement.Grounds grounds) {
    List<String> keys =
        catalogue().questions(Question.Of.INCIDENT).stream().map(Question::key).toList();
    if (!keys.contains(question)) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "the questions about an incident are "
              + String.join(", ", keys)
              + "; what the company is stands in its settings under company.statements");
    }
    statements.answer(operator, id, question, yes, grounds);
  }

  /// States what an authority asks for and no data shows; see [IncidentStatement.Kind].
  ///
  /// @param name one of [IncidentStatements#NAMES]; of a delay the duty's id
  public void state(
      ConfirmedOperator operator,
      String id,
      IncidentStatement.Kind kind,
      String name,
      boolean holds,
      IncidentStatement.Grounds grounds) {
    if (kind == IncidentStatement.Kind.DELAY) {
      duty(id, name);
    }
    statements.state(operator, id, kind, name, holds, grounds);
  }

  /// The running duties as a calendar file of RFC 5545.
  ///
  /// @param domain the company's, for the ids of events
  public String calendar(String id, String domain) {
    List<DutyFinding> running =
        standings(id).stream()
            .filter(standing -> standing.effective() != DutyFinding.Status.NOT_OWED)
            .map(DutyStanding::finding)
            .toList();
    return DutyCalendar.of(id, domain, running, clock.instant());
  }

  /// Records that one duty, or a later step of it, was met, whatever happened to the others.
  ///
  /// @param name the duty's id, or `DUTY/STEP`
  /// @param moment one that can be recorded for a duty alone, see [Moment#isOfDuty]
  /// @param at not in the future
  public void recordMet(
      ConfirmedOperator operator,
      String id,
      String name,
      Moment moment,
      Instant at,
      String evidence) {
    requireNamed(id, name);
    incidents.record(operator, id, name, moment, at, evidence);
  }

  /// @param name the duty's id, or `DUTY/STEP`
  /// @throws FirebreakException NOT_FOUND where the catalogue has neither
  void requireNamed(String id, String name) {
    int slash = name.indexOf('/');
    DutyFinding finding = duty(id, slash < 0 ? name : name.substring(0, slash));
    List<String> steps = finding.duty().clock().phases().stream().map(Duty.Phase::id).toList();
    if (slash >= 0 && !steps.contains(name.substring(slash + 1))) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "the later steps of " + finding.duty().id() + " are " + String.join(", ", steps));
    }
  }

  private DutyFinding duty(String id, String duty) {
    return evaluate(id).stream()
        .filter(finding -> finding.duty().id().equals(duty))
        .findFirst()
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.NOT_FOUND,
                "the catalogue has no such duty; `firebreak incident duties ID --all` shows all"));
  }

  private DutyFacts facts(Incident incident) {
    Optional<Findings> findings = assessments.latest(incident.id());
    return new DutyFacts(
        company,
        findings
            .map(IncidentDuties::exposed)
            .or(() -> assessments.provisional(incident.id()).map(IncidentDuties::exposed))
            .orElseGet(() -> new DutyFacts.Exposed(0, 0, 0, 0, true)),
        findings
            .map(found -> found.people().residences())
            .or(() -> assessments.provisional(incident.id()).map(ProvisionalList::residences))
            .orElseGet(() -> new Residences(Map.of(), 1)),
        findings.map(found -> found.risk().reading()),
        statements.answers(incident.id()),
        timeline(incident));
  }

  /// What was recorded for one duty is kept apart; a later record corrects an earlier one.
  private DutyFacts.Timeline timeline(Incident incident) {
    Map<Moment, Instant> moments = new EnumMap<>(Moment.class);
    Map<String, Map<Moment, Instant>> ofDuties = new HashMap<>();
    for (RecordedMoment recorded : incidents.history(incident.id())) {
      recorded
          .duty()
          .map(duty -> ofDuties.computeIfAbsent(duty, key -> new EnumMap<>(Moment.class)))
          .orElse(moments)
          .put(recorded.moment(), recorded.at());
    }
    return new DutyFacts.Timeline(moments, ofDuties, incident.openedAt());
  }

  private static DutyFacts.Exposed exposed(Findings findings) {
    return new DutyFacts.Exposed(
        findings.clear(),
        findings.clear() | findings.generalized() | findings.tokenized(),
        Math.toIntExact(findings.unexplainedFields()),
        findings.data().rowsRejected(),
        false);
  }

  private static DutyFacts.Exposed exposed(ProvisionalList list) {
    long clear = 0;
    long any = 0;
    for (Map.Entry<DataCategory, ProvisionalList.FormCounts> entry : list.categories().entrySet()) {
      any |= entry.getKey().mask();
      clear |= entry.getValue().clear() > 0 ? entry.getKey().mask() : 0;
    }
    return new DutyFacts.Exposed(clear, any, 0, 0, true);
  }
}
