package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Searches the values of rows, which takes most of the time of reading and needs to know nothing
/// of fields. Thread-safe if the detectors are.
final class ValueSearch {
  private static final int NUMBER_DIGITS_SCANNED = 7;

  private final TextScan scan;

  ValueSearch(TextScan scan) {
    this.scan = scan;
  }

  /// Leaves at each value of the row what it shows.
  void search(FlatRow row) {
    for (int i = 0; i < row.size(); i++) {
      RowValue value = row.rowValue(i);
      if (value.searched() == null) {
        String text = value.text();
        value.searched(isSearched(text, value.isString()) ? searched(text) : plain(text));
      }
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
    return new SearchedValue(
        value,
        plain.hash(),
        false,
        plain.look(),
        mask,
        (mask & DataCategory.EMAIL.mask()) == 0 ? List.of() : mails(value, hits));
  }

  private static List<String> mails(String value, List<TextScan.Hit> hits) {
    List<String> mails = new ArrayList<>(1);
    for (TextScan.Hit hit : hits) {
      if (hit.category() == DataCategory.EMAIL) {
        String mail = Identifiers.email(decoded(value.substring(hit.start(), hit.end())));
        if (!mail.isEmpty() && !mails.contains(mail)) {
          mails.add(mail);
        }
      }
    }
    return mails;
  }

  private static String decoded(String span) {
    String text = span.toLowerCase(Locale.ROOT);
    return text.contains("%") ? text.replace("%40", "@").replace("%2b", "+") : text;
  }
}
