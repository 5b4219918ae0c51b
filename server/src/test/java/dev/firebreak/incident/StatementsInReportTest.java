package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentStatement.Kind;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What persons state stands in the report in every form, and in the severity.
class StatementsInReportTest extends OpenIncident {
  private static final String AUTHORITY = "eu-gdpr-33-authority";

  @BeforeEach
  void assessed() throws IOException {
    incident.addPerson("acct-1", DataCategory.NAME.mask() | DataCategory.EMAIL.mask());
    assess();
  }

  private Findings assess() throws IOException {
    return incident.assess(Files.writeString(folder.resolve("export"), "{}"));
  }

  private void state(Kind kind, String name, boolean holds, String text) {
    incident.duties.state(
        incident.officer, ID, kind, name, holds, IncidentStatement.Grounds.of(text));
  }

  private List<String> forms() {
    IncidentResult result = report.result(ID);
    return List.of(
        report.pages().html(ReportPages.Kind.REPORT, result, Optional.empty()),
        String.join(
            " ",
            ReportTexts.ofPdf(
                report.pages().pdf(ReportPages.Kind.REPORT, result, Optional.empty()))),
        report.json(result).toString(),
        report.decisionRecord(ID));
  }

  @Test
  void everyKindStandsInEveryForm() {
    state(Kind.NATURE, "integrity", true, "amounts were overwritten");
    state(Kind.PEOPLE, "employees", true, "our own staff");
    state(Kind.DELAY, AUTHORITY, true, "the vendor named no contact");
    state(Kind.MEASURE, "proposed", true, "shorter retention at vendors");
    state(Kind.MEASURE, "taken", true, "tokens were revoked");

    for (String form : forms()) {
      assertThat(form.replaceAll("\\s+", " "))
          .contains(
              "amounts were overwritten",
              "our own staff",
              "the vendor named no contact",
              "shorter retention at vendors",
              "tokens were revoked");
    }
    assertThat(report.html(ID))
        .contains("Loss of integrity: amounts", "Proposed: shorter")
        .doesNotContain("Loss of confidentiality");
  }

  @Test
  void latestOfANameCountsAndMeasuresAddUp() {
    state(Kind.PEOPLE, "employees", true, "thought so");
    state(Kind.PEOPLE, "employees", false, "they are elsewhere");
    state(Kind.MEASURE, "taken", true, "one");
    state(Kind.MEASURE, "taken", true, "two");

    assertThat(incident.statements.stated(ID))
        .extracting(one -> one.grounds().reason())
        .containsExactly("one", "two");
    assertThatThrownBy(() -> state(Kind.PEOPLE, "staff", true, "x"))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("employees");
    assertThatThrownBy(() -> state(Kind.DELAY, "no-such-duty", true, "x"))
        .isInstanceOf(FirebreakException.class);
    assertThatThrownBy(() -> state(Kind.MEASURE, "taken", false, "x"))
        .isInstanceOf(FirebreakException.class);
  }

  @Test
  void lateNotificationWithoutReasonsIsSaid() {
    incident.incidents.record(
        incident.responder,
        ID,
        Moment.VENDOR_TOLD_US,
        IncidentFixture.NOW.minus(Duration.ofDays(4)),
        "mail");
    incident.duties.decide(incident.officer, ID, AUTHORITY, DutyFinding.Status.OWED, "certain");
    assertThat(report.html(ID)).contains("Reasons for delay", "nobody has stated why");

    state(Kind.DELAY, AUTHORITY, true, "the mail lay in a shared mailbox");
    assertThat(report.html(ID))
        .contains("the mail lay in a shared mailbox")
        .doesNotContain("nobody has stated why");
  }

  @Test
  void circumstancesAndContextCountFromTheNextFindingsOn() throws IOException {
    double before = incident.assessments.latest(ID).orElseThrow().risk().severity().high();
    state(Kind.CIRCUMSTANCE, "altered", true, "rows were changed");
    state(Kind.CIRCUMSTANCE, "unknown-receivers", false, "one known party has it");
    state(Kind.CONTEXT, "+1", true, "the product is about health");
    assertThat(incident.assessments.latest(ID).orElseThrow().risk().severity().high())
        .isEqualTo(before);

    Findings next = assess();

    assertThat(next.risk().severity().circumstances().high()).isEqualTo(0.25 + 0.5 + 0.5);
    assertThat(next.risk().severity().circumstances().evidence())
        .contains(
            "altered: rows were changed (signed by olu)",
            "unknown-receivers is not so: one known party has it (signed by olu)");
    assertThat(next.risk().severity().kind().evidence())
        .contains("shifted by 1: the product is about health (signed by olu)");
    assertThat(next.risk().severity().high()).isEqualTo(before + 1 + 0.25);
    for (String form : forms()) {
      assertThat(form.replaceAll("\\s+", " ")).contains("the product is about health");
    }
    state(Kind.CONTEXT, "0", true, "it is not");
    assertThat(assess().risk().severity().kind().evidence()).doesNotContain("shifted");
  }

  @Test
  void statementsAreAudited() {
    state(Kind.NATURE, "availability", true, "rows are gone");

    assertThat(incident.auditedActions()).contains("IncidentStatementSigned");
    assertThat(incident.statements.answers(ID)).isEqualTo(Map.of());
    assertThat(incident.statements.flags(ID)).isEmpty();
  }
}
