package dev.firebreak.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadlineRuleTest {
  private static final String AUTHORITY = "eu-gdpr-33-authority";
  private static final String CALIFORNIA = "us-ca-individuals";

  private final DutyFixture incident = new DutyFixture();

  private Optional<Instant> due(String id) {
    return incident.of(id).deadline().dueAt().map(ZonedDateTime::toInstant);
  }

  private Optional<Instant> safe(String id) {
    return incident.of(id).deadline().earliestSafeDueAt().map(ZonedDateTime::toInstant);
  }

  @Test
  void authorityIsDueAtTheSameHourThreeDaysLater() {
    assertThat(due(AUTHORITY)).contains(Instant.parse("2025-11-28T14:30:00Z"));
    assertThat(safe(AUTHORITY)).isEqualTo(due(AUTHORITY));
    assertThat(incident.of(AUTHORITY).deadline().left(incident.now))
        .contains(Duration.ofMinutes(54 * 60 + 30));
  }

  @Test
  void ownEarlierSuspicionMovesTheSafeTimeOnly() {
    incident.moments.put(Moment.SUSPECTED, Instant.parse("2025-11-20T00:00:00Z"));

    assertThat(due(AUTHORITY)).contains(Instant.parse("2025-11-28T14:30:00Z"));
    assertThat(safe(AUTHORITY)).contains(Instant.parse("2025-11-23T00:00:00Z"));
  }

  @Test
  void vendorsIdleDaysDoNotCountOnceItToldUs() {
    incident.moments.put(Moment.VENDOR_AWARE, Instant.parse("2025-11-09T00:00:00Z"));

    assertThat(safe(AUTHORITY)).contains(Instant.parse("2025-11-28T14:30:00Z"));
  }

  @Test
  void missingStartGivesTheEarliestSafeTime() {
    incident.moments.clear();
    incident.moments.put(Moment.VENDOR_AWARE, Instant.parse("2025-11-09T10:00:00Z"));
    incident.moments.put(Moment.ACCESS_BEGAN, Instant.parse("2025-11-01T10:00:00Z"));

    assertThat(due(AUTHORITY)).isEmpty();
    assertThat(safe(AUTHORITY)).contains(Instant.parse("2025-11-12T10:00:00Z"));
    assertThat(incident.of(AUTHORITY).deadline().remarks()).anyMatch(r -> r.contains("no start"));
  }

  @Test
  void withoutAnyMomentTheOpeningOfTheIncidentCounts() {
    incident.moments.clear();

    assertThat(safe(AUTHORITY)).contains(Instant.parse("2025-11-28T15:00:00Z"));
  }

  @Test
  void californiaHasNoNumberBefore2026() {
    Deadline deadline = incident.of(CALIFORNIA).deadline();

    assertThat(deadline.dueAt()).isEmpty();
    assertThat(deadline.remarks()).anyMatch(r -> r.contains("no number") && r.contains("2026"));
  }

  @Test
  void californiaHasThirtyDaysFrom2026On() {
    incident.moments.put(Moment.VENDOR_TOLD_US, Instant.parse("2026-01-01T08:00:00Z"));

    assertThat(due(CALIFORNIA)).contains(Instant.parse("2026-01-31T08:00:00Z"));
  }

  @Test
  void dayOfTheStartIsJudgedInThePlacesZone() {
    incident.moments.put(Moment.VENDOR_TOLD_US, Instant.parse("2026-01-01T07:59:00Z"));

    assertThat(due(CALIFORNIA)).isEmpty();
  }

  @Test
  void calendarDaysKeepTheWallClockOverADaylightSavingChange() {
    incident.moments.put(Moment.VENDOR_TOLD_US, Instant.parse("2026-03-01T17:00:00Z"));

    assertThat(incident.of(CALIFORNIA).deadline().dueAt())
        .contains(ZonedDateTime.parse("2026-03-31T09:00:00-07:00[America/Los_Angeles]"));
  }

  @Test
  void hoursAreElapsedHoursOverADaylightSavingChange() {
    incident.moments.put(Moment.VENDOR_TOLD_US, Instant.parse("2026-03-27T11:00:00Z"));

    assertThat(incident.of(AUTHORITY).deadline().dueAt())
        .contains(ZonedDateTime.parse("2026-03-30T12:00:00+01:00[Europe/Dublin]"));
  }

  @Test
  void lawOfSeveralPlacesCountsInTheZoneOfTheCompanysOwn() {
    incident.establishment = "FI";
    assertThat(zone(AUTHORITY)).isEqualTo("Europe/Helsinki");

    incident.establishment = "US";
    assertThat(zone(AUTHORITY)).isEqualTo("Europe/Brussels");
    assertThat(zone("us-co-individuals")).isEqualTo("America/Denver");
  }

  private String zone(String id) {
    return incident.of(id).deadline().earliestSafeDueAt().orElseThrow().getZone().getId();
  }

  @Test
  void earliestOfSeveralLimitsWins() {
    incident.moments.put(Moment.CLASSIFIED, Instant.parse("2025-11-25T16:00:00Z"));
    assertThat(due("eu-dora-initial")).contains(Instant.parse("2025-11-25T20:00:00Z"));

    incident.moments.put(Moment.CLASSIFIED, Instant.parse("2025-11-26T12:00:00Z"));
    assertThat(due("eu-dora-initial")).contains(Instant.parse("2025-11-26T14:30:00Z"));

    incident.moments.remove(Moment.CLASSIFIED);
    assertThat(due("eu-dora-initial")).contains(Instant.parse("2025-11-26T14:30:00Z"));
  }

  @Test
  void limitOfASectorCountsOnceTheCompanyStatesIt() {
    String china = "cn-csir-2025";
    assertThat(due(china)).contains(DutyFixture.TOLD_US.plus(Duration.ofHours(4)));
    assertThat(safe(china)).contains(DutyFixture.TOLD_US.plus(Duration.ofHours(1)));
    assertThat(incident.of(china).deadline().remarks())
        .anyMatch(remark -> remark.contains("cn-critical-infrastructure"));

    incident.statements.put("cn-critical-infrastructure", true);
    assertThat(due(china)).contains(DutyFixture.TOLD_US.plus(Duration.ofHours(1)));
    incident.statements.put("cn-critical-infrastructure", false);
    assertThat(safe(china)).contains(DutyFixture.TOLD_US.plus(Duration.ofHours(4)));
  }

  @Test
  void clockThatTakesTheLatestWaitsForAllOfItsMoments() {
    String mexico = "mx-lfpdppp";
    incident.moments.put(Moment.DETERMINED, Instant.parse("2025-11-27T10:00:00Z"));
    assertThat(incident.of(mexico).deadline().startedAt()).isEmpty();

    incident.moments.put(Moment.AFFECTED_LIST_COMPLETE, Instant.parse("2025-11-28T10:00:00Z"));
    assertThat(incident.of(mexico).deadline().startedAt())
        .contains(Instant.parse("2025-11-28T10:00:00Z"));
  }

  @Test
  void laterStepsHangOnEarlierOnes() {
    String warning = "eu-nis2-early-warning";
    assertThat(incident.of(warning).progress().steps().getFirst().dueAt())
        .map(ZonedDateTime::toInstant)
        .contains(DutyFixture.TOLD_US.plus(Duration.ofDays(3)));
    assertThat(incident.of(warning).progress().steps().getLast().dueAt()).isEmpty();

    incident.ofDuties.put(
        warning + "/notification", Map.of(Moment.DUTY_MET, Instant.parse("2026-01-31T12:00:00Z")));
    assertThat(incident.of(warning).progress().steps().getLast().dueAt())
        .map(ZonedDateTime::toInstant)
        .contains(Instant.parse("2026-02-28T12:00:00Z"));
  }

  @Test
  void businessDaysBeyondTheCalendarAreUnclear() {
    incident.moments.put(Moment.MATERIAL, Instant.parse("2031-01-02T15:00:00Z"));

    assertThat(incident.of("us-sec-8k-105").deadline().remarks())
        .anyMatch(remark -> remark.contains("unclear") && remark.contains("2024 to 2030"));
  }

  @Test
  void attorneyGeneralsClockStartsWhenPeopleWereTold() {
    incident.moments.put(Moment.PEOPLE_TOLD, Instant.parse("2026-02-01T20:00:00Z"));

    assertThat(due("us-ca-ag")).contains(Instant.parse("2026-02-16T20:00:00Z"));
    incident.moments.remove(Moment.PEOPLE_TOLD);
    assertThat(due("us-ca-ag")).isEmpty();
  }

  @Test
  void weekendExtensionIsToldAndNeverApplied() {
    incident.moments.put(Moment.VENDOR_TOLD_US, Instant.parse("2025-11-28T19:00:00Z"));
    Deadline deadline = incident.of(AUTHORITY).deadline();

    assertThat(due(AUTHORITY)).contains(Instant.parse("2025-12-01T19:00:00Z"));
    assertThat(deadline.remarks())
        .anyMatch(r -> r.contains("1182/71") && r.contains("Wednesday 3 December 2025 00:00"));
  }

  @Test
  void europeanPeriodsAreToldWhereTheEntrySaysSo() {
    incident.catalogue =
        DutyCatalogue.parse(
            """
            version: "1"
            compiled: 2026-01-01
            duties:
            - id: uk-gdpr
              law: {name: UK GDPR Art. 33, citation: Art. 33, places: [GB]}
              owed_to: [authority]
              requires: {territory: people}
              clock:
                starts_on: [vendor-told-us]
                limits: [{value: 72, unit: hours}]
                quality: soon
                zone: Europe/London
              check: {verified: search, source: none}
            """);

    assertThat(incident.of("uk-gdpr").deadline().remarks()).isEmpty();
  }

  @Test
  void moreThanOneStartMomentTakesTheEarliest() {
    incident.moments.put(Moment.REASONABLY_CERTAIN, Instant.parse("2025-11-24T06:00:00Z"));

    assertThat(due(AUTHORITY)).contains(Instant.parse("2025-11-27T06:00:00Z"));
  }
}
