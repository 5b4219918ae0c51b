package dev.firebreak.notice;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// TXT records as somebody copied them from a zone file or from `dig`: a record a line, as
/// `example.com. 3600 IN TXT "v=spf1 -all"`. Lines that begin with `;` and empty ones mean nothing.
/// Immutable.
public final class PastedRecords implements TxtRecords {
  private static final Pattern RECORD =
      Pattern.compile("(\\S+)\\s+(?:\\d+\\s+)?(?:IN\\s+)?TXT\\s+(\\S.*)", Pattern.CASE_INSENSITIVE);

  private final Map<String, List<String>> texts;

  private PastedRecords(Map<String, List<String>> texts) {
    this.texts = Map.copyOf(texts);
  }

  /// @throws FirebreakException WRONG_USE with the first line that is no record
  public static PastedRecords parse(String pasted) {
    Map<String, List<String>> texts = new HashMap<>();
    int number = 0;
    for (String line : pasted.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith(";")) {
        continue;
      }
      Matcher record = RECORD.matcher(line);
      if (!record.matches()) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE,
            "line " + number + " is no record: expected NAME TXT \"TEXT\", one a line");
      }
      texts
          .computeIfAbsent(key(record.group(1)), _ -> new ArrayList<>())
          .add(DnsTxtRecords.joined(record.group(2)));
    }
    return new PastedRecords(texts);
  }

  @Override
  public List<String> of(String name) {
    return List.copyOf(texts.getOrDefault(key(name), List.of()));
  }

  private static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
