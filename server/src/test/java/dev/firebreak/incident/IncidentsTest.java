package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentsTest extends OpenIncident {
  private static final Instant TOLD = Instant.parse("2025-11-25T14:30:00Z");

  private static final Duration KEPT = Duration.ofDays(30);

  private void told(Instant at, String evidence) {
    incident.incidents.record(incident.responder, ID, Moment.VENDOR_TOLD_US, at, evidence);
  }

  private static void refused(
      ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void openedIncidentIsListedAndShown() {
    assertThat(incident.incidents.list()).hasSize(1);
    assertThat(incident.incidents.get(ID).openedBy()).isEqualTo("rae");
    assertThat(incident.auditedActions()).containsExactly("IncidentOpened");
  }

  @Test
  void idIsUsedOnceAndHasOneShape() {
    refused(ErrorCode.WRONG_USE, incident::open);
    for (String bad : List.of("", "ab", "../etc", "A-B-C", "x".repeat(65))) {
      refused(
          ErrorCode.WRONG_USE,
          () -> incident.incidents.open(incident.responder, bad, IncidentFixture.VENDOR, "title"));
    }
  }

  @Test
  void correctionKeepsTheHistory() {
    told(TOLD, "telephone call");
    told(TOLD.minusSeconds(3_600), "their mail, found later");

    assertThat(incident.incidents.history(ID))
        .extracting(RecordedMoment::evidence)
        .containsExactly("telephone call", "their mail, found later");
    RecordedMoment latest =
        java.util.Objects.requireNonNull(incident.incidents.moments(ID).get(Moment.VENDOR_TOLD_US));
    assertThat(latest.at()).isEqualTo(TOLD.minusSeconds(3_600));
    assertThat(latest.recordedBy()).isEqualTo("rae");
  }

  @Test
  void momentNeedsEvidenceAndLiesInThePast() {
    refused(ErrorCode.WRONG_USE, () -> told(TOLD, " "));
    refused(ErrorCode.WRONG_USE, () -> told(IncidentFixture.NOW.plusSeconds(1), "a guess"));
    refused(ErrorCode.WRONG_USE, () -> told(TOLD, "x".repeat(Incidents.TEXT_CHARS_MAX + 1)));
  }

  @Test
  void closedIncidentTakesNothingMore() {
    incident.incidents.close(incident.officer, ID, "everything done", KEPT);

    refused(ErrorCode.WRONG_USE, () -> told(TOLD, "mail"));
    assertThat(incident.incidents.get(ID).closing()).isPresent();
  }

  @Test
  void closingAndDecidingNeedAPrivacyOfficer() {
    refused(
        ErrorCode.NOT_ALLOWED,
        () -> incident.incidents.close(incident.responder, ID, "done", KEPT));
    refused(
        ErrorCode.NOT_ALLOWED,
        () ->
            incident.duties.decide(
                incident.responder,
                ID,
                "us-ca-individuals",
                DutyFinding.Status.NOT_OWED,
                "no element"));
    ConfirmedOperator viewer = ConfirmedOperators.of("vic", Role.VIEWER, IncidentFixture.NOW);
    refused(
        ErrorCode.NOT_ALLOWED,
        () -> incident.incidents.open(viewer, "another", IncidentFixture.VENDOR, "title"));
  }

  @Test
  void unknownIncidentIsNotFound() {
    refused(ErrorCode.NOT_FOUND, () -> incident.incidents.get("nothing-here"));
  }

  @Test
  void signedFindingKeepsItsAttachmentsDigest() {
    incident.incidents.sign(
        incident.officer, ID, "Our own systems were not affected", "log review", "0".repeat(64));

    assertThat(incident.incidents.manualFindings(ID))
        .singleElement()
        .satisfies(finding -> assertThat(finding.signedBy()).isEqualTo("olu"));
    refused(
        ErrorCode.WRONG_USE,
        () -> incident.incidents.sign(incident.officer, ID, "statement", "paper", "no digest"));
  }

  @Test
  void dutiesComeOutForTheRealDatesAndAPersonDecides() {
    told(TOLD, "the vendor's mail");
    DutyFinding authority = incident.duties.evaluate(ID).getFirst();

    assertThat(authority.deadline().dueAt().orElseThrow().toInstant())
        .isEqualTo(Instant.parse("2025-11-28T14:30:00Z"));
    assertThat(authority.status()).isEqualTo(DutyFinding.Status.UNCLEAR);

    incident.duties.decide(
        incident.officer,
        ID,
        "eu-gdpr-33-authority",
        DutyFinding.Status.OWED,
        "we will not wait for the file");
    assertThat(incident.incidents.decisions(ID))
        .singleElement()
        .satisfies(decision -> {
          assertThat(decision.evaluated()).isEqualTo(DutyFinding.Status.UNCLEAR);
          assertThat(decision.decision()).isEqualTo(DutyFinding.Status.OWED);
        });
    assertThat(incident.auditedActions()).contains("DutyDecided");
  }

  @Test
  void nobodyDecidesUnclearOrAnUnknownDuty() {
    for (String duty : List.of("eu-gdpr-33-authority", "no-such-duty")) {
      assertThatThrownBy(() ->
              incident.duties.decide(
                  incident.officer,
                  ID,
                  duty,
                  duty.startsWith("eu") ? DutyFinding.Status.UNCLEAR : DutyFinding.Status.OWED,
                  "because"))
          .isInstanceOf(FirebreakException.class);
    }
  }
}
