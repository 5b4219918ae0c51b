package dev.firebreak.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DutyCalendarTest {
  private final DutyFixture incident = new DutyFixture();

  private String calendar(String... ids) {
    List<DutyFinding> running = List.of(ids).stream().map(incident::of).toList();
    return DutyCalendar.of("2025-11-mixpanel", "example.com", running, incident.now);
  }

  private static String unfolded(String calendar) {
    return calendar.replace("\r\n ", "");
  }

  @Test
  void runningDutyIsOneEventWithTwoAlarms() {
    String calendar = unfolded(calendar("eu-gdpr-33-authority"));

    assertThat(calendar)
        .startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        .endsWith("END:VCALENDAR\r\n")
        .contains("UID:2025-11-mixpanel.eu-gdpr-33-authority@example.com\r\n")
        .contains("DTSTART:20251128T143000Z\r\n")
        .contains("TRIGGER:-PT24H\r\n", "TRIGGER:-PT4H\r\n")
        .contains("STATUS:CONFIRMED")
        .contains("Not legal advice\\; a person decides.")
        .containsOnlyOnce("BEGIN:VEVENT");
  }

  @Test
  void noLineHasMoreThan75Octets() {
    assertThat(calendar("eu-gdpr-33-authority", "eu-nis2-early-warning", "br-lgpd").split("\r\n"))
        .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
  }

  @Test
  void metDutyHasNoEventButItsLaterStepHas() {
    String warning = "eu-nis2-early-warning";
    incident.ofDuties.put(warning, Map.of(Moment.DUTY_MET, Instant.parse("2025-11-26T07:00:00Z")));

    assertThat(unfolded(calendar(warning)))
        .contains("UID:2025-11-mixpanel.eu-nis2-early-warning.notification@example.com")
        .doesNotContain("UID:2025-11-mixpanel.eu-nis2-early-warning@example.com");
  }

  @Test
  void dutyWithoutANumberHasNoEvent() {
    assertThat(calendar("eu-gdpr-34-individuals")).doesNotContain("VEVENT");
  }
}
