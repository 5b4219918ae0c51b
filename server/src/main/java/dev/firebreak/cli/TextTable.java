package dev.firebreak.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A table for the terminal: columns aligned, numbers to the right with thousands apart, two blanks
/// between. Control characters in cells are shown as `?`, so that a value cannot steer a terminal.
/// Confined to one thread.
final class TextTable {
  private static final Pattern STEERING =
      Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]");

  private final List<List<String>> rows = new ArrayList<>();
  private final List<Boolean> numeric = new ArrayList<>();

  TextTable(String... headings) {
    rows.add(List.of(headings));
    for (String _ : headings) {
      numeric.add(false);
    }
  }

  /// Adds a row of texts and whole numbers, as many as there are headings.
  void row(Object... cells) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] instanceof Number number) {
        numeric.set(i, true);
        texts.add(String.format(Locale.ROOT, "%,d", number.longValue()));
      } else {
        texts.add(harmless(cells[i].toString()));
      }
    }
    rows.add(texts);
  }

  /// A text from outside as it may stand on a terminal: control characters, and those that turn the
  /// direction of reading, are shown as `?`.
  static String harmless(String text) {
    return STEERING.matcher(text).replaceAll("?");
  }

  void print(PrintWriter out) {
    int[] widths = new int[numeric.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(" ");
      for (int i = 0; i < widths.length; i++) {
        String blanks = " ".repeat(widths[i] - row.get(i).length());
        line.append(' ').append(numeric.get(i) ? blanks + row.get(i) : row.get(i) + blanks);
        line.append(' ');
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
