package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyEvaluation;
import dev.firebreak.duty.DutyFacts;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
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
import java.util.Set;

/// The duties of an incident: evaluated from its latest findings, else from the provisional list,
/// and decided by people. Thread-safe.
public final class IncidentDuties {
  /// What a company is that lets a vendor work on its people's data.
  public static final Set<String> ROLES = Set.of("controller", "owner or licensee");

  private final Incidents incidents;
  private final Assessments assessments;
  private final DutyEvaluation evaluation;
  private final String establishment;

  /// @param establishment country of the company's main establishment, ISO 3166-1 alpha-2
  public IncidentDuties(
      Incidents incidents,
      Assessments assessments,
      DutyCatalogue catalogue,
      String establishment,
      Clock clock) {
    this.incidents = incidents;
    this.assessments = assessments;
    this.evaluation = new DutyEvaluation(catalogue, clock);
    this.establishment = establishment;
  }

  /// Every duty of the catalogue with its status and its clock, as known now.
  public List<DutyFinding> evaluate(String id) {
    return evaluation.evaluate(facts(incidents.get(id)));
  }

  /// Records a person's decision beside what the evaluation says at this moment.
  ///
  /// @param duty the duty's id
  /// @param decision `OWED` or `NOT_OWED`: a person decides, so not `UNCLEAR`
  public void decide(
      ConfirmedOperator operator,
      String id,
      String duty,
      DutyFinding.Status decision,
      String reason) {
    if (decision == DutyFinding.Status.UNCLEAR) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "a decision is owed or not-owed; unclear is what it ends");
    }
    incidents.decide(operator, id, duty(id, duty), decision, reason);
  }

  /// Records that one duty was met, whatever happened to the others.
  ///
  /// @param duty the duty's id
  /// @param moment one that can be recorded for a duty alone, see [Moment#isOfDuty]
  /// @param at not in the future
  public void recordMet(
      ConfirmedOperator operator,
      String id,
      String duty,
      Moment moment,
      Instant at,
      String evidence) {
    incidents.record(operator, id, duty(id, duty).duty().id(), moment, at, evidence);
  }

  private DutyFinding duty(String id, String duty) {
    return evaluate(id).stream()
        .filter(finding -> finding.duty().id().equals(duty))
        .findFirst()
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.NOT_FOUND,
                "the catalogue has no such duty; `firebreak incident duties` shows all"));
  }

  private DutyFacts facts(Incident incident) {
    Optional<Findings> findings = assessments.latest(incident.id());
    return new DutyFacts(
        ROLES,
        establishment,
        findings
            .map(IncidentDuties::exposed)
            .or(() -> assessments.provisional(incident.id()).map(IncidentDuties::exposed))
            .orElseGet(() -> new DutyFacts.Exposed(0, 0, 0, 0, true)),
        findings
            .map(found -> found.people().residences())
            .or(() -> assessments.provisional(incident.id()).map(ProvisionalList::residences))
            .orElseGet(() -> new Residences(Map.of(), 1)),
        findings.map(found -> found.risk().reading()),
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
