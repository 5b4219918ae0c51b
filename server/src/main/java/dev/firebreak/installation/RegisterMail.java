package dev.firebreak.installation;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.notice.MailTransport;
import dev.firebreak.register.RegisterNews;
import dev.firebreak.register.RegisterWatch;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/// Mails the company's own mailbox what the register announces and does: that a vendor will lose
/// data, gets tokens only, is held, or has everything again.
public final class RegisterMail implements RegisterWatch.Listener {
  private final CompanyMailbox mailbox;

  /// @param domain the company's, for message ids
  public RegisterMail(
      FirebreakConfig.Mail mail, String domain, MailTransport transport, Clock clock) {
    mailbox = new CompanyMailbox(mail, domain, transport, clock);
  }

  @Override
  public void tell(List<RegisterNews> news) throws IOException {
    StringBuilder text = new StringBuilder();
    for (RegisterNews each : news) {
      text.append(each.name())
          .append(" (")
          .append(each.vendor())
          .append(") ")
          .append(each.kind().words())
          .append("\n  because ")
          .append(each.because())
          .append('\n');
      if (!each.next().isEmpty()) {
        text.append("  next: ").append(each.next()).append('\n');
      }
    }
    text.append("\nfirebreak standards check shows all vendors and what to do.\n");
    mailbox.send(subject(news), text.toString());
  }

  private static String subject(List<RegisterNews> news) {
    RegisterNews first = news.getFirst();
    String one = first.name() + " " + first.kind().words();
    return news.size() == 1 ? one : one + ", and " + (news.size() - 1) + " more about vendors";
  }
}
