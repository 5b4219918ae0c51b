package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DutyWatchTest {
  private static final String AUTHORITY = "eu-gdpr-33-authority";

  @TempDir Path folder;

  @Test
  void dutiesAreCountedByHowNearTheyAre() throws IOException {
    Instant due = Instant.parse("2025-11-28T14:30:00Z");
    try (IncidentFixture incident = new IncidentFixture(folder)) {
      vendorToldThreeDaysBefore(incident, due);

      assertThat(count(incident, due.plus(Duration.ofMinutes(1)), DutyWatch.Band.OVERDUE))
          .isGreaterThan(count(incident, due.minus(Duration.ofHours(1)), DutyWatch.Band.OVERDUE));
      assertThat(count(incident, due.minus(Duration.ofHours(1)), DutyWatch.Band.WITHIN_4_HOURS))
          .isPositive();
      int before = count(incident, due.plus(Duration.ofMinutes(1)), DutyWatch.Band.OVERDUE);
      incident.duties.recordMet(
          incident.responder,
          IncidentFixture.ID,
          AUTHORITY,
          Moment.AUTHORITY_NOTIFIED,
          due.minus(Duration.ofDays(3)),
          "receipt");
      assertThat(count(incident, due.plus(Duration.ofMinutes(1)), DutyWatch.Band.OVERDUE))
          .isEqualTo(before - 1);
      incident.incidents.close(incident.officer, IncidentFixture.ID, "over", Duration.ofDays(30));
      assertThat(count(incident, due, DutyWatch.Band.OVERDUE)).isZero();
    }
  }

  private static void vendorToldThreeDaysBefore(IncidentFixture incident, Instant due) {
    incident.open();
    incident.incidents.record(
        incident.responder,
        IncidentFixture.ID,
        Moment.VENDOR_TOLD_US,
        due.minus(Duration.ofDays(3)),
        "mail");
  }

  private static int count(IncidentFixture incident, Instant now, DutyWatch.Band band) {
    PrometheusRegistry registry = new PrometheusRegistry();
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    try (DutyWatch watch =
        DutyWatch.of(incident.incidents, incident.duties, registry, clock, duties -> {})) {
      Map<DutyWatch.Band, Integer> counts = watch.look();
      assertThat(registry.scrape().stream().map(found -> found.getMetadata().getName()))
          .containsExactly("firebreak_duties_due");
      return counts.getOrDefault(band, 0);
    }
  }

  @Test
  void unclearDutyIsToldBeforeAnyFileAndAgainWhenItBecomesOwed() throws IOException {
    Instant due = Instant.parse("2025-11-28T14:30:00Z");
    List<DutyFinding.Status> told = new ArrayList<>();
    try (IncidentFixture incident = new IncidentFixture(folder)) {
      vendorToldThreeDaysBefore(incident, due);
      DutyWatch.Listener listener =
          duties ->
              duties.stream()
                  .map(DutyWatch.Nearer::standing)
                  .filter(standing -> standing.finding().duty().id().equals(AUTHORITY))
                  .forEach(standing -> told.add(standing.effective()));
      try (DutyWatch watch =
          DutyWatch.of(
              incident.incidents,
              incident.duties,
              new PrometheusRegistry(),
              Clock.fixed(due.minus(Duration.ofHours(1)), ZoneOffset.UTC),
              listener)) {
        watch.look();
        watch.look();
        incident.duties.decide(
            incident.officer, IncidentFixture.ID, AUTHORITY, DutyFinding.Status.OWED, "certain");
        watch.look();
        watch.look();
      }
    }
    assertThat(told).containsExactly(DutyFinding.Status.UNCLEAR, DutyFinding.Status.OWED);
  }

  @Test
  void listenerThatFailsIsToldAgainAndOnlyOnceItWorked() throws IOException {
    Instant due = Instant.parse("2025-11-28T14:30:00Z");
    List<Long> told = new ArrayList<>();
    try (IncidentFixture incident = new IncidentFixture(folder)) {
      vendorToldThreeDaysBefore(incident, due);
      incident.duties.decide(
          incident.officer, IncidentFixture.ID, AUTHORITY, DutyFinding.Status.OWED, "certain");
      DutyWatch.Listener listener =
          duties -> {
            told.add(
                duties.stream()
                    .filter(d -> d.standing().effective() == DutyFinding.Status.OWED)
                    .count());
            if (told.size() == 1) {
              throw new IOException("the relay is away");
            }
          };
      try (DutyWatch watch =
          DutyWatch.of(
              incident.incidents,
              incident.duties,
              new PrometheusRegistry(),
              Clock.fixed(due, ZoneOffset.UTC),
              listener)) {
        watch.look();
        watch.look();
        watch.look();
      }
    }
    assertThat(told).containsExactly(1L, 1L);
  }
}
