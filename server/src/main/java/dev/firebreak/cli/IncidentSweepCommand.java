package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.incident.IncidentRetention;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `firebreak incident sweep`.
@Command(
    name = "sweep",
    description = {
      "Destroys the keys of closed incidents' files whose retention is over, as `serve` does",
      "every hour. A legal hold stops it; who closed an incident does not end its files alone."
    })
final class IncidentSweepCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--json")
  private boolean json;

  IncidentSweepCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConfirmedOperator by = operator.confirm(context, "IncidentsSwept", Role.PRIVACY_OFFICER);
    List<IncidentRetention.Swept> swept = IncidentRetention.of(context.installation()).sweep(by);
    if (json) {
      JsonOutput.print(context.out(), swept.stream().map(IncidentSweepCommand::document).toList());
      return 0;
    }
    if (swept.isEmpty()) {
      context.out().println("No closed incident has files that are kept.");
    }
    for (IncidentRetention.Swept each : swept) {
      context.out().println(each.incident() + ": " + words(each));
    }
    return 0;
  }

  private static String words(IncidentRetention.Swept swept) {
    return switch (swept.fate()) {
      case DESTROYED ->
          "its key is destroyed; nothing opens its files any more; its decision record is kept";
      case HELD -> "kept: a legal hold stands";
      case KEPT -> "kept until " + swept.keepUntil();
      case NEEDS_ANOTHER_OPERATOR ->
          "kept: who closed it cannot end its files alone; another operator sweeps, or `serve`";
      case NO_RECORD -> "kept: no decision record could be made; the log says why";
    };
  }

  private static Map<String, Object> document(IncidentRetention.Swept swept) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("incident", swept.incident());
    map.put("keepUntil", swept.keepUntil().toString());
    map.put("fate", swept.fate().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return map;
  }
}
