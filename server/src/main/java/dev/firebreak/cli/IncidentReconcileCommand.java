package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.document.CsvText;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.Assessments;
import dev.firebreak.incident.CrosscheckJson;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.ReconciliationWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `firebreak incident reconcile`.
@Command(
    name = "reconcile",
    description = {
      "Compares the ledger with the vendor's file in both directions: what the vendor got and the"
          + " file lacks, what the file has and we never sent.",
      "Numbers; with --operator every person, or with --organizations every organization, of whom"
          + " the two differ, as CSV."
    })
final class IncidentReconcileCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CommandContext context;

  @Parameters(paramLabel = "ID", description = "the incident")
  private String id = "";

  @Option(names = "--operator", paramLabel = "NAME", description = "who asks for the list")
  private @Nullable String operator;

  @Option(names = "--because", paramLabel = "TEXT", description = "why; it is kept")
  private @Nullable String reason;

  @Option(names = "--organizations", description = "a list of organizations instead of people")
  private boolean organizations;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "a new file that only you may read (default: standard output)")
  private @Nullable Path out;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  IncidentReconcileCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    IncidentServices services = IncidentServices.of(context.installation());
    Findings findings = IncidentRiskCommand.latest(services, id);
    String name = operator;
    if (name != null) {
      list(services.assessments(), findings, name);
      return 0;
    }
    Findings.Crosscheck crosscheck = findings.crosscheck();
    if (json) {
      Map<String, Object> document = CrosscheckJson.reconciliation(crosscheck.ledger());
      document.put("completeness", CrosscheckJson.completeness(crosscheck.completeness()));
      JsonOutput.print(context.out(), document);
    } else {
      ReconciliationWords.of(crosscheck.ledger()).forEach(context.out()::println);
      crosscheck.completeness().words().forEach(context.out()::println);
    }
    return 0;
  }

  private void list(Assessments assessments, Findings findings, String name) {
    String why = reason;
    if (why == null || why.isBlank()) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "--operator needs --because TEXT");
    }
    if (!findings.crosscheck().ledger().compared()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "the latest findings were not compared: the ledger does not know this vendor");
    }
    ConfirmedOperator by =
        OperatorMixin.confirm(context, name, "PeopleExported", Role.PRIVACY_OFFICER);
    Path file = out == null ? null : context.workingDirectory().resolve(out);
    PersonList.write(
        context, file, writer -> write(assessments, findings.version(), by.name(), why, writer));
    if (file != null) {
      context.out().println("Wrote " + file + ".");
    }
  }

  private void write(Assessments assessments, int version, String by, String why, Writer writer)
      throws IOException {
    Rows rows = new Rows(writer, json);
    if (organizations) {
      assessments.reconciledOrganizations(
          by,
          id,
          version,
          "export: " + why,
          each -> rows.accept(CrosscheckJson.organization(each)));
    } else {
      assessments.reconciled(
          by, id, version, "export: " + why, each -> rows.accept(CrosscheckJson.person(each)));
    }
    rows.end();
  }

  /// Documents of one kind as CSV, with a header of their keys, or as a JSON list. Confined.
  private static final class Rows implements Consumer<Map<String, Object>> {
    private final Writer writer;
    private final boolean json;
    private long count;

    Rows(Writer writer, boolean json) {
      this.writer = writer;
      this.json = json;
    }

    @Override
    public void accept(Map<String, Object> row) {
      try {
        if (json) {
          writer.write((count == 0 ? "[\n" : ",\n") + JSON.writeValueAsString(row));
        } else {
          writer.write(count == 0 ? line(List.copyOf(row.keySet())) : "");
          writer.write(line(List.copyOf(row.values())));
        }
        count++;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void end() throws IOException {
      if (json) {
        writer.write(count == 0 ? "[]\n" : "\n]\n");
      }
    }

    private static String line(List<?> values) {
      StringJoiner line = new StringJoiner(",", "", "\r\n");
      for (Object value : values) {
        line.add(
            CsvText.cell(
                value instanceof List<?> list
                    ? String.join(" ", list.stream().map(String::valueOf).toList())
                    : value.toString()));
      }
      return line.toString();
    }
  }
}
