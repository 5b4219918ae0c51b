package dev.firebreak.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a query reads: files of one table by explicit list, less the rows that erasures hide and
/// that retention has left behind. Immutable.
///
/// Adding up the rows of one key costs much where there are many, and mostly there is nothing to
/// add up: two files share no key where their days or their subjects are apart, and a compacted
/// file has each key once. Only the days on which that may be otherwise are added up.
///
/// @param table what the rows are
/// @param sql what stands after FROM; empty text where there are no files
/// @param shared of facts: spans of days on which a key may have several rows
record LedgerSource(LedgerTable table, String sql, List<Days> shared) {
  LedgerSource {
    shared = List.copyOf(shared);
  }

  /// @param first inclusive
  /// @param last inclusive
  record Days(LocalDate first, LocalDate last) {}

  /// The rows with those of one key as one, as SQL.
  ///
  /// @param where SQL condition on rows that holds for all rows of a key or for none
  String merged(String where) {
    if (table != LedgerTable.FACTS) {
      return table.merged(sql, where);
    }
    String apart = "SELECT " + table.names() + " FROM " + sql + " WHERE " + where;
    if (shared.isEmpty()) {
      return apart;
    }
    String onShared =
        shared.stream()
            .map(days -> "day BETWEEN DATE '" + days.first() + "' AND DATE '" + days.last() + "'")
            .collect(Collectors.joining(" OR ", " AND (", ")"));
    return "SELECT * FROM ("
        + apart
        + onShared.replace(" AND (", " AND NOT (")
        + " UNION ALL "
        + table.merged(sql, where + onShared)
        + ")";
  }

  /// What files of one kind have in common.
  private record Mask(List<LedgerFile> erasures, Optional<LocalDate> from) {
    boolean hidesNothing() {
      return erasures.isEmpty() && from.isEmpty();
    }
  }

  boolean isEmpty() {
    return sql.isEmpty();
  }

  /// The rows of some files of a manifest.
  ///
  /// @throws dev.firebreak.error.FirebreakException INPUT_UNREADABLE where one is missing
  static LedgerSource of(
      LedgerFolder folder, LedgerManifest manifest, LedgerTable table, List<LedgerFile> files) {
    List<LedgerFile> erasures = manifest.erasures();
    Map<Mask, List<LedgerFile>> masked = new LinkedHashMap<>();
    for (LedgerFile file : files) {
      masked.computeIfAbsent(mask(manifest, erasures, file), _ -> new ArrayList<>()).add(file);
    }
    List<String> parts = new ArrayList<>();
    masked.forEach((mask, of) -> parts.add(part(folder, table, mask, of)));
    List<Days> shared = table == LedgerTable.FACTS ? shared(files) : List.of();
    if (masked.size() == 1 && masked.keySet().iterator().next().hidesNothing()) {
      return new LedgerSource(table, parquet(folder, files), shared);
    }
    return new LedgerSource(
        table, parts.isEmpty() ? "" : "(" + String.join(" UNION ALL ", parts) + ")", shared);
  }

  /// The spans of days, one after the other, on which files may share keys. A batch may have a key
  /// in several rows of its own.
  private static List<Days> shared(List<LedgerFile> files) {
    List<Days> found = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      LedgerFile one = files.get(i);
      if (one.level() == 0) {
        found.add(common(one, one));
      }
      for (LedgerFile other : files.subList(i + 1, files.size())) {
        if (one.vendor().equals(other.vendor()) && one.bounds().overlaps(other.bounds())) {
          found.add(common(one, other));
        }
      }
    }
    found.sort(Comparator.comparing(Days::first));
    List<Days> spans = new ArrayList<>();
    for (Days days : found) {
      Days last = spans.isEmpty() ? null : spans.getLast();
      if (last == null || days.first().isAfter(last.last())) {
        spans.add(days);
      } else if (days.last().isAfter(last.last())) {
        spans.set(spans.size() - 1, new Days(last.first(), days.last()));
      }
    }
    return spans;
  }

  private static Days common(LedgerFile one, LedgerFile other) {
    LocalDate first = one.bounds().firstDay().orElseThrow();
    LocalDate last = one.bounds().lastDay().orElseThrow();
    LocalDate otherFirst = other.bounds().firstDay().orElseThrow();
    LocalDate otherLast = other.bounds().lastDay().orElseThrow();
    return new Days(
        first.isAfter(otherFirst) ? first : otherFirst,
        last.isBefore(otherLast) ? last : otherLast);
  }

  /// True where rows of the file are hidden, as far as the manifest tells.
  static boolean isMasked(LedgerManifest manifest, LedgerFile file) {
    return !mask(manifest, manifest.erasures(), file).hidesNothing();
  }

  private static Mask mask(LedgerManifest manifest, List<LedgerFile> erasures, LedgerFile file) {
    return new Mask(
        erasures.stream().filter(erased -> LedgerManifest.hides(erased, file)).toList(),
        file.is(LedgerTable.FACTS)
            ? manifest.heldFrom(file.vendor()).filter(file.bounds()::beginsBefore)
            : Optional.empty());
  }

  private static String part(
      LedgerFolder folder, LedgerTable table, Mask mask, List<LedgerFile> files) {
    StringBuilder sql = new StringBuilder("SELECT * FROM ").append(parquet(folder, files));
    sql.append(" AS held");
    if (!mask.erasures().isEmpty()) {
      String erased = parquet(folder, mask.erasures());
      List<String> columns =
          table == LedgerTable.LINKS ? List.of("device", "account") : List.of("subject");
      for (String column : columns) {
        sql.append(" ANTI JOIN ").append(erased).append(" AS erased_").append(column);
        sql.append(" ON held.").append(column);
        sql.append(" = erased_").append(column).append(".subject");
      }
    }
    mask.from().ifPresent(day -> sql.append(" WHERE day >= DATE '").append(day).append("'"));
    return sql.toString();
  }

  private static String parquet(LedgerFolder folder, List<LedgerFile> files) {
    return "read_parquet("
        + DuckDb.readList(folder.resolve(files.stream().map(LedgerFile::name).toList()))
        + ")";
  }
}
