package dev.firebreak.testkit.company;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Rows of CSV as RFC 4180 has them, but with a line feed alone.
public final class Csv {
  private Csv() {}

  /// One row with its line feed.
  public static String row(String... fields) {
    return Arrays.stream(fields).map(Csv::field).collect(Collectors.joining(",", "", "\n"));
  }

  private static String field(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
