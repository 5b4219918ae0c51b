package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.incident.SentNotifications;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident authority-sent`.
@Command(
    name = "authority-sent",
    description = {
      "Records that a notification went to an authority: the document is sealed with the incident,",
      "and the duty was met then. Once it was met, a later document is further information."
    })
final class AuthoritySentCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID", index = "0")
  private String id = "";

  @Parameters(
      paramLabel = "DUTY",
      index = "1",
      description = "as eu-gdpr-33-authority, or DUTY/STEP")
  private String duty = "";

  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      required = true,
      description = "what was sent, or its acknowledgement")
  private Path evidence = Path.of("");

  @Option(
      names = "--at",
      paramLabel = "TIME",
      required = true,
      description = "as 2025-11-25T14:30:00Z")
  private String at = "";

  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--json")
  private boolean json;

  AuthoritySentCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var sentAt = IncidentCommand.instant(at);
    ConfirmedOperator by = operator.confirm(context, "NotificationSent", Role.PRIVACY_OFFICER);
    SentNotifications.Sent sent =
        SentNotifications.of(context.installation())
            .record(by, id, duty, context.workingDirectory().resolve(evidence), sentAt);
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("duty", duty);
      document.put("at", sentAt.toString());
      document.put("sealedAs", sent.sealedAs());
      document.put("sha256", sent.sha256());
      document.put("metNow", sent.metNow());
      JsonOutput.print(context.out(), document);
      return 0;
    }
    context
        .out()
        .println(
            "Recorded: sent "
                + sentAt
                + ", sealed as "
                + sent.sealedAs()
                + ", SHA-256 "
                + sent.sha256()
                + (sent.metNow()
                    ? "."
                    : "; the duty was met before, this is further information."));
    return 0;
  }
}
