package dev.firebreak.assessment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads rows out of comma-, semicolon-, tab- or bar-separated text (RFC 4180: quoted fields may
/// hold separators, doubled quotes and line breaks). The first line names the columns; where it
/// already holds values, columns get numbers. A cell with a JSON object is read as such. Not
/// thread-safe.
final class DelimitedRows {
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int CELLS_MAX = 10_000;

  private final FieldTree fields;
  private final TextScan scan;
  private final JsonRows json;
  private final BoundedLines lines;
  private final int rowBytesMax;
  private final FlatRow row = new FlatRow();
  private final List<PathNode> columns = new ArrayList<>();
  private final List<String> cells = new ArrayList<>();
  private char separator;

  DelimitedRows(
      FieldTree fields, TextScan scan, JsonRows json, BoundedLines lines, int rowBytesMax) {
    this.fields = fields;
    this.scan = scan;
    this.json = json;
    this.lines = lines;
    this.rowBytesMax = rowBytesMax;
  }

  void read(RowSink sink) throws IOException {
    while (lines.next()) {
      long start = lines.number();
      if (lines.tooLong()) {
        sink.rejected(start, "longer than " + rowBytesMax + " bytes");
      } else if (lines.length() > 0) {
        record(start, sink);
      }
    }
    String damage = lines.damage();
    if (damage != null) {
      sink.rejected(lines.number(), damage);
    }
  }

  private void record(long start, RowSink sink) throws IOException {
    StringBuilder text = new StringBuilder();
    if (!appendLine(text)) {
      sink.rejected(start, "not UTF-8");
      return;
    }
    if (columns.isEmpty()) {
      separator = separatorOf(text);
    }
    while (!split(text)) {
      if (!lines.next()) {
        sink.rejected(start, "a quoted field does not end");
        return;
      }
      text.append('\n');
      if (lines.tooLong() || !appendLine(text) || text.length() > rowBytesMax) {
        sink.rejected(start, "a quoted field does not end or is not UTF-8");
        return;
      }
    }
    if (columns.isEmpty() && header()) {
      return;
    }
    deliver(start, sink);
  }

  private boolean appendLine(StringBuilder text) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    try {
      CharBuffer decoded = decoder.decode(ByteBuffer.wrap(lines.bytes(), 0, lines.length()));
      text.append(decoded);
      return true;
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }

  /// Splits the record into cells. False where a quoted field is still open at its end.
  private boolean split(StringBuilder text) {
    cells.clear();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"' && cell.isEmpty()) {
        quoted = true;
      } else if (c == separator && cells.size() < CELLS_MAX) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return !quoted;
  }

  /// Takes the cells as names of columns. False where they are values, as in a file without header.
  private boolean header() {
    boolean names = cells.stream().allMatch(this::isName);
    for (int i = 0; i < cells.size(); i++) {
      String name = names ? cells.get(i).strip() : "column_" + (i + 1);
      columns.add(fields.property(fields.root(), name.isEmpty() ? "column_" + (i + 1) : name));
    }
    return names;
  }

  private boolean isName(String cell) {
    String name = cell.strip();
    return !name.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-')
        && scan.firstCategory(name).isEmpty();
  }

  private void deliver(long start, RowSink sink) {
    if (cells.size() != columns.size()) {
      sink.rejected(
          start, cells.size() + " fields where " + columns.size() + " columns were expected");
      return;
    }
    row.clear();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      boolean object = cell.startsWith("{") && cell.endsWith("}");
      if (!object || !json.flatten(cell, columns.get(i), row)) {
        row.add(columns.get(i), cell, true);
      }
    }
    sink.row(row, start);
  }

  private static char separatorOf(CharSequence header) {
    char best = SEPARATORS[0];
    long most = 0;
    for (char candidate : SEPARATORS) {
      long count = header.chars().filter(c -> c == candidate).count();
      if (count > most) {
        most = count;
        best = candidate;
      }
    }
    return best;
  }
}
