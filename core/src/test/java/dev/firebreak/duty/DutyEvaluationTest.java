package dev.firebreak.duty;

import static dev.firebreak.duty.DutyFinding.Status.NOT_OWED;
import static dev.firebreak.duty.DutyFinding.Status.OWED;
import static dev.firebreak.duty.DutyFinding.Status.UNCLEAR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DutyEvaluationTest {
  private static final String CALIFORNIA = "us-ca-individuals";
  private static final String ATTORNEY_GENERAL = "us-ca-ag";
  private static final String AUTHORITY = "eu-gdpr-33-authority";
  private static final String PEOPLE = "eu-gdpr-34-individuals";

  private final DutyFixture incident = new DutyFixture();

  @Test
  void plainMetadataOwesTheEuropeanDutiesAndNotTheCalifornianOnes() {
    assertThat(incident.of(AUTHORITY).status()).isEqualTo(OWED);
    assertThat(incident.of(PEOPLE).status()).isEqualTo(OWED);
    assertThat(incident.of("eu-gdpr-33-5-register").status()).isEqualTo(OWED);
    assertThat(incident.of(CALIFORNIA).status()).isEqualTo(NOT_OWED);
    assertThat(incident.of(ATTORNEY_GENERAL).status()).isEqualTo(NOT_OWED);
    assertThat(incident.of("id-pdp-46").status()).isEqualTo(UNCLEAR);
  }

  @Test
  void notOwedNamesTheMissingElement() {
    assertThat(incident.of(CALIFORNIA).missing())
        .singleElement()
        .asString()
        .contains("user.government_id", "user.authorization.password", "in clear");
  }

  @Test
  void passwordBesideTheAddressMakesCaliforniaOwed() {
    incident.clear |= DataCategory.PASSWORD.mask();

    assertThat(incident.of(CALIFORNIA).status()).isEqualTo(OWED);
    assertThat(incident.of(ATTORNEY_GENERAL).status()).isEqualTo(OWED);
  }

  @Test
  void attorneyGeneralNeedsMoreThanFiveHundredCertainResidents() {
    incident.clear |= DataCategory.PASSWORD.mask();
    incident.residences = new Residences(Map.of("US-CA", 500L), 0);
    assertThat(incident.of(ATTORNEY_GENERAL).status()).isEqualTo(NOT_OWED);

    incident.residences = new Residences(Map.of("US-CA", 500L, "US", 1L), 0);
    assertThat(incident.of(ATTORNEY_GENERAL).status()).isEqualTo(UNCLEAR);

    incident.residences = new Residences(Map.of("US-CA", 501L), 0);
    assertThat(incident.of(ATTORNEY_GENERAL).status()).isEqualTo(OWED);
  }

  @Test
  void fieldsWithoutAKindKeepADutyUnclear() {
    incident.unexplained = 2;

    assertThat(incident.of(CALIFORNIA).status()).isEqualTo(UNCLEAR);
    assertThat(incident.of(ATTORNEY_GENERAL).status()).isEqualTo(UNCLEAR);
  }

  @Test
  void rowsThatCouldNotBeReadRuleNothingOut() {
    incident.unread = 3;
    incident.risk = Optional.of(reading(RiskLevel.UNLIKELY, RiskLevel.UNLIKELY));

    assertThat(incident.evaluate().values())
        .extracting(DutyFinding::status)
        .doesNotContain(NOT_OWED);
    assertThat(incident.of(AUTHORITY).missing()).singleElement().asString().contains("3 rows");
  }

  @Test
  void peopleOfUnknownResidenceKeepADutyUnclear() {
    incident.clear |= DataCategory.PASSWORD.mask();
    incident.residences = new Residences(Map.of("DE", 5L), 7);

    assertThat(incident.of(CALIFORNIA).status()).isEqualTo(UNCLEAR);
    assertThat(incident.of(CALIFORNIA).missing()).singleElement().asString().contains("7");
  }

  @Test
  void tellingPeopleHangsOnHighRiskAndSaysWhy() {
    incident.risk = Optional.of(reading(RiskLevel.RISK, RiskLevel.HIGH));
    assertThat(incident.of(PEOPLE).status()).isEqualTo(UNCLEAR);

    incident.risk = Optional.of(reading(RiskLevel.RISK, RiskLevel.RISK));
    DutyFinding finding = incident.of(PEOPLE);
    assertThat(finding.status()).isEqualTo(NOT_OWED);
    assertThat(finding.missing()).singleElement().asString().contains("measured so");
  }

  @Test
  void authorityIsNotOwedWhereARiskIsUnlikelyButTheRegisterStillIs() {
    incident.risk = Optional.of(reading(RiskLevel.UNLIKELY, RiskLevel.UNLIKELY));

    assertThat(incident.of(AUTHORITY).status()).isEqualTo(NOT_OWED);
    assertThat(incident.of(PEOPLE).status()).isEqualTo(NOT_OWED);
    assertThat(incident.of("eu-gdpr-33-5-register").status()).isEqualTo(OWED);
  }

  @Test
  void doubtAboutTheRiskLeavesTheAuthorityOwed() {
    incident.risk = Optional.of(reading(RiskLevel.UNLIKELY, RiskLevel.RISK));

    assertThat(incident.of(AUTHORITY).status()).isEqualTo(OWED);
  }

  @Test
  void riskThatNobodyAssessedLeavesDutiesUnclear() {
    incident.risk = Optional.empty();

    assertThat(incident.of(AUTHORITY).status()).isEqualTo(UNCLEAR);
    assertThat(incident.of(AUTHORITY).deadline().dueAt()).isPresent();
  }

  @Test
  void lawOutsideItsPeriodIsNotOwed() {
    incident.moments.put(Moment.VENDOR_TOLD_US, Instant.parse("2018-05-20T10:00:00Z"));

    assertThat(incident.of(AUTHORITY).status()).isEqualTo(NOT_OWED);
    assertThat(incident.of(AUTHORITY).missing()).singleElement().asString().contains("2018-05-25");
  }

  @Test
  void authorityThatWasNotifiedInTimeMeetsTheDutyAtHome() {
    incident.moments.put(Moment.AUTHORITY_NOTIFIED, Instant.parse("2025-11-27T14:30:00Z"));

    assertThat(incident.of(AUTHORITY).metAt()).contains(Instant.parse("2025-11-27T14:30:00Z"));
    assertThat(incident.of(AUTHORITY).metBefore()).contains(Duration.ofDays(1));
    assertThat(incident.of(ATTORNEY_GENERAL).metAt()).isEmpty();
    assertThat(incident.of(PEOPLE).metAt()).isEmpty();
  }

  @Test
  void momentOfOneDutyMeetsThatDutyAlone() {
    Instant told = Instant.parse("2025-11-30T14:30:00Z");
    incident.ofDuties.put(AUTHORITY, Map.of(Moment.AUTHORITY_NOTIFIED, told));

    assertThat(incident.of(AUTHORITY).metBefore()).contains(Duration.ofDays(-2));
    assertThat(incident.of("eu-gdpr-33-5-register").metAt()).isEmpty();
  }

  @Test
  void dutyWithoutRequirementsIsAtBestUnclear() {
    incident.catalogue =
        DutyCatalogue.parse(
            """
            compiled: 2026-01-01
            duties:
            - id: bare
              law: {name: Some law, citation: s. 1, places: [DE]}
              owed_to: authority
              clock: {starts_on: [suspected], quality: soon, zone: UTC}
              check: {verified: search, source: none}
            """);

    assertThat(incident.of("bare").status()).isEqualTo(UNCLEAR);
  }

  private static RiskReading reading(RiskLevel low, RiskLevel high) {
    return new RiskReading(low, high, List.of("measured so"));
  }
}
