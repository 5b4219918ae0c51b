package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.RiskJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident risk`.
@Command(
    name = "risk",
    description = "How identifying the data set is: every set of fields, and what would help.")
final class IncidentRiskCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(names = "--json")
  private boolean json;

  IncidentRiskCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Findings findings = latest(IncidentServices.of(context.installation()), id);
    if (json) {
      JsonOutput.print(context.out(), RiskJson.figures(findings.risk().figures()));
    } else {
      new RiskPrinter(context.out()).print(findings.risk().figures());
    }
    return 0;
  }

  /// The latest findings of an incident.
  static Findings latest(IncidentServices services, String id) {
    services.incidents().get(id);
    return services
        .assessments()
        .latest(id)
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.NOT_FOUND,
                "no file of this incident was read yet; `firebreak incident assess` does"));
  }
}
