package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.IncidentStatement;
import dev.firebreak.incident.IncidentStatements;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident flag`.
@Command(
    name = "flag",
    description = {
      "Signs a flag: a legal hold, or that law enforcement asked for delay.",
      "It is shown beside the due times and never moves one by itself."
    })
final class FlagCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID", index = "0")
  private String id = "";

  @Parameters(paramLabel = "legal-hold|law-enforcement-delay", index = "1")
  private String flag = "";

  @Option(names = "--until", paramLabel = "DAY", description = "last day, as 2026-01-31")
  private @Nullable LocalDate until;

  @Option(names = "--because", required = true)
  private String reason = "";

  @Option(names = "--attachment", description = "the document that shows it; needed to raise one")
  private @Nullable Path attachment;

  @Option(names = "--end", description = "take the flag down")
  private boolean end;

  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--json")
  private boolean json;

  FlagCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    IncidentStatement.Grounds grounds =
        attachment == null ? IncidentStatement.Grounds.of(reason) : grounds(attachment);
    IncidentStatements statements = IncidentServices.of(context.installation()).statements();
    ConfirmedOperator by =
        operator.confirm(context, "IncidentStatementSigned", Role.PRIVACY_OFFICER);
    if (end) {
      statements.lower(by, id, flag, grounds);
    } else {
      statements.raise(by, id, flag, Optional.ofNullable(until), grounds);
    }
    if (json) {
      JsonOutput.print(context.out(), IncidentJson.statement(statements.history(id).getLast()));
    } else {
      context.out().println((end ? "Taken down: " : "Raised: ") + flag + ".");
    }
    return 0;
  }

  private IncidentStatement.Grounds grounds(Path document) {
    Path name = document.getFileName();
    if (name == null) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "--attachment names a file");
    }
    String sha256 = FileDigest.sha256(context.workingDirectory().resolve(document));
    return new IncidentStatement.Grounds(reason, Optional.of(name.toString()), Optional.of(sha256));
  }
}
