package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.Counterfactual;
import dev.firebreak.incident.Counterfactuals;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.RiskJson;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident counterfactual`.
@Command(
    name = "counterfactual",
    description =
        "What another policy would have left: severity, identifiable people, kinds of data.")
final class IncidentCounterfactualCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "a policy file, or shipped:mixpanel")
  private @Nullable Path policy;

  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--json")
  private boolean json;

  IncidentCounterfactualCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var read =
        IncidentLureCommand.policy(context, policy)
            .orElseThrow(
                () -> new FirebreakException(ErrorCode.WRONG_USE, "--policy names a file"));
    IncidentServices services = IncidentServices.of(context.installation());
    Findings findings = IncidentRiskCommand.latest(services, id);
    ConfirmedOperator by = operator.confirm(context, "CounterfactualMade", Role.RESPONDER);
    Counterfactual made = new Counterfactuals(services.assessments()).of(by, id, findings, read);
    if (json) {
      JsonOutput.print(context.out(), RiskJson.counterfactual(made));
    } else {
      print(made);
    }
    return 0;
  }

  private void print(Counterfactual made) {
    context.out().println("Under policy " + made.policyVersion() + ":");
    TextTable table = new TextTable("", "is", "would be");
    table.row("severity by ENISA", severity(made.was()), severity(made.left()));
    table.row("identifiable people", share(made.was()), share(made.left()));
    for (Map.Entry<DataCategory, Assessment.CategoryExposure> entry :
        made.was().categories().entrySet()) {
      Assessment.CategoryExposure left = made.left().categories().get(entry.getKey());
      table.row(
          entry.getKey().key() + " in clear",
          Long.toString(entry.getValue().peopleClear()),
          Long.toString(left == null ? 0 : left.peopleClear()));
    }
    table.print(context.out());
    made.bounds().forEach(bound -> context.out().println("- " + bound));
  }

  private static String severity(Counterfactual.Side side) {
    return String.format(Locale.ROOT, "%.2f - %.2f", side.severity().low(), side.severity().high());
  }

  private static String share(Counterfactual.Side side) {
    return String.format(
        Locale.ROOT,
        "%.1f - %.1f %%",
        side.shareDirect() * 100,
        side.shareIdentifiableHigh() * 100);
  }
}
