package dev.firebreak.cli;

import dev.firebreak.incident.CrosscheckJson;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.Surprise;
import dev.firebreak.taxonomy.DataCategory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident surprises`.
@Command(
    name = "surprises",
    description = {
      "What nobody expected in the latest file: secrets, withheld kinds, unknown fields, what the"
          + " vendor added, impossible times.",
      "Each with its place, how much, and what to do; no values."
    })
final class IncidentSurprisesCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID", description = "the incident")
  private String id = "";

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  IncidentSurprisesCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<Surprise> surprises =
        IncidentRiskCommand.latest(IncidentServices.of(context.installation()), id)
            .crosscheck()
            .surprises();
    if (json) {
      JsonOutput.print(context.out(), surprises.stream().map(CrosscheckJson::surprise).toList());
      return 0;
    }
    if (surprises.isEmpty()) {
      context.out().println("Nothing in the file was a surprise.");
    }
    surprises.forEach(this::print);
    return 0;
  }

  private void print(Surprise surprise) {
    context
        .out()
        .printf(
            Locale.ROOT,
            "%s%s, %,d: %s.%n  To do: %s.%n",
            surprise.place(),
            surprise.category().map(DataCategory::key).map(key -> " (" + key + ")").orElse(""),
            surprise.count(),
            surprise.words(),
            surprise.action());
  }
}
