package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.List;
import java.util.Locale;

/// Searches the values of rows, which takes most of the time of reading and needs to know nothing
/// of fields. Remembers short values. Not thread-safe: each thread has its own.
final class ValueSearch {
  private static final int CACHE_SLOTS = 1 << 15;
  private static final int CACHED_CHARS_MAX = 200;
  private static final int NUMBER_DIGITS_SCANNED = 7;

  private final TextScan scan;
  private final SearchedValue[] cache = new SearchedValue[CACHE_SLOTS];

  ValueSearch(TextScan scan) {
    this.scan = scan;
  }

  /// Leaves at each value of the row what it shows.
  void search(FlatRow row) {
    for (int i = 0; i < row.size(); i++) {
      String value = row.value(i);
      row.searched(i, isSearched(value, row.isText(i)) ? remembered(value) : plain(value));
    }
  }

  /// Texts are searched, and numbers long enough to be something.
  private static boolean isSearched(String value, boolean text) {
    return text || value.length() >= NUMBER_DIGITS_SCANNED;
  }

  private static SearchedValue plain(String value) {
    return new SearchedValue(
        value, HashSet64.hash(value), ValueForm.isToken(value), ValueShape.of(value), 0, List.of());
  }

  private SearchedValue remembered(String value) {
    if (value.length() > CACHED_CHARS_MAX) {
      return searched(value);
    }
    int code = value.hashCode();
    int at = (code ^ code >>> 15) & CACHE_SLOTS - 1;
    SearchedValue known = cache[at];
    if (known == null || !known.value().equals(value)) {
      known = searched(value);
      cache[at] = known;
    }
    return known;
  }

  private SearchedValue searched(String value) {
    SearchedValue plain = plain(value);
    List<TextScan.Hit> hits = plain.token() ? List.of() : scan.scan(value);
    if (hits.isEmpty()) {
      return plain;
    }
    long mask = 0;
    for (TextScan.Hit hit : hits) {
      mask |= hit.category().mask();
    }
    List<String> mails =
        hits.stream()
            .filter(hit -> hit.category() == DataCategory.EMAIL)
            .map(hit -> Identifiers.email(decoded(value.substring(hit.start(), hit.end()))))
            .filter(mail -> !mail.isEmpty())
            .distinct()
            .toList();
    return new SearchedValue(value, plain.hash(), false, plain.look(), mask, mails);
  }

  private static String decoded(String span) {
    String text = span.toLowerCase(Locale.ROOT);
    return text.contains("%") ? text.replace("%40", "@").replace("%2b", "+") : text;
  }
}
