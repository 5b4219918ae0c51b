package dev.firebreak.document;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// CSV (RFC 4180) for people's spreadsheets: no cell begins as a formula does.
public final class CsvText {
  private static final String FORMULA = "(?s)[=+@\\t\\r-].*";

  private CsvText() {}

  /// A cell that no spreadsheet takes for a formula.
  public static String cell(String text) {
    String safe = text.matches(FORMULA) ? "'" + text : text;
    return safe.matches("[A-Za-z0-9 ._:/$'-]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }

  /// One line of cells, with its end.
  public static String line(List<String> cells) {
    return cells.stream().map(CsvText::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  /// Lines of cells as [#line] writes them and spreadsheets save them: commas, or semicolons where
  /// the first line has no comma; lines that are empty are left out. An apostrophe that [#cell] put
  /// before a formula is taken away.
  public static List<List<String>> parse(String text) {
    String csv = text.startsWith("\uFEFF") ? text.substring(1) : text;
    String first = csv.lines().findFirst().orElse("");
    char separator = first.indexOf(',') < 0 && first.indexOf(';') >= 0 ? ';' : ',';
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted) {
        boolean doubled = c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"';
        if (doubled || c != '"') {
          cell.append(c);
          i += doubled ? 1 : 0;
        } else {
          quoted = false;
        }
      } else if (c == '"' && cell.isEmpty()) {
        quoted = true;
      } else if (c == separator) {
        end(cell, line);
      } else if (c == '\n') {
        end(cell, line);
        end(line, lines);
        line = new ArrayList<>();
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    end(cell, line);
    end(line, lines);
    return lines;
  }

  private static void end(StringBuilder cell, List<String> line) {
    String text = cell.toString();
    boolean guarded = text.startsWith("'") && text.substring(1).matches(FORMULA);
    line.add(guarded ? text.substring(1) : text);
    cell.setLength(0);
  }

  private static void end(List<String> line, List<List<String>> lines) {
    if (line.size() > 1 || !line.getFirst().isEmpty()) {
      lines.add(line);
    }
  }
}
