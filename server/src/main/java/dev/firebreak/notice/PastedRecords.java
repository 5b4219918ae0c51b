package dev.firebreak.notice;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Records as somebody copied them from a zone file or from `dig`: a record a line, as
/// `example.com. 3600 IN TXT "v=spf1 -all"`. `example.com NXDOMAIN` says that there is no such
/// name. Lines that begin with `;` and empty ones mean nothing. Immutable.
public final class PastedRecords implements TxtRecords, MailRecords {
  private static final Pattern RECORD =
      Pattern.compile(
          "(\\S+)\\s+(?:\\d+\\s+)?(?:IN\\s+)?(?:(TXT|MX|AAAA|A)\\s+(\\S.*)|NXDOMAIN)",
          Pattern.CASE_INSENSITIVE);

  private final Map<String, Map<String, List<String>>> records;

  private PastedRecords(Map<String, Map<String, List<String>>> records) {
    this.records = Map.copyOf(records);
  }

  /// @throws FirebreakException WRONG_USE with the first line that is no record
  public static PastedRecords parse(String pasted) {
    Map<String, Map<String, List<String>>> records = new HashMap<>();
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
            "line "
                + number
                + " is no record: expected one a line, as NAME TXT \"TEXT\", NAME MX 10 HOST or"
                + " NAME NXDOMAIN");
      }
      Map<String, List<String>> ofName =
          records.computeIfAbsent(key(record.group(1)), _ -> new HashMap<>());
      if (record.group(2) != null) {
        ofName
            .computeIfAbsent(record.group(2).toUpperCase(Locale.ROOT), _ -> new ArrayList<>())
            .add(record.group(3));
      }
    }
    return new PastedRecords(records);
  }

  @Override
  public List<String> of(String name) {
    return records.getOrDefault(key(name), Map.of()).getOrDefault("TXT", List.of()).stream()
        .map(DnsRecords::joined)
        .toList();
  }

  /// @throws IOException where the name is not in what was pasted: that says nothing about it
  @Override
  public List<String> of(String domain, Type type) throws IOException {
    Map<String, List<String>> ofName = records.get(key(domain));
    if (ofName == null) {
      throw new IOException("the pasted records do not have the domain");
    }
    return List.copyOf(ofName.getOrDefault(type.name(), List.of()));
  }

  private static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
