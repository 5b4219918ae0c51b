package dev.firebreak.ledger;

import dev.firebreak.vendor.VendorId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// One immutable Parquet file as the manifest lists it. What its name says stands in fields of its
/// own too, for whoever reads the manifest without this program.
///
/// @param name file name in the ledger's folder: [LedgerFileName]
/// @param level 0 for a batch, 1 for a vendor's day, 2 for a vendor's month
/// @param table `facts`, `links`, `ids`, or `erased`
/// @param vendor whose rows it holds
/// @param period its day or month, or `undated`; empty text at level 0
/// @param rows number of rows
/// @param events number of events of its facts; 0 for other tables
/// @param asOf sequence up to which erasures are carried out in it; those after it hide rows. Of a
///   file of erasures: its own sequence
/// @param writtenAt epoch milliseconds
/// @param content size and digest
/// @param sources where in outcome logs its rows come from; empty for erasures
/// @param bounds what can be in it, so that a reader opens no file in vain
record LedgerFile(
    String name,
    int level,
    String table,
    String vendor,
    String period,
    long rows,
    long events,
    long asOf,
    long writtenAt,
    Content content,
    List<Source> sources,
    Bounds bounds) {
  LedgerFile {
    LedgerFileName says =
        LedgerFileName.parse(name)
            .orElseThrow(() -> new IllegalArgumentException("not a ledger file's name"));
    if (says.level() != level
        || !says.table().label().equals(table)
        || !says.vendor().value().equals(vendor)
        || !says.period().equals(period)) {
      throw new IllegalArgumentException("a ledger file's name tells its level, table and period");
    }
    if (rows < 1 || events < 0) {
      throw new IllegalArgumentException("a ledger file has at least one row");
    }
    sources = List.copyOf(sources);
  }

  LedgerFile(
      LedgerFileName name,
      Counts counts,
      long asOf,
      long writtenAt,
      Content content,
      List<Source> sources,
      Bounds bounds) {
    this(
        name.toString(),
        name.level(),
        name.table().label(),
        name.vendor().value(),
        name.period(),
        counts.rows(),
        counts.events(),
        asOf,
        writtenAt,
        content,
        sources,
        bounds);
  }

  /// @param rows number of rows
  /// @param events number of events of facts
  record Counts(long rows, long events) {}

  /// @param bytes size of the file
  /// @param sha256 digest of the file, 64 hex digits
  record Content(long bytes, String sha256) {}

  /// @param binding whose outcome log
  /// @param fromOffset first place that it covers, inclusive
  /// @param toOffset last place that it covers, exclusive
  record Source(String binding, long fromOffset, long toOffset) {
    /// The least that covers both.
    Source and(Source other) {
      return new Source(
          binding, Math.min(fromOffset, other.fromOffset), Math.max(toOffset, other.toOffset));
    }
  }

  /// @param firstSubject lowest subject (links: device) key, 32 hex digits
  /// @param lastSubject highest key, inclusive
  /// @param firstDay earliest day of disclosure; of links and ids that of the facts they came with
  /// @param lastDay latest day, inclusive
  record Bounds(
      String firstSubject,
      String lastSubject,
      Optional<LocalDate> firstDay,
      Optional<LocalDate> lastDay) {
    /// Hex digits of one length sort as the bytes do.
    boolean mayHold(String subject) {
      return firstSubject.compareTo(subject) <= 0 && subject.compareTo(lastSubject) <= 0;
    }

    /// True where both may hold something of one subject on one day.
    boolean overlaps(Bounds other) {
      return firstSubject.compareTo(other.lastSubject) <= 0
          && other.firstSubject.compareTo(lastSubject) <= 0
          && lastDay.flatMap(last -> other.firstDay.map(first -> !first.isAfter(last))).orElse(true)
          && other
              .lastDay
              .flatMap(last -> firstDay.map(first -> !first.isAfter(last)))
              .orElse(true);
    }

    /// True where everything in it is older than the day.
    boolean endsBefore(LocalDate day) {
      return lastDay.map(last -> last.isBefore(day)).orElse(false);
    }

    /// True where something in it may be older than the day.
    boolean beginsBefore(LocalDate day) {
      return firstDay.map(first -> first.isBefore(day)).orElse(false);
    }
  }

  /// The switch of the manifest with which it came.
  long sequence() {
    return LedgerFileName.parse(name).orElseThrow().sequence();
  }

  boolean is(LedgerTable of) {
    return table.equals(of.label());
  }

  boolean isOf(VendorId whose) {
    return vendor.equals(whose.value());
  }

  /// The same file, after it was looked through for what was erased up to a sequence.
  LedgerFile lookedThrough(long upTo) {
    return new LedgerFile(
        name, level, table, vendor, period, rows, events, upTo, writtenAt, content, sources,
        bounds);
  }
}
