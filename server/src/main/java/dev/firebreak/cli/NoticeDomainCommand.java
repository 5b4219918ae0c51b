package dev.firebreak.cli;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.DkimRecord;
import dev.firebreak.notice.DnsRecords;
import dev.firebreak.notice.DomainFinding;
import dev.firebreak.notice.MailSigning;
import dev.firebreak.notice.NoticeIssuer;
import dev.firebreak.notice.NoticeTemplates;
import dev.firebreak.notice.PastedRecords;
import dev.firebreak.notice.TxtRecords;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `firebreak notice domain`.
@Command(
    name = "domain",
    description = {
      "Checks the SPF, DKIM and DMARC records of the domain that notices come from.",
      "Exit code 1 where something must be put right before a notice is sent."
    })
final class NoticeDomainCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = "--records",
      paramLabel = "FILE",
      description = "records from a zone file or `dig`, instead of asking DNS")
  private @Nullable Path pasted;

  @Option(names = "--server", paramLabel = "HOST", description = "a name server to ask")
  private @Nullable String server;

  @Option(names = "--json")
  private boolean json;

  NoticeDomainCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Installation installation = context.installation();
    FirebreakConfig config = installation.config();
    NoticeIssuer.of(config);
    FirebreakConfig.Mail mail = config.mail().orElseThrow();
    MailSigning signing =
        new MailSigning(installation.control(), installation.keys(), installation.clock());
    List<DkimRecord> needed = signing.records(mail);
    if (!json) {
      say(mail, needed);
    }
    List<DomainFinding> findings = signing.check(mail, source());
    if (json) {
      JsonOutput.print(context.out(), document(mail, needed, findings));
    } else {
      findings.forEach(this::say);
    }
    if (findings.stream().anyMatch(DomainFinding::blocking)) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          "the records of " + mail.domain() + " are not ready; put them right and check again");
    }
    if (!json) {
      context.out().println("The records of " + mail.domain() + " are ready.");
    }
    return 0;
  }

  private TxtRecords source() {
    if (pasted != null) {
      return PastedRecords.parse(NoticeTemplates.read(context.workingDirectory().resolve(pasted)));
    }
    return new DnsRecords(server == null ? "dns:" : "dns://" + server);
  }

  private void say(FirebreakConfig.Mail mail, List<DkimRecord> needed) {
    if (needed.isEmpty()) {
      context
          .out()
          .println("The relay signs for " + mail.domain() + ": mail.dkim-selector is not set.");
      return;
    }
    context.out().println("Publish these, so that receivers can check our signatures:");
    needed.forEach(
        each -> context.out().println("  " + each.name() + ". TXT \"" + each.text() + "\""));
    context.out().println();
  }

  private void say(DomainFinding finding) {
    context
        .out()
        .println((finding.blocking() ? "" : "advice: ") + finding.name() + ": " + finding.wrong());
    context.out().println("  " + finding.fix());
  }

  private static Map<String, Object> document(
      FirebreakConfig.Mail mail, List<DkimRecord> needed, List<DomainFinding> findings) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("domain", mail.domain());
    document.put("ready", findings.stream().noneMatch(DomainFinding::blocking));
    document.put(
        "publish",
        needed.stream().map(each -> Map.of("name", each.name(), "text", each.text())).toList());
    document.put(
        "findings",
        findings.stream()
            .map(each ->
                Map.of(
                    "name", each.name(),
                    "wrong", each.wrong(),
                    "fix", each.fix(),
                    "blocking", each.blocking()))
            .toList());
    return document;
  }
}
