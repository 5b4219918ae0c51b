package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.template.Templates;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The report of an incident: reads everything once into an [IncidentResult], from which pages, PDF
/// and JSON come; keeps what was handed out. Thread-safe.
public final class IncidentReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ACTOR = "system:report";

  private final Installation installation;
  private final Incidents incidents;
  private final Assessments assessments;
  private final IncidentDuties duties;
  private final HashChainAuditLog audit;
  private final ReportPages pages;
  private final ReportPhases phases;
  private final DecisionRecords records;
  private final IncidentStatements statements;

  public IncidentReport(
      Installation installation,
      Incidents incidents,
      Assessments assessments,
      IncidentDuties duties,
      Templates templates) {
    this.installation = installation;
    this.incidents = incidents;
    this.assessments = assessments;
    this.duties = duties;
    audit = new HashChainAuditLog(installation.control(), installation.clock());
    pages = new ReportPages(templates);
    phases = new ReportPhases(installation);
    records = new DecisionRecords(installation);
    statements =
        new IncidentStatements(
            incidents, installation.control(), installation.audit(), installation.clock());
  }

  /// What prints results.
  public ReportPages pages() {
    return pages;
  }

  /// All that is known now, with what changed since the last phase.
  public IncidentResult result(String id) {
    return result(id, Optional.empty());
  }

  /// What one duty's authority asks for, filled in as far as it is known now.
  ///
  /// @param duty the duty's id
  /// @throws FirebreakException NOT_FOUND where the catalogue has no such duty
  public AuthorityNotification notification(String id, String duty) {
    return AuthorityNotification.of(result(id), duty);
  }

  /// The whole report as one self-contained page.
  public String html(String id) {
    return pages.html(ReportPages.Kind.REPORT, result(id), Optional.empty());
  }

  /// Which duties are owed, which are not and why, and who decided: the record of GDPR Art. 33(5),
  /// also where nobody is told.
  public String decisionRecord(String id) {
    return pages.html(ReportPages.Kind.DECISION_RECORD, result(id), Optional.empty());
  }

  /// The whole report as a document for machines.
  public Map<String, Object> json(String id) {
    return json(result(id));
  }

  /// The same of a result that was read before.
  public Map<String, Object> json(IncidentResult result) {
    return ReportJson.of(result);
  }

  /// Hands out the report: the next phase, kept sealed in every form as it went out. What differs
  /// from the phase before is in it.
  ///
  /// @param operator a privacy officer
  /// @param to whom it goes, as `Data Protection Commission`
  public synchronized ReportPhase handOut(ConfirmedOperator operator, String id, String to) {
    incidents.getOpen(id);
    Incidents.checkText("to whom", to);
    duties.keepCatalogue();
    int number = phases.list(id).size() + 1;
    IncidentResult result = result(id, Optional.of(new IncidentResult.HandedOut(number, to)));
    byte[] pdf = pages.pdf(ReportPages.Kind.REPORT, result, Optional.empty());
    String html = pages.html(ReportPages.Kind.REPORT, result, Optional.empty());
    return phases.keep(operator, result, new ReportPhases.Forms(html, pdf, json(result)));
  }

  /// Keeps the decision record as it is now in every form, under the installation's own key: it
  /// outlives the incident's. A later one replaces an earlier one.
  public void keepRecord(String id) {
    duties.keepCatalogue();
    IncidentResult result = result(id);
    ReportPages.Kind kind = ReportPages.Kind.DECISION_RECORD;
    records.keep(
        id,
        result.heading().madeAt(),
        new ReportPhases.Forms(
            pages.html(kind, result, Optional.empty()),
            pages.pdf(kind, result, Optional.empty()),
            json(result)));
  }

  /// When the decision record was made that is kept; empty where none is.
  public Optional<Instant> recordMadeAt(String id) {
    return records.madeAt(id);
  }

  /// The decision record that is kept.
  ///
  /// @throws FirebreakException NOT_FOUND where none is
  public byte[] record(String id, ReportPhase.Form form) {
    return records.open(id, form);
  }

  /// The reports that were handed out, the first one first.
  public List<ReportPhase> phases(String id) {
    incidents.get(id);
    return phases.list(id);
  }

  /// A report as it was handed out, byte for byte.
  ///
  /// @throws FirebreakException NOT_FOUND where there is no such phase
  public byte[] kept(String id, int phase, ReportPhase.Form form) {
    return phases.open(id, phase, form);
  }

  /// Organisations and persons of a result by name. The reading is in the audit log before it
  /// begins.
  ///
  /// @throws FirebreakException NOT_FOUND before any file was read
  public PersonsAnnex persons(IncidentResult result, PersonsAnnex.Reader reader) {
    requireFindings(result);
    return PersonsAnnex.read(assessments, result, reader, _ -> true, _ -> true);
  }

  /// The members of one organisation by name, with its card.
  ///
  /// @param organization the directory's id, or its name where it has no id
  /// @throws FirebreakException NOT_FOUND where the findings have no such organisation of the
  ///   accounts directory
  public PersonsAnnex members(
      IncidentResult result, String organization, PersonsAnnex.Reader reader) {
    requireFindings(result);
    Predicate<OrganizationExposure> wanted =
        card -> card.known() && card.organization().equals(organization);
    PersonsAnnex annex =
        PersonsAnnex.read(
            assessments,
            result,
            reader,
            wanted,
            person -> person.organizationId().equals(Optional.of(organization)));
    if (annex.organizations().isEmpty()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "the findings have no organization of that id; `firebreak incident organizations` lists"
              + " them");
    }
    return annex;
  }

  private static void requireFindings(IncidentResult result) {
    if (result.findings().isEmpty()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND, "no file of the incident was assessed yet: nobody is named");
    }
  }

  private IncidentResult result(String id, Optional<IncidentResult.HandedOut> handedOut) {
    Incident incident = incidents.get(id);
    Optional<Findings> findings = assessments.latest(id);
    List<ReportPhase> earlier = phases.list(id);
    IncidentResult.Recorded recorded =
        new IncidentResult.Recorded(
            incident,
            incidents.history(id),
            incidents.moments(id),
            incidents.manualFindings(id),
            statements.stated(id),
            incidents.decisions(id));
    IncidentResult result =
        new IncidentResult(
            new IncidentResult.Heading(
                installation.config().company(),
                VendorNames.of(installation, incident.vendor()),
                installation.clock().instant(),
                audit.head().toString(),
                handedOut),
            recorded,
            assessments.provisional(id),
            findings,
            duties.view(id),
            new IncidentResult.Evidence(
                assessments.custody(id),
                findings.map(RejectedReason::of).orElse(List.of()),
                new Measures(audit).of(incident, beginning(recorded)),
                new Measures(audit).told(incident),
                earlier,
                Optional.empty()));
    return earlier.isEmpty() ? result : result.with(changes(earlier.getLast(), result));
  }

  private PhaseChanges changes(ReportPhase last, IncidentResult result) {
    String id = result.incident().id();
    JsonNode before = JSON.readTree(phases.open(id, last.number(), ReportPhase.Form.JSON));
    JsonNode now = JSON.valueToTree(ReportJson.of(result));
    long then = before.at("/findings/assessment/found").asLong();
    long today = now.at("/findings/assessment/found").asLong();
    PhaseChanges.People people;
    if (last.version() == result.version()) {
      people = new PhaseChanges.People(then, today, 0, 0, 0);
    } else if (last.version() == 0) {
      people = new PhaseChanges.People(then, today, today, 0, 0);
    } else {
      FindingsDelta delta = assessments.delta(ACTOR, id, last.version(), result.version());
      people =
          new PhaseChanges.People(
              then,
              today,
              delta.newly().size(),
              delta.noLonger().size(),
              delta.newlyExposed().size());
    }
    return PhaseChanges.between(last, before, now, people);
  }

  /// What was done to the vendor since then belongs to this incident.
  private static Instant beginning(IncidentResult.Recorded recorded) {
    return recorded.moments().values().stream()
        .map(RecordedMoment::at)
        .filter(at -> at.isBefore(recorded.incident().openedAt()))
        .min(Instant::compareTo)
        .orElse(recorded.incident().openedAt());
  }
}
