package dev.firebreak.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.duty.Deadline;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.incident.DutyStanding;
import dev.firebreak.incident.DutyWatch;
import dev.firebreak.notice.MailResult;
import dev.firebreak.notice.MailTransport;
import dev.firebreak.notice.OutgoingMail;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DutyReminderMailTest {
  private static final Instant DUE = Instant.parse("2025-11-28T14:30:00Z");

  private final List<OutgoingMail> sent = new ArrayList<>();
  private MailResult answer = new MailResult.Accepted("250 ok");

  private final DutyReminderMail reminder =
      new DutyReminderMail(
          new FirebreakConfig.Mail(
              "relay.example.com",
              25,
              FirebreakConfig.Mail.Tls.NONE,
              Optional.empty(),
              Optional.empty(),
              "security@example.com",
              "privacy@example.com",
              1,
              0),
          "example.com",
          this::open,
          Clock.fixed(DUE, ZoneOffset.UTC));

  private MailTransport.Connection open() {
    return new MailTransport.Connection() {
      @Override
      public MailResult send(OutgoingMail mail) {
        sent.add(mail);
        return answer;
      }

      @Override
      public void close() {}
    };
  }

  private static List<DutyWatch.Nearer> nearer() {
    DutyFinding finding =
        new DutyFinding(
            DutyCatalogue.shipped().duty("eu-gdpr-33-authority").orElseThrow(),
            DutyFinding.Status.OWED,
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
    return List.of(
        new DutyWatch.Nearer(
            "2025-11-mixpanel", new DutyStanding(finding, Optional.empty()), "4h"));
  }

  @Test
  void goesToTheCompanysOwnMailboxWithoutALink() throws IOException {
    reminder.tell(nearer());

    assertThat(sent)
        .singleElement()
        .satisfies(mail -> {
          assertThat(mail.to()).isEqualTo("privacy@example.com");
          assertThat(mail.notice().text())
              .contains("within 4h: GDPR Art. 33(1)", "2025-11-28T14:30:00Z", "not legal advice")
              .doesNotContain("http");
        });
  }

  @Test
  void refusedReminderIsToldSoThatItIsTriedAgain() {
    answer = new MailResult.Deferred("450 later");

    assertThatThrownBy(() -> reminder.tell(nearer())).isInstanceOf(IOException.class);
  }
}
