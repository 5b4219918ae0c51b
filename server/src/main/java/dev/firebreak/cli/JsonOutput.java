package dev.firebreak.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What commands print with `--json`: one indented document of maps, lists, texts, numbers and
/// truth values.
final class JsonOutput {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonOutput() {}

  static void print(PrintWriter out, Map<String, ?> document) {
    out.println(JSON.writeValueAsString(document));
  }

  /// The same as the content of a file.
  static String text(Map<String, ?> document) {
    return JSON.writeValueAsString(document) + System.lineSeparator();
  }

  static void print(PrintWriter out, List<?> documents) {
    out.println(JSON.writeValueAsString(documents));
  }
}
