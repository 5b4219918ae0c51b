package dev.firebreak.cli;

import dev.firebreak.incident.IncidentJson;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.ReportPhase;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident phases`.
@Command(name = "phases", description = "Lists the reports that were handed out, phase by phase.")
final class IncidentPhasesCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(names = "--json")
  private boolean json;

  IncidentPhasesCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<ReportPhase> phases = IncidentServices.of(context.installation()).report().phases(id);
    if (json) {
      JsonOutput.print(context.out(), phases.stream().map(IncidentJson::phase).toList());
      return 0;
    }
    if (phases.isEmpty()) {
      context.out().println("No report was handed out yet.");
      return 0;
    }
    TextTable table = new TextTable("phase", "when", "by", "findings", "to");
    for (ReportPhase phase : phases) {
      table.row(phase.number(), phase.madeAt(), phase.by(), phase.version(), phase.to());
    }
    table.print(context.out());
    return 0;
  }
}
