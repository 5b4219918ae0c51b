package dev.firebreak.installation;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.notice.MailResult;
import dev.firebreak.notice.MailTransport;
import dev.firebreak.notice.OutgoingMail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The settings of a company's mail, and a relay that keeps what it is sent.
final class CompanyMail implements MailTransport {
  static final FirebreakConfig.Mail SETTINGS =
      new FirebreakConfig.Mail(
          "relay.example.com",
          25,
          FirebreakConfig.Mail.Tls.NONE,
          Optional.empty(),
          Optional.empty(),
          "security@example.com",
          "privacy@example.com",
          1,
          0);

  private final List<OutgoingMail> sent = new ArrayList<>();
  private MailResult answer = new MailResult.Accepted("250 ok");

  List<OutgoingMail> sent() {
    return sent;
  }

  /// What the relay says from now on.
  void answers(MailResult next) {
    answer = next;
  }

  @Override
  public Connection open() {
    return new Connection() {
      @Override
      public MailResult send(OutgoingMail mail) {
        sent.add(mail);
        return answer;
      }

      @Override
      public void close() {}
    };
  }
}
