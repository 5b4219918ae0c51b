package dev.firebreak.ledger;

import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Writes the new files of one piece of compaction from those of one manifest, as staged files that
/// no list names yet. Confined to one thread.
final class CompactedFiles {
  private final DuckDb database;
  private final LedgerFolder folder;
  private final LedgerManifest manifest;
  private final Limits limits;
  private final long writtenAt;
  private int staged;

  CompactedFiles(
      DuckDb database,
      LedgerFolder folder,
      LedgerManifest manifest,
      Limits limits,
      long writtenAt) {
    this.database = database;
    this.folder = folder;
    this.manifest = manifest;
    this.limits = limits;
    this.writtenAt = writtenAt;
  }

  /// @param rowsPerFile periods with more rows are cut
  /// @param ending asked before each file: whether nothing more is to be written
  record Limits(long rowsPerFile, BooleanSupplier ending) {}

  /// The work was to end before its last file; what is staged is of no use.
  static final class EndedException extends IOException {
    private static final long serialVersionUID = 1L;

    private EndedException() {
      super("the compaction was to end");
    }
  }

  /// A file that waits for its name.
  record Staged(
      Path path,
      LedgerTable table,
      VendorId vendor,
      int level,
      String period,
      LedgerFile.Counts counts,
      long asOf,
      long writtenAt,
      LedgerFile.Content content,
      List<LedgerFile.Source> sources,
      LedgerFile.Bounds bounds) {
    LedgerFile named(long sequence, int part) {
      return new LedgerFile(
          new LedgerFileName(level, sequence, table, vendor, period, part),
          counts,
          asOf,
          writtenAt,
          content,
          sources,
          bounds);
    }
  }

  LedgerManifest manifest() {
    return manifest;
  }

  /// The days of disclosure in some files' facts that are still held.
  List<LocalDate> days(List<LedgerFile> files) throws SQLException {
    List<LocalDate> days = new ArrayList<>();
    query(
        "SELECT DISTINCT day FROM " + source(LedgerTable.FACTS, files) + " ORDER BY day",
        row -> days.add(row.getObject(1, LocalDate.class)));
    return days;
  }

  /// True where the file holds rows that nobody sees any more.
  boolean hidesRows(LedgerFile file) throws SQLException {
    LedgerTable table = LedgerTable.ofLabel(file.table());
    if (!LedgerSource.isMasked(manifest, file)) {
      return false;
    }
    long[] seen = new long[1];
    query("SELECT count(*) FROM " + source(table, List.of(file)), row -> seen[0] = row.getLong(1));
    return seen[0] < file.rows();
  }

  /// Writes the rows of some files that are still held, those of one key as one, sorted by subject.
  /// Many rows become several files by the first byte of the subject, so that memory stays bounded
  /// and a look-up opens one of them.
  ///
  /// @param where SQL condition on rows
  /// @return no file where no row is left
  /// @throws EndedException before a file, where the work is to end
  List<Staged> write(
      LedgerTable table, int level, String period, String where, List<LedgerFile> from)
      throws IOException, SQLException {
    List<Staged> files = new ArrayList<>();
    long rows = from.stream().mapToLong(LedgerFile::rows).sum();
    int parts = 1;
    while (parts < LedgerFileName.PARTS_MAX && rows / parts > limits.rowsPerFile()) {
      parts *= 2;
    }
    LedgerSource source = LedgerSource.of(folder, manifest, table, from);
    for (int part = 0; part < parts; part++) {
      if (limits.ending().getAsBoolean()) {
        throw new EndedException();
      }
      Path path = folder.staged(staged++);
      Files.deleteIfExists(path);
      List<LedgerFile.Source> sources = sources(from);
      String sorted =
          source.merged(where + range(table.subject(), part, parts)) + " ORDER BY " + table.order();
      database.execute(ParquetCopy.sql(sorted, path, sources));
      LedgerFolder.synchronize(path);
      file(table, level, period, path, from).ifPresent(files::add);
    }
    return files;
  }

  /// The condition of one part of all subjects.
  private static String range(String subject, int part, int parts) {
    int width = 256 / parts;
    String low =
        part == 0
            ? ""
            : String.format(Locale.ROOT, " AND %s >= unhex('%02x')", subject, part * width);
    String high =
        part == parts - 1
            ? ""
            : String.format(Locale.ROOT, " AND %s < unhex('%02x')", subject, (part + 1) * width);
    return low + high;
  }

  private Optional<Staged> file(
      LedgerTable table, int level, String period, Path path, List<LedgerFile> from)
      throws IOException, SQLException {
    Content found = content(table, path);
    if (found.counts().rows() == 0) {
      Files.delete(path);
      return Optional.empty();
    }
    boolean facts = table == LedgerTable.FACTS;
    LedgerFile.Bounds bounds =
        new LedgerFile.Bounds(
            found.first(),
            found.last(),
            facts ? found.firstDay() : firstDay(from),
            facts ? found.lastDay() : lastDay(from));
    return Optional.of(
        new Staged(
            path,
            table,
            new VendorId(from.getFirst().vendor()),
            level,
            period,
            found.counts(),
            manifest.sequence(),
            writtenAt,
            folder.content(path),
            sources(from),
            bounds));
  }

  private record Content(
      LedgerFile.Counts counts,
      String first,
      String last,
      Optional<LocalDate> firstDay,
      Optional<LocalDate> lastDay) {}

  private Content content(LedgerTable table, Path path) throws SQLException {
    List<Content> found = new ArrayList<>();
    boolean facts = table == LedgerTable.FACTS;
    query(
        String.format(
            Locale.ROOT,
            "SELECT count(*), %s, lower(hex(min(%s))), lower(hex(max(%s))), %s FROM"
                + " read_parquet(%s)",
            facts ? "coalesce(sum(events), 0)::BIGINT" : "0",
            table.subject(),
            table.subject(),
            facts ? "min(day), max(day)" : "NULL, NULL",
            DuckDb.readList(List.of(path))),
        row ->
            found.add(
                new Content(
                    new LedgerFile.Counts(row.getLong(1), row.getLong(2)),
                    Optional.ofNullable(row.getString(3)).orElse(""),
                    Optional.ofNullable(row.getString(4)).orElse(""),
                    facts
                        ? Optional.ofNullable(row.getObject(5, LocalDate.class))
                        : Optional.empty(),
                    facts
                        ? Optional.ofNullable(row.getObject(6, LocalDate.class))
                        : Optional.empty())));
    return found.getFirst();
  }

  /// Stops where the new files do not hold exactly the events of the old ones that are still held:
  /// then nothing is switched.
  void requireAllEvents(LedgerTable table, List<LedgerFile> out, List<Staged> in)
      throws IOException, SQLException {
    if (table != LedgerTable.FACTS) {
      return;
    }
    long[] held = new long[1];
    if (out.stream().noneMatch(file -> LedgerSource.isMasked(manifest, file))) {
      held[0] = out.stream().mapToLong(LedgerFile::events).sum();
    } else {
      query(
          "SELECT coalesce(sum(events), 0)::BIGINT FROM " + source(table, out),
          row -> held[0] = row.getLong(1));
    }
    long written = in.stream().mapToLong(file -> file.counts().events()).sum();
    if (held[0] != written) {
      throw new IOException(
          "compaction wrote "
              + written
              + " events in the place of "
              + held[0]
              + "; nothing was changed. Run `firebreak ledger verify`");
    }
  }

  private String source(LedgerTable table, List<LedgerFile> files) {
    return LedgerSource.of(folder, manifest, table, files).sql();
  }

  private static Optional<LocalDate> firstDay(List<LedgerFile> files) {
    return files.stream()
        .map(file -> file.bounds().firstDay())
        .flatMap(Optional::stream)
        .min(LocalDate::compareTo);
  }

  private static Optional<LocalDate> lastDay(List<LedgerFile> files) {
    return files.stream()
        .map(file -> file.bounds().lastDay())
        .flatMap(Optional::stream)
        .max(LocalDate::compareTo);
  }

  private static List<LedgerFile.Source> sources(List<LedgerFile> files) {
    Map<String, LedgerFile.Source> byBinding = new TreeMap<>();
    for (LedgerFile file : files) {
      file.sources()
          .forEach(source -> byBinding.merge(source.binding(), source, LedgerFile.Source::and));
    }
    return List.copyOf(byBinding.values());
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private void query(String sql, Row each) throws SQLException {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        each.read(rows);
      }
    }
  }
}
