package dev.firebreak.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.duty.Deadline;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.incident.DutyStanding;
import dev.firebreak.incident.DutyWatch;
import dev.firebreak.notice.MailResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DutyReminderMailTest {
  private static final Instant DUE = Instant.parse("2025-11-28T14:30:00Z");

  private final CompanyMail relay = new CompanyMail();
  private final DutyReminderMail reminder =
      new DutyReminderMail(
          CompanyMail.SETTINGS, "example.com", relay, Clock.fixed(DUE, ZoneOffset.UTC));

  private static List<DutyWatch.Nearer> nearer() {
    return List.of(nearer("eu-gdpr-33-authority", DutyFinding.Status.OWED, "4h"));
  }

  private static DutyWatch.Nearer nearer(String duty, DutyFinding.Status status, String within) {
    DutyFinding finding =
        new DutyFinding(
            DutyCatalogue.shipped().duty(duty).orElseThrow(),
            status,
            List.of(),
            List.of(),
            List.of(),
            new Deadline(
                Optional.empty(),
                Optional.empty(),
                Optional.of(DUE.atZone(ZoneOffset.UTC)),
                Optional.empty(),
                "soon",
                List.of()),
            new DutyFinding.Progress(Optional.empty(), List.of()));
    return new DutyWatch.Nearer(
        "2025-11-mixpanel", new DutyStanding(finding, Optional.empty()), within);
  }

  @Test
  void goesToTheCompanysOwnMailboxWithoutALink() throws IOException {
    reminder.tell(nearer());

    assertThat(relay.sent())
        .singleElement()
        .satisfies(mail -> {
          assertThat(mail.to()).isEqualTo("privacy@example.com");
          assertThat(mail.notice().text())
              .contains("within 4h: GDPR Art. 33(1)", "2025-11-28T14:30:00Z", "not legal advice")
              .doesNotContain("http");
        });
  }

  @Test
  void unclearOnesComeAsOneDigestThatAsksForADecision() throws IOException {
    reminder.tell(
        List.of(
            nearer("eu-gdpr-33-authority", DutyFinding.Status.UNCLEAR, "overdue"),
            nearer("za-popia-22", DutyFinding.Status.UNCLEAR, "24h")));

    assertThat(relay.sent())
        .singleElement()
        .satisfies(mail -> {
          assertThat(mail.notice().subject())
              .isEqualTo("2 duties about an incident need a decision while their clocks run");
          assertThat(mail.notice().text())
              .contains("sign a decision", "OVERDUE: GDPR Art. 33(1)", "at the earliest 2025");
        });
  }

  @Test
  void owedOnesStandBeforeTheDigest() throws IOException {
    reminder.tell(
        List.of(
            nearer("za-popia-22", DutyFinding.Status.UNCLEAR, "24h"),
            nearer("eu-gdpr-33-authority", DutyFinding.Status.OWED, "4h")));

    assertThat(relay.sent())
        .singleElement()
        .satisfies(mail -> {
          assertThat(mail.notice().subject())
              .isEqualTo("1 of our duties about an incident come due, 1 need a decision");
          assertThat(mail.notice().text())
              .containsSubsequence("GDPR Art. 33(1)", "Not decided yet", "POPIA");
        });
  }

  @Test
  void refusedReminderIsToldSoThatItIsTriedAgain() {
    relay.answers(new MailResult.Deferred("450 later"));

    assertThatThrownBy(() -> reminder.tell(nearer())).isInstanceOf(IOException.class);
  }
}
