package dev.firebreak.cli;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.config.FirebreakConfig.Mail;
import dev.firebreak.notice.DnsRecords;
import dev.firebreak.notice.MailRecords;
import dev.firebreak.notice.NoticePeople;
import dev.firebreak.notice.NoticeTemplates;
import dev.firebreak.notice.PastedRecords;
import dev.firebreak.notice.RecipientDomains;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who is asked whether the domains of recipients take mail.
final class RecipientDomainOptions {
  private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

  @Option(
      names = "--records",
      paramLabel = "FILE",
      description = {
        "what DNS says about the recipients' domains, instead of asking it: lines as",
        "NAME MX 10 HOST, NAME A ADDRESS or NAME NXDOMAIN"
      })
  private @Nullable Path pasted;

  @Option(
      names = "--server",
      paramLabel = "HOST",
      description =
          "a name server to ask about the recipients' domains; else those of this machine")
  private @Nullable String server;

  /// Sets aside whom no mail can reach, as the settings and these options say.
  RecipientDomains.Checked check(CommandContext context, NoticePeople people) {
    FirebreakConfig config = context.installation().config();
    if (pasted != null) {
      Path file = context.workingDirectory().resolve(pasted);
      return check(PastedRecords.parse(NoticeTemplates.read(file)), people);
    }
    if (server != null) {
      return check(new DnsRecords("dns://" + server), people);
    }
    return switch (config.mail().map(Mail::recipientDomains).orElse(Mail.RecipientDomains.DNS)) {
      case DNS -> check(new DnsRecords("dns:"), people);
      case UNCHECKED -> RecipientDomains.unasked(people);
    };
  }

  private static RecipientDomains.Checked check(MailRecords records, NoticePeople people) {
    return new RecipientDomains(records, TIME_LIMIT).check(people);
  }
}
