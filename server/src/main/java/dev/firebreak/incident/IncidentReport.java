package dev.firebreak.incident;

import dev.firebreak.audit.AuditHead;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.template.Templates;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The report of an incident: one page for executives, then what GDPR Art. 33(3) to (5) ask for, as
/// HTML and as JSON. It has counts, kinds and digests, nobody's values. Thread-safe.
public final class IncidentReport {
  private final Incidents incidents;
  private final Assessments assessments;
  private final IncidentDuties duties;
  private final Templates templates;
  private final FirebreakConfig.Company company;
  private final Clock clock;
  private final Supplier<AuditHead> auditHead;

  /// @param auditHead where the audit log ends at the moment
  public IncidentReport(
      Incidents incidents,
      Assessments assessments,
      IncidentDuties duties,
      Templates templates,
      FirebreakConfig.Company company,
      Clock clock,
      Supplier<AuditHead> auditHead) {
    this.incidents = incidents;
    this.assessments = assessments;
    this.duties = duties;
    this.templates = templates;
    this.company = company;
    this.clock = clock;
    this.auditHead = auditHead;
  }

  /// The whole report as one self-contained page.
  public String html(String id) {
    return templates.render("incident/report.jte", Map.of("view", view(id)));
  }

  /// Which duties are owed, which are not and why, and who decided: the record of GDPR Art. 33(5),
  /// also where nobody is told.
  public String decisionRecord(String id) {
    return templates.render("incident/decision.jte", Map.of("view", view(id)));
  }

  /// The whole report as a document for machines.
  public Map<String, Object> json(String id) {
    ReportView view = view(id);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("format", 1);
    map.put("legalAdvice", false);
    map.put("madeAt", view.madeAt().toString());
    map.put("auditHead", view.auditHead());
    map.put("incident", IncidentJson.incident(view.record().incident()));
    map.put("moments", view.record().history().stream().map(IncidentJson::moment).toList());
    view.provisional().ifPresent(list -> map.put("provisional", IncidentJson.provisional(list)));
    view.findings().ifPresent(found -> map.put("findings", IncidentJson.findings(found)));
    map.put("catalogue", IncidentJson.catalogue(view.dutiesView().catalogue().edition()));
    map.put("duties", view.dutiesView().standings().stream().map(IncidentJson::standing).toList());
    map.put("flags", view.dutiesView().flags().stream().map(IncidentJson::statement).toList());
    map.put("decisions", view.record().decisions().stream().map(IncidentJson::decision).toList());
    map.put("custody", assessments.custody(id).stream().map(CustodyJson::entry).toList());
    map.put("manualFindings", manual(view.record().manual()));
    return map;
  }

  private static List<Map<String, String>> manual(List<ManualFinding> findings) {
    return findings.stream()
        .map(finding ->
            Map.of(
                "statement", finding.statement(),
                "attachment", finding.attachment(),
                "attachmentSha256", finding.attachmentSha256(),
                "signedBy", finding.signedBy(),
                "signedAt", finding.signedAt().toString()))
        .toList();
  }

  private ReportView view(String id) {
    return new ReportView(
        new ReportView.Recorded(
            incidents.get(id),
            incidents.history(id),
            incidents.moments(id),
            incidents.manualFindings(id),
            incidents.decisions(id)),
        assessments.provisional(id),
        assessments.latest(id),
        duties.evaluate(id),
        duties.view(id),
        company,
        clock.instant(),
        auditHead.get().toString());
  }
}
