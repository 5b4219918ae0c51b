package dev.firebreak.installation;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.incident.DutyWatch;
import dev.firebreak.notice.MailResult;
import dev.firebreak.notice.MailTransport;
import dev.firebreak.notice.OutgoingMail;
import dev.firebreak.notice.RenderedNotice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Mails the company's own mailbox, the one that reads answers to notices, when owed duties come
/// near. The mail has ids, laws and times, no person's data and no link.
public final class DutyReminderMail implements DutyWatch.Listener {
  private final FirebreakConfig.Mail mail;
  private final String domain;
  private final MailTransport transport;
  private final Clock clock;

  /// @param domain the company's, for message ids
  public DutyReminderMail(
      FirebreakConfig.Mail mail, String domain, MailTransport transport, Clock clock) {
    this.mail = mail;
    this.domain = domain;
    this.transport = transport;
    this.clock = clock;
  }

  @Override
  public void tell(List<DutyWatch.Nearer> duties) throws IOException {
    Instant now = clock.instant();
    String text = text(duties);
    String subject = duties.size() + " of our duties about an incident come due";
    String html = "<html><body><pre>" + escaped(text) + "</pre></body></html>";
    String id = UUID.nameUUIDFromBytes((now + text).getBytes(StandardCharsets.UTF_8)).toString();
    OutgoingMail reminder =
        new OutgoingMail(
            "<" + id + "@" + domain + ">",
            mail.from(),
            mail.replyTo(),
            mail.from(),
            mail.replyTo(),
            new RenderedNotice("", subject, text, html),
            new TreeMap<>(Map.of("Auto-Submitted", "auto-generated")),
            now);
    try (MailTransport.Connection connection = transport.open()) {
      if (!(connection.send(reminder) instanceof MailResult.Accepted)) {
        throw new IOException("the relay did not take the reminder");
      }
    }
  }

  private static String text(List<DutyWatch.Nearer> duties) {
    StringBuilder text = new StringBuilder();
    for (DutyWatch.Nearer nearer : duties) {
      text.append(nearer.within().equals("overdue") ? "OVERDUE" : "within " + nearer.within())
          .append(": ")
          .append(nearer.standing().finding().duty().law().name())
          .append(" to ")
          .append(nearer.standing().finding().duty().towards())
          .append(", due ")
          .append(nearer.standing().nextDueAt().map(Instant::toString).orElse(""))
          .append(" (incident ")
          .append(nearer.incident())
          .append(", duty ")
          .append(nearer.standing().finding().duty().id())
          .append(")\n");
    }
    return text.append("\nfirebreak incident duties shows all of them. This is not legal advice.\n")
        .toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
