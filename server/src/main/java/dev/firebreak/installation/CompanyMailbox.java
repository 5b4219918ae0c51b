package dev.firebreak.installation;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.notice.MailResult;
import dev.firebreak.notice.MailTransport;
import dev.firebreak.notice.OutgoingMail;
import dev.firebreak.notice.RenderedNotice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// The company's own mailbox, the one that reads answers to notices: mails to it say what needs a
/// person. They hold no person's data and no link.
final class CompanyMailbox {
  private final FirebreakConfig.Mail mail;
  private final String domain;
  private final MailTransport transport;
  private final Clock clock;

  /// @param domain the company's, for message ids
  CompanyMailbox(FirebreakConfig.Mail mail, String domain, MailTransport transport, Clock clock) {
    this.mail = mail;
    this.domain = domain;
    this.transport = transport;
    this.clock = clock;
  }

  /// Sends one mail.
  ///
  /// @throws IOException where the relay did not take it
  void send(String subject, String text) throws IOException {
    Instant now = clock.instant();
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

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
