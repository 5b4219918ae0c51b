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
    assertThat(incident.of(ATTORNEY_GENERAL).missing()).singleElement().asString().contains("501");

    incident.residences = new Residences(Map.of("US-CA", 500L, "US", 1L), 0);
    assertThat(incident.of(ATTORNEY_GENERAL).status()).isEqualTo(UNCLEAR);

    incident.residences = new Residences(Map.of("US-CA", 501L), 0);
    assertThat(incident.of(ATTORNEY_GENERAL).status()).isEqualTo(OWED);
  }

  @Test
  void nameOfOneAndPasswordOfAnotherAreNotOnePersonsData() {
    long name = DataCategory.NAME.mask();
    long password = DataCategory.PASSWORD.mask();
    incident.clear = name | password;
    incident.residences =
        new Residences(
            Map.of("US-CA", 2_000L),
            0,
            List.of(
                new Holding("US-CA", name, name, 1_000),
                new Holding("US-CA", password, password, 1_000)));
    assertThat(incident.of(CALIFORNIA).status()).isEqualTo(NOT_OWED);

    long both = password | DataCategory.EMAIL.mask();
    incident.residences =
        new Residences(Map.of("US-CA", 1L), 0, List.of(new Holding("US-CA", both, both, 1)));
    assertThat(incident.of(CALIFORNIA).status()).isEqualTo(OWED);
  }

  @Test
  void dataOfPeopleElsewhereOwesNothingHere() {
    long both = DataCategory.PASSWORD.mask() | DataCategory.EMAIL.mask();
    long name = DataCategory.NAME.mask();
    incident.residences =
        new Residences(
            Map.of("US-CA", 10L, "DE", 5L),
            0,
            List.of(new Holding("US-CA", name, name, 10), new Holding("DE", both, both, 5)));
    assertThat(incident.of(CALIFORNIA).status()).isEqualTo(NOT_OWED);
  }

  @Test
  void unionOfAllPeopleLeavesACombinationUnclear() {
    incident.clear |= DataCategory.PASSWORD.mask();
    incident.perPerson = false;

    assertThat(incident.of(CALIFORNIA).status()).isEqualTo(UNCLEAR);
    assertThat(incident.of(CALIFORNIA).missing())
        .singleElement()
        .asString()
        .contains("one and the same person");
    assertThat(incident.of("eu-gdpr-33-5-register").status()).isEqualTo(OWED);
  }

  @Test
  void lawThatCountsWhoIsToldIsUnclearWhereMoreCouldBeTold() {
    long both = DataCategory.PASSWORD.mask() | DataCategory.EMAIL.mask();
    long name = DataCategory.NAME.mask();
    List<Holding> few =
        List.of(new Holding("US-CA", both, both, 5), new Holding("US-CA", name, name, 900));
    incident.residences = new Residences(Map.of("US-CA", 905L), 0, few);

    assertThat(incident.of(CALIFORNIA).status()).isEqualTo(OWED);
    assertThat(incident.of(ATTORNEY_GENERAL).status()).isEqualTo(UNCLEAR);
    assertThat(incident.of(ATTORNEY_GENERAL).missing())
        .singleElement()
        .asString()
        .contains("counts who is told", "905");
  }

  @Test
  void unansweredQuestionIsNamed() {
    DutyFinding nis2 = incident.of("eu-nis2-early-warning");
    assertThat(nis2.status()).isEqualTo(UNCLEAR);
    assertThat(nis2.questions()).containsExactly("nis2-entity", "nis2-significant");

    incident.statements.put("nis2-entity", false);
    assertThat(incident.of("eu-nis2-early-warning").status()).isEqualTo(NOT_OWED);
    incident.statements.put("nis2-entity", true);
    incident.answers.put("nis2-significant", true);
    assertThat(incident.of("eu-nis2-early-warning").status()).isEqualTo(OWED);
  }

  @Test
  void entryFromMemoryIsNotOwedOnlyForWhatItsWordsDoNotDecide() {
    incident.residences = new Residences(Map.of("DE", 10L), 0);
    assertThat(incident.of("id-pdp-46").status()).isEqualTo(NOT_OWED);

    incident.residences = new Residences(Map.of("US-OR", 10L), 0);
    assertThat(incident.of("us-or-individuals").status()).isEqualTo(UNCLEAR);
    assertThat(incident.of("us-or-individuals").missing())
        .anyMatch(reason -> reason.contains("from memory"));
  }

  @Test
  void proposalAndRecommendationAreNeverOwed() {
    incident.residences = new Residences(Map.of("HK", 10L, "AR", 10L), 0);
    for (String id : List.of("eu-gdpr-33-omnibus", "us-circia", "hk-pcpd", "ar-aaip")) {
      assertThat(incident.of(id).status()).isEqualTo(NOT_OWED);
    }
  }

  @Test
  void entryThatStandsForManyLawsIsAtBestUnclear() {
    incident.clear |= DataCategory.PASSWORD.mask();
    incident.residences = new Residences(Map.of("US-GA", 10L), 0);
    assertThat(incident.of("us-other-states").status()).isEqualTo(UNCLEAR);

    incident.residences = new Residences(Map.of("US-CA", 10L), 0);
    assertThat(incident.of("us-other-states").status()).isEqualTo(NOT_OWED);
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

    for (String id :
        List.of(AUTHORITY, PEOPLE, CALIFORNIA, ATTORNEY_GENERAL, "jp-appi-individuals")) {
      assertThat(incident.of(id).status()).isEqualTo(UNCLEAR);
    }
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
            version: "1"
            compiled: 2026-01-01
            duties:
            - id: bare
              law: {name: Some law, citation: s. 1, places: [DE]}
              owed_to: [authority]
              clock: {starts_on: [suspected], quality: soon, zone: UTC}
              check: {verified: search, source: none}
            """);

    assertThat(incident.of("bare").status()).isEqualTo(UNCLEAR);
  }

  private static RiskReading reading(RiskLevel low, RiskLevel high) {
    return new RiskReading(low, high, List.of("measured so"));
  }
}
