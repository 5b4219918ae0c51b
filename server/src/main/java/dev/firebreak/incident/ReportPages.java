package dev.firebreak.incident;

import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.document.PdfDocuments;
import dev.firebreak.template.Templates;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Reports as pages for browsers and as PDF documents: the same templates, in another layout.
/// Thread-safe.
public final class ReportPages {
  private final Templates templates;
  private final PdfDocuments documents = new PdfDocuments();

  ReportPages(Templates templates) {
    this.templates = templates;
  }

  /// What a page is.
  public enum Kind {
    /// The report: one page that stands for itself, then what GDPR Art. 33(3) and (4) ask for.
    REPORT("incident/report.jte"),
    /// What happened, what is owed and why, who decided: the record of GDPR Art. 33(5), also where
    /// nobody is told.
    DECISION_RECORD("incident/decision.jte");

    private final String template;

    Kind(String template) {
      this.template = template;
    }
  }

  /// One self-contained page.
  ///
  /// @param persons what only some roles may see; empty for a page with numbers only
  public String html(Kind kind, IncidentResult result, Optional<PersonsAnnex> persons) {
    return page(kind, result, persons, false);
  }

  /// The page that a PDF document is made of: well-formed XML, laid out for paper.
  public String paper(Kind kind, IncidentResult result, Optional<PersonsAnnex> persons) {
    return page(kind, result, persons, true);
  }

  /// The same as [#html], as a PDF document.
  public byte[] pdf(Kind kind, IncidentResult result, Optional<PersonsAnnex> persons) {
    return documents.of(paper(kind, result, persons), result.heading().madeAt());
  }

  /// What one organisation is told about itself: what happened, who of it is concerned, what is
  /// known of them. Nothing about anybody else is in it.
  ///
  /// @param members of that organisation only
  public String organization(
      IncidentResult result, OrganizationExposure card, PersonsAnnex members, boolean paper) {
    return templates.render(
        "incident/organization.jte",
        Map.of(
            "view",
            ReportView.of(result, Optional.of(members), paper, ReportContents.NONE),
            "card",
            card));
  }

  /// What one organisation is handed about its members: the card for its administrators, or the
  /// notification for a controller.
  public String handover(OrganizationList list, boolean paper) {
    return switch (list.audience()) {
      case ADMINS -> organization(list.result(), list.card(), list.annex(), paper);
      case CONTROLLERS ->
          templates.render(
              "incident/controller.jte",
              Map.of(
                  "view",
                  ReportView.of(
                      list.result(), Optional.of(list.annex()), paper, ReportContents.NONE),
                  "list",
                  list));
    };
  }

  /// What one duty's authority asks for, filled in as far as it is known.
  public String authority(AuthorityNotification notification, boolean paper) {
    return templates.render(
        "incident/authority.jte",
        Map.of(
            "view",
            ReportView.of(notification.result(), Optional.empty(), paper, ReportContents.NONE),
            "notification",
            notification));
  }

  /// A PDF document of a page that was laid out for paper.
  public byte[] pdf(String paper, Instant madeAt) {
    return documents.of(paper, madeAt);
  }

  private String page(
      Kind kind, IncidentResult result, Optional<PersonsAnnex> persons, boolean paper) {
    ReportContents contents = ReportContents.of(kind, result, persons.isPresent());
    return templates.render(
        kind.template, Map.of("view", ReportView.of(result, persons, paper, contents)));
  }
}
