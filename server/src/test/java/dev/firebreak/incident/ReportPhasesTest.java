package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.digest.Sha256;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reports in phases (GDPR Art. 33(4)), and pages for who may see persons.
class ReportPhasesTest extends OpenIncident {
  private static final String AUTHORITY = "Data Protection Commission";

  @BeforeEach
  void prepare() {
    record(Moment.VENDOR_TOLD_US, "2025-11-25T15:19:00Z");
  }

  private void record(Moment moment, String at) {
    incident.incidents.record(
        incident.responder, ID, moment, Instant.parse(at), "the vendor's mail");
  }

  private void assess(long clear, String... accounts) throws IOException {
    incident.people.clear();
    for (String account : accounts) {
      incident.addPerson(account, clear);
    }
    incident.assess(Files.writeString(folder.resolve("export.ndjson"), "{}"));
  }

  @Test
  void phaseIsKeptByteForByteWhateverIsLearnedLater() throws IOException {
    assess(DataCategory.EMAIL.mask(), "acct-1");
    ReportPhase first = report.handOut(incident.officer, ID, AUTHORITY);
    String html = new String(report.kept(ID, 1, ReportPhase.Form.HTML), StandardCharsets.UTF_8);
    byte[] pdf = report.kept(ID, 1, ReportPhase.Form.PDF);

    assess(DataCategory.EMAIL.mask() | DataCategory.CITY.mask(), "acct-1", "acct-2");
    report.handOut(incident.officer, ID, AUTHORITY);

    assertThat(html).contains("phase 1, handed to " + AUTHORITY);
    assertThat(report.kept(ID, 1, ReportPhase.Form.PDF)).isEqualTo(pdf);
    assertThat(Sha256.hex(pdf)).isEqualTo(first.sha256().get(ReportPhase.Form.PDF));
    assertThat(report.phases(ID)).extracting(ReportPhase::number).containsExactly(1, 2);
    assertThat(report.phases(ID)).extracting(ReportPhase::version).containsExactly(1, 2);
    assertThat(incident.auditedActions()).contains("ReportHandedOut");
    assertThat(incident.filesWith(AUTHORITY))
        .noneMatch(file -> file.toString().contains("report-"));
  }

  @Test
  void laterPhaseSaysWhatChanged() throws IOException {
    assess(DataCategory.EMAIL.mask(), "acct-1", "acct-2");
    report.handOut(incident.officer, ID, AUTHORITY);
    assess(DataCategory.EMAIL.mask() | DataCategory.CITY.mask(), "acct-2", "acct-3", "acct-4");
    record(Moment.ACCESS_ENDED, "2025-11-09T14:37:00Z");
    record(Moment.VENDOR_TOLD_US, "2025-11-25T16:00:00Z");
    incident.duties.decide(
        incident.officer, ID, "us-ca-individuals", DutyFinding.Status.OWED, "counsel says so");
    IncidentResult result = report.result(ID);
    PhaseChanges changes = result.evidence().changes().orElseThrow();

    assertThat(changes.people()).isEqualTo(new PhaseChanges.People(2, 3, 2, 1, 1));
    assertThat(changes.of("category"))
        .contains(
            new PhaseChanges.Line(
                "category", "user.contact.email", "e-mail address", "2 in clear", "3 in clear"),
            new PhaseChanges.Line(
                "category", "user.location.imprecise.city", "city", "", "3 in clear"));
    assertThat(changes.of("moment"))
        .contains(
            new PhaseChanges.Line(
                "moment", "access-ended", "access ended", "", "9 Nov 2025 14:37 UTC"),
            new PhaseChanges.Line(
                "moment",
                "vendor-told-us",
                "the vendor told us",
                "25 Nov 2025 15:19 UTC",
                "25 Nov 2025 16:00 UTC"));
    assertThat(changes.of("duty"))
        .extracting(PhaseChanges.Line::what)
        .contains("us-ca-individuals");
    String words = "Newly affected: 2 people. No longer affected: 1 person.";
    assertThat(report.html(ID)).contains(words, "25 Nov 2025 15:19 UTC");
    assertThat(
            String.join(
                " ",
                ReportTexts.ofPdf(
                    report.pages().pdf(ReportPages.Kind.REPORT, result, Optional.empty()))))
        .contains("What changed since phase 1");
    assertThat(report.json(result).toString()).contains("newlyAffected=2");
  }

  @Test
  void nothingNewIsSaidToBeNothing() throws IOException {
    assess(DataCategory.EMAIL.mask(), "acct-1");
    report.handOut(incident.officer, ID, AUTHORITY);

    assertThat(report.result(ID).evidence().changes().orElseThrow().isEmpty()).isTrue();
    assertThat(report.html(ID)).contains("Nothing in this report differs from it.");
  }

  @Test
  void firstPhaseBeforeAnyFileMakesEverybodyNew() throws IOException {
    report.handOut(incident.officer, ID, AUTHORITY);
    assess(DataCategory.EMAIL.mask(), "acct-1", "acct-2");

    assertThat(report.result(ID).evidence().changes().orElseThrow().people())
        .isEqualTo(new PhaseChanges.People(0, 2, 2, 0, 0));
  }

  @Test
  void alteredPhaseDoesNotOpen() throws IOException {
    report.handOut(incident.officer, ID, AUTHORITY);
    Path sealed =
        incident.installation.directory().incidents().resolve(ID).resolve("report-1-pdf.sealed");
    byte[] bytes = Files.readAllBytes(sealed);
    bytes[bytes.length / 2] ^= 1;
    Files.write(sealed, bytes);

    assertThatThrownBy(() -> report.kept(ID, 1, ReportPhase.Form.PDF))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DAMAGED));
  }

  @Test
  void handingOutIsForPrivacyOfficersAndMissingPhasesAreSaid() {
    assertThatThrownBy(() -> report.handOut(incident.responder, ID, AUTHORITY))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED));
    assertThatThrownBy(() -> report.kept(ID, 7, ReportPhase.Form.PDF))
        .hasMessageContaining("no report of that phase");
  }

  @Test
  void personsStandOnlyInTheReportForThoseWhoMaySeeThem() throws IOException {
    incident.organizations.add(card("org-1", "Example Bakery"));
    assess(DataCategory.EMAIL.mask(), "acct-1");
    IncidentResult result = report.result(ID);
    PersonsAnnex annex = report.persons(result, new PersonsAnnex.Reader("olu", "the test"));

    assertThat(report.pages().html(ReportPages.Kind.REPORT, result, Optional.of(annex)))
        .contains("Canary Person", "acct-1", "Example Bakery");
    assertThat(report.pages().html(ReportPages.Kind.REPORT, result, Optional.empty()))
        .doesNotContain("Canary Person", "acct-1", "Example Bakery", "org-1")
        .contains("token that Firebreak gave the vendor");
    assertThat(annex.toString()).doesNotContain("acct-1");
    assertThat(incident.auditedActions()).contains("PeopleRead", "OrganizationsRead");
  }

  @Test
  void cardOfAnOrganizationNamesNobodyElse() throws IOException {
    incident.organizations.add(card("org-1", "Example Bakery"));
    incident.organizations.add(card("org-2", "Example Brewery"));
    assess(DataCategory.EMAIL.mask(), "acct-1");
    incident.people.add(IncidentFixture.person("acct-2", 0, "none", "member"));
    IncidentResult result = report.result(ID);
    PersonsAnnex.Reader reader = new PersonsAnnex.Reader("olu", "asked by the bakery");
    PersonsAnnex members = report.members(result, "org-1", reader);
    OrganizationExposure own = members.organizations().getFirst();

    for (boolean paper : new boolean[] {false, true}) {
      assertThat(report.pages().organization(result, own, members, paper))
          .contains("Example Bakery", "Canary Person", "acct-1")
          .doesNotContain("Example Brewery", "org-2");
    }
    List<String> pages =
        ReportTexts.ofPdf(
            report
                .pages()
                .pdf(
                    report.pages().organization(result, own, members, true),
                    result.heading().madeAt()));
    assertThat(pages).singleElement().asString().contains("Example Bakery", "Page 1 of 1");
    assertThatThrownBy(() -> report.members(result, "org-9", reader))
        .hasMessageContaining("no organization of that id");
  }

  private static OrganizationExposure card(String id, String name) {
    return new OrganizationExposure(
        id,
        Optional.of(name),
        true,
        3,
        1,
        List.of("acct-1"),
        1,
        1,
        List.of("id"),
        5,
        DataCategory.EMAIL.mask(),
        0,
        0,
        0,
        0);
  }
}
