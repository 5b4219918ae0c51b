package dev.firebreak.cli;

import dev.firebreak.history.ImportOutcome;
import dev.firebreak.history.ImportedHistory;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Says in words and JSON what [ImportedHistory] says.
final class ImportPrinter {
  private ImportPrinter() {}

  /// Where imported history in an answer comes from: a line each.
  static void sources(PrintWriter out, List<ImportedHistory> imports) {
    for (ImportedHistory history : imports) {
      out.println(
          "  Imported at "
              + history.begunAt()
              + (history.finishedAt().isEmpty() ? " (not finished)" : "")
              + " by "
              + history.operator()
              + ": SHA-256 "
              + history.sha256());
    }
  }

  static void print(PrintWriter out, ImportOutcome outcome) {
    TextTable table = new TextTable("rows", "what became of them");
    table.row(outcome.taken(), "taken, " + PeoplePrinter.number(outcome.facts()) + " facts");
    if (outcome.undated() > 0) {
      table.row(
          outcome.undated(), "of these profiles or without a time, counted with the last event");
    }
    table.row(outcome.overlapping(), "left: the ledger knows their time by itself");
    table.row(outcome.already(), "left: an earlier import brought as much of that person's day");
    if (outcome.erased() > 0) {
      table.row(outcome.erased(), "left: erased people, whose data goes to no vendor any more");
    }
    if (outcome.older() > 0) {
      table.row(outcome.older(), "left: older than the ledger keeps");
    }
    table.row(outcome.nobody(), "left: they name nobody");
    table.row(outcome.rejected(), "could not be read");
    table.print(out);
    out.println(
        PeoplePrinter.number(outcome.people())
            + " people"
            + outcome.firstDay().map(day -> ", from " + day).orElse("")
            + outcome.lastDay().map(day -> " to " + day).orElse("")
            + ".");
  }

  static List<Map<String, Object>> documents(List<ImportedHistory> imports) {
    return imports.stream().map(ImportPrinter::document).toList();
  }

  /// docs/reference/commands.md lists the keys.
  static Map<String, Object> document(ImportedHistory history) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("policyVersion", history.policyVersion());
    document.put("sha256", history.sha256());
    document.put("files", history.files().stream().map(ImportPrinter::file).toList());
    document.put("operator", history.operator());
    document.put("begunAt", history.begunAt().toString());
    history.finishedAt().ifPresent(at -> document.put("finishedAt", at.toString()));
    history.outcome().ifPresent(outcome -> document.put("outcome", document(outcome)));
    document.put("categories", PeoplePrinter.document(history.shown()));
    return document;
  }

  private static Map<String, Object> file(ImportedHistory.File file) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", file.name());
    document.put("bytes", file.bytes());
    document.put("sha256", file.sha256());
    return document;
  }

  private static Map<String, Object> document(ImportOutcome outcome) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("people", outcome.people());
    document.put("facts", outcome.facts());
    document.put("rowsTaken", outcome.taken());
    document.put("rowsWithoutTime", outcome.undated());
    document.put("rowsOfNobody", outcome.nobody());
    document.put("rowsOverlapping", outcome.overlapping());
    document.put("rowsAlreadyThere", outcome.already());
    document.put("rowsErased", outcome.erased());
    document.put("rowsOlder", outcome.older());
    document.put("rowsRejected", outcome.rejected());
    outcome.firstDay().ifPresent(day -> document.put("firstDay", day.toString()));
    outcome.lastDay().ifPresent(day -> document.put("lastDay", day.toString()));
    return document;
  }
}
