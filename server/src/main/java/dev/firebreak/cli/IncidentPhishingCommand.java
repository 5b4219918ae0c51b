package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.config.Secret;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.StepUpExport;
import dev.firebreak.incident.StepUpWebhook;
import dev.firebreak.risk.PhishingRisk;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident phishing`.
@Command(
    name = "phishing",
    description = {
      "Hands the accounts at risk of phishing to the identity provider, for step-up:",
      "as CSV (account, band, score, second factor, action), or by a signed webhook."
    })
final class IncidentPhishingCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(names = "--out", paramLabel = "FILE", description = "a new CSV file")
  private @Nullable Path out;

  @Option(names = "--webhook", paramLabel = "URL", description = "https address that takes them")
  private @Nullable URI webhook;

  @Option(
      names = "--webhook-secret",
      paramLabel = "FILE",
      description = "the secret of the signature, 32 characters and more")
  private @Nullable Path webhookSecret;

  @Option(
      names = "--from",
      paramLabel = "BAND",
      description = "this band and above: low, medium, high, critical",
      defaultValue = "medium")
  private PhishingRisk.Band from = PhishingRisk.Band.MEDIUM;

  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--json")
  private boolean json;

  IncidentPhishingCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    if ((out == null) == (webhook == null) || (webhook == null) != (webhookSecret == null)) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "give --out FILE, or --webhook URL with --webhook-secret FILE");
    }
    IncidentServices services = IncidentServices.of(context.installation());
    Findings findings = IncidentRiskCommand.latest(services, id);
    ConfirmedOperator by = operator.confirm(context, "PhishingExported", Role.PRIVACY_OFFICER);
    StepUpExport export = new StepUpExport(services.assessments());
    long accounts =
        out == null
            ? post(export, by, findings)
            : export.toFile(
                by, id, findings.version(), from, context.workingDirectory().resolve(out));
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("version", findings.version());
      document.put("accounts", accounts);
      JsonOutput.print(context.out(), document);
    } else {
      context.out().println("Handed over " + accounts + " accounts.");
    }
    return 0;
  }

  private long post(StepUpExport export, ConfirmedOperator by, Findings findings)
      throws IOException {
    if (webhook == null || webhookSecret == null) {
      throw new IllegalStateException("checked before");
    }
    StepUpWebhook.Target target = new StepUpWebhook.Target(webhook, secret(webhookSecret));
    CountDownLatch never = new CountDownLatch(1);
    try (StepUpWebhook hook =
        new StepUpWebhook(
            target,
            id,
            findings.version(),
            context.installation().clock(),
            duration -> {
              if (never.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody ends the wait");
              }
            })) {
      return export.toReceiver(by, id, findings.version(), from, StepUpWebhook.BATCH, hook);
    }
  }

  private Secret secret(Path file) {
    try {
      return Secret.of(Files.readString(context.workingDirectory().resolve(file)).strip());
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE, "the webhook's secret can't be read from " + file, e);
    }
  }
}
