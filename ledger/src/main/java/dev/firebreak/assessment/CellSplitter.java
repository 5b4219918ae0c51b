package dev.firebreak.assessment;

import java.util.ArrayList;
import java.util.List;

/// Splits a record of separated text into cells, line by line, each character once. Quoted cells
/// may hold separators, line breaks (kept as `\n`) and quotes, doubled or, where the dialect says
/// so, behind a backslash. A quote within a quoted cell that nothing explains is taken as it stands
/// if the record ends on its line; else the cell was never meant to be open. Not thread-safe.
final class CellSplitter {
  static final int CELLS_MAX = 20_000;

  /// Where a record stands after a line.
  enum State {
    /// All its cells are there.
    COMPLETE,
    /// A quoted cell goes on in the next line.
    OPEN,
    /// The quoted cell that is open was none.
    BROKEN,
    /// It has more than [#CELLS_MAX] cells.
    TOO_WIDE
  }

  private final DelimitedDialect dialect;
  private final List<String> cells = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private boolean quoted;
  private boolean closed;
  private boolean unexplained;
  private boolean anyQuoted;
  private int lines;

  CellSplitter(DelimitedDialect dialect) {
    this.dialect = dialect;
  }

  /// Forgets what was; the next line begins a record.
  void begin() {
    cells.clear();
    cell.setLength(0);
    quoted = false;
    closed = false;
    unexplained = false;
    anyQuoted = false;
    lines = 0;
  }

  /// Adds a line, without its end.
  State add(String line) {
    if (lines++ > 0) {
      cell.append('\n');
    }
    for (int i = 0; i < line.length(); i++) {
      i = quoted ? inQuotes(line, i) : outside(line, i);
    }
    if (cells.size() > CELLS_MAX) {
      return State.TOO_WIDE;
    }
    if (!quoted) {
      endCell();
      return lines > 1 && unexplained ? State.BROKEN : State.COMPLETE;
    }
    return unexplained ? State.BROKEN : State.OPEN;
  }

  /// Takes the character at a place; the answer is the last place that it took.
  private int inQuotes(String line, int at) {
    char c = line.charAt(at);
    boolean more = at + 1 < line.length();
    if (c == '\\' && dialect.backslash() && more) {
      cell.append(line.charAt(at + 1));
      return at + 1;
    }
    if (c != dialect.quote()) {
      cell.append(c);
      return at;
    }
    if (more && line.charAt(at + 1) == c) {
      cell.append(c);
      return at + 1;
    }
    if (endsCell(line, at + 1)) {
      quoted = false;
      closed = true;
    } else {
      cell.append(c);
      unexplained = true;
    }
    return at;
  }

  private int outside(String line, int at) {
    char c = line.charAt(at);
    if (c == dialect.separator()) {
      endCell();
    } else if (c == dialect.quote() && !closed && isBlankSoFar()) {
      cell.setLength(0);
      quoted = true;
      anyQuoted = true;
    } else if (c == '\\' && dialect.backslash() && at + 1 < line.length()) {
      cell.append(line.charAt(at + 1));
      return at + 1;
    } else if (!closed) {
      cell.append(c);
    }
    return at;
  }

  private boolean endsCell(String line, int from) {
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == dialect.separator()) {
        return true;
      }
      if (c != ' ') {
        return false;
      }
    }
    return true;
  }

  private boolean isBlankSoFar() {
    for (int i = 0; i < cell.length(); i++) {
      if (cell.charAt(i) != ' ') {
        return false;
      }
    }
    return true;
  }

  private void endCell() {
    if (cells.size() <= CELLS_MAX) {
      cells.add(cell.toString());
    }
    cell.setLength(0);
    closed = false;
  }

  /// The cells of a complete record; valid until the next [#begin].
  List<String> cells() {
    return cells;
  }

  /// Whether a cell of the record stood in quotes.
  boolean anyQuoted() {
    return anyQuoted;
  }
}
