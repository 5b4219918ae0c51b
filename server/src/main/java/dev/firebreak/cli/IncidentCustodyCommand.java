package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.Assessments;
import dev.firebreak.incident.CustodyEntry;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.incident.IncidentServices;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident custody`.
@Command(
    name = "custody",
    description = {
      "Lists every file that was handed over, the documents of signed findings and the",
      "notifications that were sent: who, when, from where, SHA-256. With --export it writes one of"
          + " them as it was handed over."
    })
final class IncidentCustodyCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(
      names = "--export",
      paramLabel = "NAME",
      description = "as the list has it under `sealed as`; needs the four below")
  private @Nullable String export;

  @Option(names = "--out", paramLabel = "FILE", description = "a new file that only you may read")
  private @Nullable Path out;

  @Option(names = "--operator", paramLabel = "NAME", description = "who exports")
  private @Nullable String operator;

  @Option(names = "--because", paramLabel = "TEXT", description = "why; it is kept")
  private @Nullable String reason;

  @Option(names = "--json")
  private boolean json;

  IncidentCustodyCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    IncidentServices services = IncidentServices.of(context.installation());
    services.incidents().get(id);
    List<CustodyEntry> entries = services.assessments().custody(id);
    if (export != null) {
      entries = List.of(export(services.assessments(), export));
    }
    if (json) {
      JsonOutput.print(context.out(), entries.stream().map(IncidentJson::custody).toList());
      return 0;
    }
    if (export != null) {
      context.out().println("Wrote " + export + ", SHA-256 " + entries.getFirst().sha256() + ".");
      return 0;
    }
    TextTable table =
        new TextTable("sealed as", "name", "bytes", "sha256", "received", "by", "from");
    for (CustodyEntry entry : entries) {
      table.row(
          entry.sealedAs(),
          entry.name(),
          entry.bytes(),
          entry.sha256(),
          entry.at(),
          entry.by(),
          entry.from().isEmpty() ? "-" : entry.from());
    }
    table.print(context.out());
    return 0;
  }

  private CustodyEntry export(Assessments assessments, String sealedAs) {
    if (out == null || operator == null || reason == null) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "--export needs --out FILE, --operator NAME and --because TEXT");
    }
    ConfirmedOperator by =
        OperatorMixin.confirm(context, operator, "SealedFileExported", Role.PRIVACY_OFFICER);
    return assessments.export(by, id, sealedAs, reason, context.workingDirectory().resolve(out));
  }
}
