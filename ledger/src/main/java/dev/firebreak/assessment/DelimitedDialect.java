package dev.firebreak.assessment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How a separated text is written, told by what splits its beginning most evenly.
///
/// @param separator between cells; [#NONE] where there is one column
/// @param quote around cells that hold separators
/// @param backslash whether a backslash takes the next character's meaning away, instead of
///   doubling it
record DelimitedDialect(char separator, char quote, boolean backslash) {
  /// No character.
  static final char NONE = '\0';

  private static final String COMMON = ",;\t|";
  private static final String RARE = "^~\u0001\u001f\u001e:#!%&*=";
  private static final boolean[] NO_BACKSLASH = {false};
  private static final boolean[] BOTH = {false, true};
  private static final double COMMON_EVENNESS_MIN = 0.3;
  private static final double RARE_EVENNESS_MIN = 0.9;
  private static final double RARE_WEIGHT = 0.5;
  private static final int SAMPLE_CHARS = 1 << 16;
  private static final int RECORD_LINES_MAX = 20;
  private static final int SAMPLE_RECORDS = 200;

  /// @param start the first characters of a text
  static DelimitedDialect of(String start) {
    List<String> lines = lines(start);
    DelimitedDialect best = new DelimitedDialect(NONE, '"', false);
    double bestScore = 0;
    boolean maybeBackslash = start.contains("\\\"");
    for (char separator : (COMMON + RARE).toCharArray()) {
      for (boolean backslash : maybeBackslash ? BOTH : NO_BACKSLASH) {
        DelimitedDialect candidate = new DelimitedDialect(separator, '"', backslash);
        double score = candidate.score(lines, COMMON.indexOf(separator) < 0);
        if (score > bestScore) {
          bestScore = score;
          best = candidate;
        }
      }
    }
    DelimitedDialect single = new DelimitedDialect(best.separator, '\'', best.backslash);
    return single.isQuotedThroughout(lines) && !best.isQuotedThroughout(lines) ? single : best;
  }

  /// How evenly the lines are split, more cells being better evidence than fewer; 0 for too little.
  private double score(List<String> lines, boolean rare) {
    Map<Integer, Integer> recordsBySize = new HashMap<>();
    int records = 0;
    for (List<String> record : records(lines)) {
      recordsBySize.merge(record.size(), 1, Integer::sum);
      records++;
    }
    int size =
        recordsBySize.entrySet().stream()
            .filter(entry -> entry.getKey() > 1)
            .max(
                Map.Entry.<Integer, Integer>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .orElse(0);
    if (size == 0) {
      return 0;
    }
    double evenness = (double) recordsBySize.getOrDefault(size, 0) / records;
    if (evenness < (rare ? RARE_EVENNESS_MIN : COMMON_EVENNESS_MIN)) {
      return 0;
    }
    double score = evenness * evenness * (1 - 1.0 / (size + 1));
    return rare ? score * RARE_WEIGHT : score;
  }

  /// The records; what does not end as one has no cells.
  private List<List<String>> records(List<String> lines) {
    List<List<String>> records = new ArrayList<>();
    CellSplitter splitter = new CellSplitter(this);
    int at = 0;
    while (at < lines.size()) {
      splitter.begin();
      int end = at;
      CellSplitter.State state = splitter.add(lines.get(end++));
      while (state == CellSplitter.State.OPEN
          && end < Math.min(lines.size(), at + RECORD_LINES_MAX)) {
        state = splitter.add(lines.get(end++));
      }
      boolean complete = state == CellSplitter.State.COMPLETE;
      records.add(complete ? List.copyOf(splitter.cells()) : List.of());
      at = complete ? end : at + 1;
    }
    return records;
  }

  private boolean isQuotedThroughout(List<String> lines) {
    CellSplitter splitter = new CellSplitter(this);
    int quoted = 0;
    for (String line : lines) {
      splitter.begin();
      boolean complete = splitter.add(line) == CellSplitter.State.COMPLETE;
      quoted += complete && splitter.anyQuoted() ? 1 : 0;
    }
    return quoted * 2 >= lines.size() && quoted > 0;
  }

  /// The lines that are not blank; the last is left out where it may go on.
  private static List<String> lines(String start) {
    String sample = start.length() > SAMPLE_CHARS ? start.substring(0, SAMPLE_CHARS) : start;
    List<String> all = sample.lines().filter(line -> !line.isBlank()).toList();
    List<String> table = all.stream().dropWhile(line -> line.startsWith("#")).toList();
    List<String> lines =
        new ArrayList<>((table.isEmpty() ? all : table).stream().limit(SAMPLE_RECORDS).toList());
    if (lines.size() > 1 && lines.size() < SAMPLE_RECORDS && sample.length() < start.length()) {
      lines.removeLast();
    }
    return lines;
  }
}
