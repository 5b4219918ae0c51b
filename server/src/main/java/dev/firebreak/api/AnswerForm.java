package dev.firebreak.api;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// In which form a request wants its answer. Immutable.
///
/// @param text what the command prints: text for people rather than JSON
/// @param whole everything that the command gives, in one archive: what it prints, what it prints
///   beside that, and its files
record AnswerForm(boolean text, boolean whole) {
  private static final String ARCHIVE = "application/zip";

  /// @param accept as the header has it; what is none of ours counts as JSON
  static AnswerForm of(String accept) {
    List<Range> ranges =
        List.of(accept.split(",", -1)).stream()
            .map(Range::of)
            .filter(range -> range.quality > 0)
            .sorted(Comparator.comparingDouble(Range::quality).reversed())
            .toList();
    boolean whole = ranges.stream().anyMatch(range -> range.type.equals(ARCHIVE));
    boolean text =
        ranges.stream()
            .filter(range -> !range.type.equals(ARCHIVE))
            .findFirst()
            .filter(range -> range.type.startsWith("text/"))
            .filter(range -> !range.type.equals("text/html"))
            .isPresent();
    return new AnswerForm(text, whole);
  }

  /// A media range of the header (RFC 9110 section 12.5.1).
  private record Range(String type, double quality) {
    static Range of(String text) {
      String[] parts = text.split(";", -1);
      double quality = 1;
      for (int i = 1; i < parts.length; i++) {
        String parameter = parts[i].strip();
        if (parameter.matches("q=[01](\\.[0-9]{0,3})?")) {
          quality = Double.parseDouble(parameter.substring(2));
        }
      }
      return new Range(parts[0].strip().toLowerCase(Locale.ROOT), quality);
    }
  }
}
