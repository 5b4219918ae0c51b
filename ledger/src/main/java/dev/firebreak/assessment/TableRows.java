package dev.firebreak.assessment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes rows of a table's records. The number of cells that most of the first records have is the
/// number of columns; the first record that has it names them, unless it already holds values: then
/// columns get numbers. What stands above the header is rejected, but for lines that begin with
/// `#`, which say where the table comes from; so is a record with another number of cells, but for
/// empty ones at its end. A cell with a JSON object or list is read as such. Not thread-safe.
///
/// A spreadsheet's rows leave out what is empty at their end, so there shorter ones are whole, and
/// cells beyond the header get numbered columns.
final class TableRows {
  private static final int SAMPLE_RECORDS = 100;
  private static final int SAMPLE_CHARS = 1 << 20;
  private static final int NAME_CHARS_MAX = 200;
  private static final int CELLS_FLATTENED_FROM = 3;

  /// A record that waits until the header is known.
  ///
  /// @param rejection empty for a record that has cells
  private record Waiting(List<String> cells, long line, String rejection, String beginning) {
    boolean isRecord() {
      return rejection.isEmpty();
    }

    boolean isComment() {
      return isRecord() && !cells.isEmpty() && cells.getFirst().startsWith("#");
    }
  }

  private final FieldTree fields;
  private final TextScan scan;
  private final JsonRows json;
  private final boolean spreadsheet;
  private final FlatRow row = new FlatRow();
  private final ValueCache cache = new ValueCache();
  private final List<PathNode> columns = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private int waitingChars;
  private boolean headerKnown;

  TableRows(FieldTree fields, TextScan scan, JsonRows json, boolean spreadsheet) {
    this.fields = fields;
    this.scan = scan;
    this.json = json;
    this.spreadsheet = spreadsheet;
  }

  /// Takes a record; the list is not kept.
  void record(List<String> cells, long line, RowSink sink) {
    if (headerKnown) {
      deliver(cells, line, sink);
      return;
    }
    waiting.add(new Waiting(List.copyOf(cells), line, "", ""));
    waitingChars += cells.stream().mapToInt(String::length).sum();
    if (waiting.size() == SAMPLE_RECORDS || waitingChars > SAMPLE_CHARS) {
      finish(sink);
    }
  }

  /// Passes on that a row could not be read, after those that wait.
  void rejected(long line, String reason, String beginning, RowSink sink) {
    if (headerKnown) {
      sink.rejected(line, reason, beginning);
    } else {
      waiting.add(new Waiting(List.of(), line, reason, beginning));
      if (waiting.size() == SAMPLE_RECORDS) {
        finish(sink);
      }
    }
  }

  /// Delivers what still waits; to be called at the end.
  void finish(RowSink sink) {
    if (headerKnown) {
      return;
    }
    headerKnown = true;
    int width = width();
    int header = header(width);
    int first = header < 0 ? 0 : header + 1;
    name(header < 0 ? List.of() : waiting.get(header).cells(), width);
    for (int i = 0; i < waiting.size(); i++) {
      Waiting each = waiting.get(i);
      if (!each.isRecord()) {
        sink.rejected(each.line(), each.rejection(), each.beginning());
      } else if (i < header && !each.isComment()) {
        String beginning = RejectedRows.beginning(each.cells());
        sink.rejected(each.line(), "it stands above the header", beginning);
      } else if (i >= first) {
        deliver(each.cells(), each.line(), sink);
      }
    }
    waiting.clear();
  }

  /// The number of cells that most records have; in a spreadsheet the most of any.
  private int width() {
    if (spreadsheet) {
      return waiting.stream().mapToInt(each -> each.cells().size()).max().orElse(0);
    }
    Map<Integer, Integer> recordsBySize = new HashMap<>();
    boolean onlyComments = waiting.stream().allMatch(Waiting::isComment);
    waiting.stream()
        .filter(each -> each.isRecord() && (onlyComments || !each.isComment()))
        .forEach(each -> recordsBySize.merge(each.cells().size(), 1, Integer::sum));
    return recordsBySize.entrySet().stream()
        .max(
            Map.Entry.<Integer, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  /// The place of the header; -1 where there is none.
  private int header(int width) {
    for (int i = 0; i < waiting.size(); i++) {
      List<String> cells = waiting.get(i).cells();
      if (waiting.get(i).isRecord() && isWide(cells, width)) {
        if (i > 0 && isShortHeader(waiting.get(i - 1).cells(), width)) {
          return i - 1;
        }
        return areNames(cells) ? i : -1;
      }
    }
    return -1;
  }

  private boolean isWide(List<String> cells, int width) {
    if (!spreadsheet) {
      return cells.size() == width;
    }
    long filled = cells.stream().filter(cell -> !cell.isBlank()).count();
    return filled * 2 > width;
  }

  /// A header without a name for the last column, as where every line ends with a separator.
  private boolean isShortHeader(List<String> cells, int width) {
    return !spreadsheet && cells.size() == width - 1 && cells.size() > 1 && areNames(cells);
  }

  private boolean areNames(List<String> cells) {
    return cells.stream().allMatch(this::mayBeName)
        && cells.stream().filter(cell -> !cell.isBlank()).count() * 2 > cells.size() - 1;
  }

  private boolean mayBeName(String cell) {
    String name = cell.strip();
    return name.isEmpty()
        || (name.length() <= NAME_CHARS_MAX
            && !name.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-')
            && !name.startsWith("{")
            && scan.firstCategory(name).isEmpty());
  }

  private void name(List<String> names, int width) {
    for (int i = 0; i < Math.max(width, names.size()); i++) {
      addColumn(i < names.size() ? names.get(i).strip() : "");
    }
  }

  private void addColumn(String name) {
    String shown = name.isEmpty() ? "column_" + (columns.size() + 1) : name;
    columns.add(fields.property(fields.root(), shown));
  }

  private void deliver(List<String> cells, long line, RowSink sink) {
    int size = cells.size();
    while (size > columns.size() && cells.get(size - 1).isBlank()) {
      size--;
    }
    while (spreadsheet && size > columns.size()) {
      addColumn("");
    }
    if (spreadsheet ? size > columns.size() : size != columns.size()) {
      String reason = size + " fields where " + columns.size() + " columns were expected";
      sink.rejected(line, reason, RejectedRows.beginning(cells));
      return;
    }
    row.clear();
    for (int i = 0; i < size; i++) {
      String cell = cells.get(i);
      if (cell.length() < CELLS_FLATTENED_FROM || !json.flatten(cell, columns.get(i), row)) {
        row.add(columns.get(i), cache.of(columns.get(i), cell, true));
      }
    }
    sink.row(row, line);
  }
}
