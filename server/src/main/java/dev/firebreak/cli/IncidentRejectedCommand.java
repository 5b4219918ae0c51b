package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.RejectedRows;
import dev.firebreak.document.CsvText;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `firebreak incident rejected`.
@Command(
    name = "rejected",
    description = {
      "How many rows of the stolen files could not be read, by reason.",
      "With --operator it lists them with part, line and the row's beginning, which names persons."
    })
final class IncidentRejectedCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(
      names = "--findings",
      paramLabel = "N",
      description = "of this version of findings (default: the latest)")
  private @Nullable Integer version;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "1000",
      description = "list so many at most; with --out all")
  private int top;

  @Option(names = "--operator", paramLabel = "NAME", description = "who asks for the rows")
  private @Nullable String operator;

  @Option(names = "--because", paramLabel = "TEXT", description = "why; it is kept")
  private @Nullable String reason;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "a new file that only you may read (default: standard output)")
  private @Nullable Path out;

  @Option(names = "--json")
  private boolean json;

  IncidentRejectedCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    IncidentServices services = IncidentServices.of(context.installation());
    Findings findings =
        version == null
            ? IncidentRiskCommand.latest(services, id)
            : services.assessments().findings(id, version);
    if (operator == null) {
      counts(findings.data());
      return 0;
    }
    if (reason == null) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "--operator needs --because TEXT");
    }
    ConfirmedOperator by =
        OperatorMixin.confirm(context, operator, "RejectedRowsRead", Role.PRIVACY_OFFICER);
    list(services, by, findings.version(), reason);
    return 0;
  }

  private void counts(Findings.DataRead data) {
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("rowsRead", data.rowsRead());
      document.put("rowsRejected", data.rowsRejected());
      document.put("rejectedByReason", data.rejectedByReason());
      JsonOutput.print(context.out(), document);
      return;
    }
    context
        .out()
        .printf(Locale.ROOT, "%,d rows, %,d rejected.%n", data.rowsRead(), data.rowsRejected());
    TextTable table = new TextTable("rows", "reason");
    data.rejectedByReason().forEach((why, rows) -> table.row(rows, why));
    table.print(context.out());
  }

  private void list(IncidentServices services, ConfirmedOperator by, int of, String because) {
    Path file = out == null ? null : context.workingDirectory().resolve(out);
    long[] entries = {0};
    PersonList.write(
        context,
        file,
        writer -> {
          Written written = new Written(writer, file == null ? top : Long.MAX_VALUE);
          services.assessments().rejected(by, id, of, because, written::add);
          written.end();
          entries[0] = written.entries;
        });
    if (file != null) {
      context.out().printf(Locale.ROOT, "Wrote %,d entries to %s.%n", entries[0], file);
    }
  }

  /// The list as it is written, up to a bound.
  private final class Written {
    private final Writer writer;
    private final long most;
    private long entries;
    private long more;

    Written(Writer writer, long most) throws IOException {
      this.writer = writer;
      this.most = most;
      writer.write(json ? "[" : "file,line,rows,reason,beginning\r\n");
    }

    void add(RejectedRows.Entry entry) {
      if (entries == most) {
        more++;
        return;
      }
      try {
        writer.write(json ? (entries == 0 ? "\n" : ",\n") + object(entry) : csv(entry));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      entries++;
    }

    void end() throws IOException {
      writer.write(json ? "\n]\n" : "");
      if (more > 0) {
        context.err().printf(Locale.ROOT, "%,d more entries: --out FILE writes all.%n", more);
      }
    }

    private static String object(RejectedRows.Entry entry) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("file", entry.file());
      map.put("line", entry.line());
      map.put("rows", entry.rows());
      map.put("reason", entry.reason());
      map.put("beginning", entry.beginning());
      return JSON.writeValueAsString(map);
    }

    private static String csv(RejectedRows.Entry entry) {
      return String.join(
          ",",
          CsvText.cell(entry.file()),
          Long.toString(entry.line()),
          Long.toString(entry.rows()),
          CsvText.cell(entry.reason()),
          CsvText.cell(entry.beginning()) + "\r\n");
    }
  }
}
