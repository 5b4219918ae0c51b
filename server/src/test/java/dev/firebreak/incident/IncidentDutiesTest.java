package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncidentDutiesTest extends OpenIncident {
  private static final String AUTHORITY = "eu-gdpr-33-authority";
  private static final Instant TOLD_US = Instant.parse("2025-11-25T14:30:00Z");

  @BeforeEach
  void assess() throws IOException {
    incident.incidents.record(incident.responder, ID, Moment.VENDOR_TOLD_US, TOLD_US, "mail");
    incident.addPerson("u-1", DataCategory.NAME.mask());
    incident.addPerson("u-2", DataCategory.PASSWORD.mask() | DataCategory.EMAIL.mask());
    incident.assess(Files.writeString(folder.resolve("export.ndjson"), "{}"));
  }

  private DutyStanding standing(String duty) {
    return incident.duties.standings(ID).stream()
        .filter(standing -> standing.finding().duty().id().equals(duty))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void findingsKeepWhatIsExposedOfEachPersonByResidence() {
    Findings findings = incident.assessments.latest(ID).orElseThrow();

    assertThat(findings.people().residences().holdings())
        .hasSize(2)
        .allSatisfy(holding -> {
          assertThat(holding.place()).isEqualTo("DE");
          assertThat(holding.people()).isEqualTo(1);
          assertThat(holding.anyForm() & DataCategory.USER_AGENT.mask()).isNotZero();
        });
  }

  @Test
  void decisionIsTheEffectiveStatusAndKeepsItsCatalogue() {
    incident.duties.decide(
        incident.officer,
        ID,
        "us-vt-ag",
        DutyFinding.Status.OWED,
        "counsel checked the entry and found residents");
    DutyCatalogue.Edition edition = DutyCatalogue.shipped().edition();

    assertThat(standing("us-vt-ag").effective()).isEqualTo(DutyFinding.Status.OWED);
    assertThat(standing("us-vt-ag").decision().orElseThrow().under())
        .isEqualTo(DutyDecision.Under.of(edition));
    assertThat(incident.duties.view(ID).in(DutyFinding.Status.OWED))
        .extracting(standing -> standing.finding().duty().id())
        .contains("us-vt-ag");
  }

  @Test
  void catalogueOfADecisionIsKeptTextByText() {
    CatalogueArchive archive =
        new CatalogueArchive(incident.installation.control(), incident.installation.clock());
    assertThat(archive.list()).isEmpty();
    for (String duty : List.of("us-vt-ag", AUTHORITY)) {
      incident.duties.decide(incident.officer, ID, duty, DutyFinding.Status.OWED, "counsel");
    }
    DutyCatalogue shipped = DutyCatalogue.shipped();
    DutyDecision.Under under = standing("us-vt-ag").decision().orElseThrow().under();

    assertThat(archive.list())
        .extracting(CatalogueArchive.Kept::kind)
        .containsExactly(CatalogueArchive.Kind.CATALOGUE, CatalogueArchive.Kind.HOLIDAYS);
    assertThat(archive.text(under.sha256())).isEqualTo(shipped.text());
    assertThat(DutyCatalogue.parse(archive.text(under.sha256())).edition())
        .isEqualTo(shipped.edition());
    assertThat(archive.text(under.holidays().sha256())).isEqualTo(shipped.holidays().text());
    assertThat(under.holidays().version()).isEqualTo(shipped.holidays().version());
    assertThatThrownBy(() -> archive.text("0".repeat(64))).isInstanceOf(FirebreakException.class);
  }

  @Test
  void notOwedNamesItsMissingElement() {
    assertThatThrownBy(() ->
            incident.duties.decide(
                incident.officer, ID, AUTHORITY, DutyFinding.Status.NOT_OWED, "because"))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("missing element");
    incident.duties.decide(
        incident.officer,
        ID,
        AUTHORITY,
        DutyFinding.Status.NOT_OWED,
        new DutyDecision.Grounds("counsel's letter", "the data is unintelligible"));
    incident.duties.decide(
        incident.officer, ID, "tr-kvkk-authority", DutyFinding.Status.NOT_OWED, "as evaluated");

    assertThat(standing(AUTHORITY).decision().orElseThrow().grounds().missing())
        .isEqualTo("the data is unintelligible");
    assertThat(standing("tr-kvkk-authority").decision().orElseThrow().grounds().missing())
        .contains("no affected person lives in TR");
  }

  @Test
  void everythingThatIsNotOwedIsSignedAtOnceAndOnlyOnce() {
    int unsigned = incident.duties.view(ID).unsigned().size();

    assertThat(incident.duties.signNotOwed(incident.officer, ID, "as evaluated"))
        .hasSize(unsigned)
        .contains("tr-kvkk-authority");
    assertThat(incident.duties.view(ID).unsigned()).isEmpty();
    assertThat(incident.duties.signNotOwed(incident.officer, ID, "again")).isEmpty();
  }

  @Test
  void decisionThatTheFactsLeftBehindIsToldAndSignedAgain() {
    incident.duties.signNotOwed(incident.officer, ID, "as evaluated");
    incident.rejected = 5;
    incident.assess(folder.resolve("export.ndjson"));

    assertThat(standing("tr-kvkk-authority").isOutdated()).isTrue();
  }

  @Test
  void momentOfOneDutyMeetsItAndStopsItsClock() {
    Instant told = TOLD_US.plus(Duration.ofHours(6));
    incident.duties.recordMet(
        incident.responder, ID, AUTHORITY, Moment.AUTHORITY_NOTIFIED, told, "receipt");

    assertThat(standing(AUTHORITY).finding().metAt()).contains(told);
    assertThat(standing(AUTHORITY).isRunning()).isFalse();
    assertThat(incident.incidents.moments(ID)).containsKey(Moment.AUTHORITY_NOTIFIED);
    assertThatThrownBy(() ->
            incident.duties.recordMet(
                incident.responder, ID, AUTHORITY, Moment.CONTAINED, told, "no"))
        .isInstanceOf(FirebreakException.class);
    assertThatThrownBy(() ->
            incident.duties.recordMet(
                incident.responder, ID, AUTHORITY + "/nothing", Moment.DUTY_MET, told, "no"))
        .hasMessageContaining("further-information");
  }

  @Test
  void answerAboutTheIncidentIsSignedAndCounts() {
    incident.duties.answer(
        incident.officer, ID, "outside-attack", false, IncidentStatement.Grounds.of("an insider"));

    assertThat(incident.statements.answers(ID)).containsEntry("outside-attack", false);
    assertThat(incident.auditedActions()).contains("IncidentStatementSigned");
    assertThatThrownBy(() ->
            incident.duties.answer(
                incident.officer, ID, "processor", true, IncidentStatement.Grounds.of("no")))
        .hasMessageContaining("company.statements");
  }

  @Test
  void flagIsShownAndMovesNothing() {
    Optional<Instant> due = standing(AUTHORITY).nextDueAt();
    IncidentStatement.Grounds grounds =
        new IncidentStatement.Grounds(
            "letter of the police", Optional.of("letter.pdf"), Optional.of("0".repeat(64)));
    incident.statements.raise(
        incident.officer,
        ID,
        IncidentStatements.LAW_ENFORCEMENT_DELAY,
        Optional.of(LocalDate.of(2026, 3, 1)),
        grounds);

    DutiesView view = incident.duties.view(ID);
    assertThat(view.flags()).singleElement().returns("law-enforcement-delay", s -> s.name());
    assertThat(view.delay(standing("us-ca-individuals")))
        .hasValueSatisfying(text -> assertThat(text).contains("2026-03-01", "not moved"));
    assertThat(view.delay(standing(AUTHORITY))).isEmpty();
    assertThat(standing(AUTHORITY).nextDueAt()).isEqualTo(due);

    incident.statements.lower(
        incident.officer, ID, IncidentStatements.LAW_ENFORCEMENT_DELAY, grounds);
    assertThat(incident.statements.flags(ID)).isEmpty();
    assertThat(incident.statements.history(ID)).hasSize(2);
  }

  @Test
  void remindersAreWhatIsDueSoonTheNearestFirst() {
    DutiesView view = incident.duties.view(ID);

    assertThat(view.dueWithin(Duration.ofDays(4)))
        .extracting(standing -> standing.finding().duty().id())
        .contains(AUTHORITY);
    assertThat(view.dueWithin(Duration.ofDays(2)))
        .extracting(standing -> standing.finding().duty().id())
        .doesNotContain(AUTHORITY);
  }

  @Test
  void calendarHasTheRunningDuties() {
    assertThat(incident.duties.calendar(ID, "example.com"))
        .contains("UID:2025-11-mixpanel.eu-gdpr-33-authority@example.com")
        .doesNotContain("tr-kvkk-authority");
  }
}
