package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.document.CsvText;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.FindingsDelta;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident delta`.
@Command(
    name = "delta",
    description = {
      "What a version of findings changes against an earlier one: who joins, who leaves, of whom"
          + " more or less is exposed.",
      "Numbers; with --operator the accounts, as CSV."
    })
final class IncidentDeltaCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID", description = "the incident")
  private String id = "";

  @Option(
      names = "--from",
      paramLabel = "VERSION",
      description = "the earlier version; 0 is the provisional list (default: the one before --to)")
  private @Nullable Integer from;

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "the later version (default: the latest)")
  private @Nullable Integer to;

  @Option(names = "--operator", paramLabel = "NAME", description = "who asks for the accounts")
  private @Nullable String operator;

  @Option(names = "--because", paramLabel = "TEXT", description = "why; it is kept")
  private @Nullable String reason;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "a new file that only you may read (default: standard output)")
  private @Nullable Path out;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  IncidentDeltaCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    IncidentServices services = IncidentServices.of(context.installation());
    int later = to == null ? IncidentRiskCommand.latest(services, id).version() : to;
    int earlier = from == null ? later - 1 : from;
    if (earlier >= later) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "--from names an earlier version than --to");
    }
    String actor = operator == null ? "system:cli" : confirmed(operator).name();
    FindingsDelta delta = services.assessments().delta(actor, id, earlier, later);
    if (operator != null) {
      list(delta);
    } else if (json) {
      JsonOutput.print(context.out(), IncidentJson.delta(earlier, later, delta));
    } else {
      print(earlier, later, delta);
    }
    return 0;
  }

  private ConfirmedOperator confirmed(String name) {
    String why = reason;
    if (why == null || why.isBlank()) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "--operator needs --because TEXT");
    }
    ConfirmedOperator by =
        OperatorMixin.confirm(context, name, "PeopleExported", Role.PRIVACY_OFFICER);
    context
        .installation()
        .audit()
        .append(by.name(), "PeopleExported", "incident:" + id, Map.of("reason", why));
    return by;
  }

  private void print(int earlier, int later, FindingsDelta delta) {
    context
        .out()
        .printf(
            Locale.ROOT,
            "Findings %d against %d, by account: %,d newly affected, %,d no longer; of others more"
                + " exposed %,d, less %,d.%n",
            later,
            earlier,
            delta.newly().size(),
            delta.noLonger().size(),
            delta.newlyExposed().size(),
            delta.noLongerExposed().size());
    print("newly exposed", delta.gained());
    print("no longer exposed", delta.lost());
  }

  private void print(String what, Map<DataCategory, Long> counts) {
    counts.forEach((category, n) ->
        context.out().printf(Locale.ROOT, "  %s: %s of %,d%n", what, category.key(), n));
  }

  private void list(FindingsDelta delta) {
    Map<String, String> lines = new TreeMap<>();
    delta.newly().forEach(account -> line(lines, account, "newly_affected", 0));
    delta.noLonger().forEach(account -> line(lines, account, "no_longer_affected", 0));
    delta.newlyExposed().forEach((account, mask) -> line(lines, account, "newly_exposed", mask));
    delta
        .noLongerExposed()
        .forEach((account, mask) -> line(lines, account, "no_longer_exposed", mask));
    String csv = "account_id,change,categories\r\n" + String.join("", lines.values());
    Path file = out;
    if (file == null) {
      context.out().print(csv);
      return;
    }
    SetAsideCsv.write(context.workingDirectory().resolve(file), csv);
    context.out().println("Wrote " + context.workingDirectory().resolve(file) + ".");
  }

  private static void line(Map<String, String> lines, String account, String change, long mask) {
    lines.put(
        account + "\0" + change,
        CsvText.cell(account)
            + ","
            + change
            + ","
            + CsvText.cell(String.join(" ", PeoplePrinter.keys(mask)))
            + "\r\n");
  }
}
