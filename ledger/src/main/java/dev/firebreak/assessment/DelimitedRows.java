package dev.firebreak.assessment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the records of separated text (RFC 4180, and what is written instead of it): a line is a
/// record, but for line breaks in quoted cells. Where a quoted cell does not end, the line on which
/// it began is rejected and reading goes on with the next line. Not thread-safe.
///
/// Reading stays linear in the size of the text: after [#AGAIN_CHARS_MAX] characters that had to be
/// read again, quoted cells must end on their line.
final class DelimitedRows {
  static final long AGAIN_CHARS_MAX = 64L << 20;

  private static final int RECORD_LINES_MAX = 50_000;
  private static final String OPEN_QUOTE = "a quoted field does not end";
  private static final String TOO_WIDE =
      "it has more than "
          + CellSplitter.CELLS_MAX
          + " columns, the most of separated text: cut it by columns, the id in each part";

  /// A line, which may have been read before.
  ///
  /// @param text its beginning where it is too long
  private record Line(String text, long number, boolean tooLong) {
    String beginning() {
      return RejectedRows.beginning(text);
    }
  }

  private final CellSplitter splitter;
  private final BoundedLines lines;
  private final TableRows table;
  private final ReadLimits limits;
  private final Deque<Line> again = new ArrayDeque<>();
  private long againChars;

  DelimitedRows(DelimitedDialect dialect, BoundedLines lines, TableRows table, ReadLimits limits) {
    this.splitter = new CellSplitter(dialect);
    this.lines = lines;
    this.table = table;
    this.limits = limits;
  }

  void read(RowSink sink) throws IOException {
    for (Line line = next(); line != null; line = next()) {
      if (line.tooLong()) {
        table.rejected(line.number(), limits.rowTooLong(), line.beginning(), sink);
      } else if (!line.text().isEmpty()) {
        record(line, sink);
      }
    }
    table.finish(sink);
    String damage = lines.damage();
    if (damage != null) {
      sink.rejected(lines.number(), damage);
    }
  }

  private void record(Line first, RowSink sink) throws IOException {
    splitter.begin();
    CellSplitter.State state = splitter.add(first.text());
    List<Line> further = new ArrayList<>();
    int chars = first.text().length();
    while (state == CellSplitter.State.OPEN) {
      Line line = againChars > AGAIN_CHARS_MAX ? null : next();
      if (line == null) {
        break;
      }
      further.add(line);
      chars += line.text().length() + 1;
      if (line.tooLong() || chars > limits.rowBytes() || further.size() > RECORD_LINES_MAX) {
        break;
      }
      state = splitter.add(line.text());
    }
    if (state == CellSplitter.State.COMPLETE) {
      table.record(splitter.cells(), first.number(), sink);
      return;
    }
    String reason = state == CellSplitter.State.TOO_WIDE ? TOO_WIDE : OPEN_QUOTE;
    table.rejected(first.number(), reason, first.beginning(), sink);
    for (Line line : further.reversed()) {
      again.addFirst(line);
      againChars += line.text().length() + 1;
    }
  }

  private @Nullable Line next() throws IOException {
    Line before = again.pollFirst();
    if (before != null) {
      return before;
    }
    if (!lines.next()) {
      return null;
    }
    String text =
        lines.tooLong()
            ? lines.beginning()
            : new String(lines.bytes(), 0, lines.length(), StandardCharsets.UTF_8);
    return new Line(text, lines.number(), lines.tooLong());
  }
}
