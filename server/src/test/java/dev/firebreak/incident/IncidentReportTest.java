package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.digest.Sha256;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class IncidentReportTest extends OpenIncident {
  private static final String HOSTILE = "</title><script>alert('x')</script><img src=//evil>";

  @BeforeEach
  void prepare() {
    incident.incidents.record(
        incident.responder,
        ID,
        Moment.ACCESS_ENDED,
        Instant.parse("2025-11-09T14:30:00Z"),
        "the vendor's mail");
    incident.incidents.record(
        incident.responder,
        ID,
        Moment.VENDOR_TOLD_US,
        Instant.parse("2025-11-25T14:30:00Z"),
        HOSTILE);
  }

  @Test
  void reportAndDecisionRecordPrintTheHeadOfTheAuditLog() {
    String head = incident.audit.head().toString();
    assertThat(report.html(ID)).contains(head);
    assertThat(report.decisionRecord(ID)).contains(head);
    assertThat(report.json(ID)).containsEntry("auditHead", head);
  }

  private void assess(long clear) throws IOException {
    incident.addPerson("acct-1", clear);
    incident.searches.put(DataCategory.PHONE, new Assessment.Search(5_000, 0, 0.98));
    incident.attacks.add(
        new AttackFigures(
            "threeActions",
            "three actions with their times",
            false,
            100,
            80,
            1,
            2,
            true,
            Optional.of(new AttackFigures.Lowered("times by the hour", 9))));
    incident.assess(Files.writeString(folder.resolve("export"), "{}"));
  }

  private static long full() {
    return DataCategory.NAME.mask()
        | DataCategory.EMAIL.mask()
        | DataCategory.BEHAVIOR.mask()
        | DataCategory.ORGANIZATION_ID.mask();
  }

  @Test
  void reportHasEverySectionAndTheRealDates() throws IOException {
    assess(full());
    String html = report.html(ID);

    assertThat(html)
        .contains(
            "What was exposed",
            "2.00",
            "3.00",
            "28 Nov 2025 14:30 Europe/Dublin",
            "16 days 0 h",
            "three actions with their times",
            "times by the hour: 9 found",
            "Searched for in 5,000 values",
            "not legal advice",
            Sha256.hex("{}"),
            "1182/71");
  }

  @Test
  void hostileTextStaysText() throws IOException {
    assess(full());

    for (String html : new String[] {report.html(ID), report.decisionRecord(ID)}) {
      assertThat(html.replaceAll("<a href=\"#[a-z]+\">", ""))
          .doesNotContain("<script", "<img", "<a ", "<link", "http:");
    }
    assertThat(report.html(ID)).contains("&lt;script");
  }

  @Test
  void nobodysValuesAreInIt() throws IOException {
    assess(full());
    String json = JsonMapper.builder().build().writeValueAsString(report.json(ID));

    for (String text : new String[] {report.html(ID), report.decisionRecord(ID), json}) {
      assertThat(text).doesNotContain(IncidentFixture.CANARY, "Canary Person", "acct-1", "org-1");
    }
  }

  @Test
  void reportBeforeAnyFileSaysWhatIsUnknown() {
    String html = report.html(ID);

    assertThat(html).contains("Nothing is known yet", "Decision needed", "none was read yet");
  }

  @Test
  void decisionRecordSaysWhyLittleIsOwedAndWhoDecided() throws IOException {
    incident.attacks.add(
        new AttackFigures("profile", "public profile", true, 400, 0, 0, 0, true, Optional.empty()));
    assess(DataCategory.BEHAVIOR.mask() | DataCategory.COUNTRY.mask());
    incident.duties.decide(
        incident.officer,
        ID,
        "eu-gdpr-33-authority",
        DutyFinding.Status.NOT_OWED,
        "tokens only, nobody can be written to");
    String html = report.decisionRecord(ID);

    assertThat(html)
        .contains(
            "a risk to people is unlikely: ENISA severity 1.25 to 1.50",
            "not owed, olu, ",
            "tokens only, nobody can be written to",
            "Nobody has decided yet");
  }

  @Test
  void countsForMachinesHaveTheAgreedKeys() throws IOException {
    assess(full());
    Findings findings = incident.assessments.latest(ID).orElseThrow();

    assertThat(IncidentJson.assessment(findings).keySet())
        .containsExactly(
            "affected", "found", "ambiguous", "unresolved", "absences", "rowsRead", "rowsRejected");
    assertThat(IncidentJson.severity(findings.risk().severity()))
        .isEqualTo(Map.of("low", 2.0, "high", 3.0));
    assertThat(IncidentJson.duties(incident.duties.evaluate(ID)))
        .isEqualTo(Map.of("owed", 3L, "notOwed", 77L, "unclear", 16L));
  }
}
