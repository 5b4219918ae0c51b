package dev.firebreak.assessment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Names of parts of archives, fit to be printed.
final class PartName {
  private static final int CHARS_MAX = 300;
  private static final int ENDINGS_MAX = 3;

  private PartName() {}

  /// The bytes as UTF-8, without control characters and not longer than is printed.
  static String of(byte[] bytes) {
    String name = new String(bytes, StandardCharsets.UTF_8);
    String bounded = name.length() <= CHARS_MAX ? name : name.substring(0, CHARS_MAX);
    StringBuilder clean = new StringBuilder(bounded.length());
    bounded.codePoints().forEach(c -> clean.appendCodePoint(isPrinted(c) ? c : 0xfffd));
    return clean.toString();
  }

  private static boolean isPrinted(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
  }

  /// A name as it may be shown to whoever sees counts only: what a name holds of persons is
  /// replaced by its category's key in brackets, and a number tells such names apart.
  ///
  /// @param number of the part in the data set
  static String shown(String name, TextScan scan, int number) {
    List<TextScan.Hit> hits = hits(name, scan);
    if (hits.isEmpty()) {
      return name;
    }
    StringBuilder shown = new StringBuilder();
    int at = 0;
    for (TextScan.Hit hit : hits) {
      if (hit.start() >= at) {
        shown.append(name, at, hit.start()).append('[').append(hit.category().key()).append(']');
      }
      at = Math.max(at, hit.end());
    }
    return shown.append(name, at, name.length()).append('#').append(number).toString();
  }

  /// What the folders and the file of a name hold, by their places. A file's endings hide what
  /// stands before them: each is also looked at without.
  private static List<TextScan.Hit> hits(String name, TextScan scan) {
    List<TextScan.Hit> hits = new ArrayList<>();
    int start = 0;
    for (String segment : name.split("/", -1)) {
      int offset = start;
      int end = segment.length();
      for (int i = 0; i <= ENDINGS_MAX && end > 0; i++) {
        scan.scan(segment.substring(0, end))
            .forEach(hit ->
                hits.add(
                    new TextScan.Hit(hit.category(), offset + hit.start(), offset + hit.end())));
        end = segment.lastIndexOf('.', end - 1);
      }
      start += segment.length() + 1;
    }
    hits.sort(Comparator.comparingInt(TextScan.Hit::start));
    return hits;
  }

  static String within(String archive, String part) {
    return archive + "!/" + part;
  }
}
