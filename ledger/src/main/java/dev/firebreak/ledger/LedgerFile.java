package dev.firebreak.ledger;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One immutable Parquet file as the manifest lists it.
///
/// @param name file name in the ledger's folder: level, sequence and table
/// @param level 0 for a batch; 1 and 2 are kept for a vendor's day and month
/// @param table `facts`, `links` or `ids`
/// @param rows number of rows
/// @param content size and digest
/// @param source where in the outcome log it comes from
/// @param bounds what can be in it, so that a reader opens no file in vain
record LedgerFile(
    String name,
    int level,
    String table,
    long rows,
    Content content,
    Source source,
    Bounds bounds) {
  private static final Pattern NAME =
      Pattern.compile("l([0-2])-([0-9]{10})-(facts|links|ids)\\.parquet");

  LedgerFile {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()
        || !matcher.group(1).equals(Integer.toString(level))
        || !matcher.group(3).equals(table)) {
      throw new IllegalArgumentException("a ledger file's name tells its level and table");
    }
    if (rows < 1) {
      throw new IllegalArgumentException("a ledger file has at least one row");
    }
  }

  /// @param bytes size of the file
  /// @param sha256 digest of the file, 64 hex digits
  record Content(long bytes, String sha256) {}

  /// @param binding whose outcome log
  /// @param fromOffset first place that it covers, inclusive
  /// @param toOffset last place that it covers, exclusive
  record Source(String binding, long fromOffset, long toOffset) {}

  /// @param firstSubject lowest subject (links: device) key, 32 hex digits
  /// @param lastSubject highest key, inclusive
  /// @param firstDay earliest day; facts only
  /// @param lastDay latest day, inclusive; facts only
  /// @param vendors whose rows it holds
  record Bounds(
      String firstSubject,
      String lastSubject,
      Optional<LocalDate> firstDay,
      Optional<LocalDate> lastDay,
      List<String> vendors) {
    Bounds {
      vendors = List.copyOf(vendors);
    }

    /// Hex digits of one length sort as the bytes do.
    boolean mayHold(String subject) {
      return firstSubject.compareTo(subject) <= 0 && subject.compareTo(lastSubject) <= 0;
    }
  }

  static String name(int level, long sequence, LedgerTable table) {
    return String.format(Locale.ROOT, "l%d-%010d-%s.parquet", level, sequence, table.label());
  }

  /// The sequence in a ledger file's name; empty for any other name.
  static Optional<Long> sequenceOf(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(2))) : Optional.empty();
  }
}
