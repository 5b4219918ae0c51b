package dev.firebreak.ledger;

import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Writes the Parquet files of one batch, one for each table that has rows. Confined to the writer.
final class LedgerBatchWriter {
  private final DuckDb database;
  private final LedgerFolder folder;

  LedgerBatchWriter(DuckDb database, LedgerFolder folder) {
    this.database = database;
    this.folder = folder;
  }

  /// Puts one value into DuckDB as a row.
  private interface Row<T> {
    void append(DuckDBAppender appender, T value) throws SQLException;
  }

  /// How the values of a table become rows and bounds.
  private record Shape<T>(
      LedgerTable table,
      List<T> values,
      Row<T> row,
      Function<T, SubjectKey> subject,
      Function<T, VendorId> vendor) {}

  /// Writes and synchronizes the files of a batch that follows a manifest. After a failure whatever
  /// it wrote lies there unlisted.
  List<LedgerFile> write(LedgerManifest before, LedgerBatch batch)
      throws IOException, SQLException {
    List<LedgerFile> files = new ArrayList<>();
    List<Shape<?>> shapes =
        List.of(
            new Shape<>(
                LedgerTable.FACTS,
                batch.disclosures(),
                LedgerBatchWriter::fact,
                Disclosure::subject,
                Disclosure::vendor),
            new Shape<>(
                LedgerTable.LINKS,
                batch.links(),
                LedgerBatchWriter::link,
                DeviceLink::device,
                DeviceLink::vendor),
            new Shape<>(
                LedgerTable.IDS,
                batch.vendorSubjects(),
                LedgerBatchWriter::id,
                VendorSubject::subject,
                VendorSubject::vendor));
    try (Connection connection = database.connection()) {
      for (Shape<?> shape : shapes) {
        if (!shape.values().isEmpty()) {
          files.add(write(connection, before, batch, shape));
        }
      }
    }
    return files;
  }

  private <T> LedgerFile write(
      Connection connection, LedgerManifest before, LedgerBatch batch, Shape<T> shape)
      throws IOException, SQLException {
    LedgerTable table = shape.table();
    String staging = "batch_" + table.label();
    String name = LedgerFile.name(0, before.sequence() + 1, table);
    Path path = folder.resolve(name);
    LedgerFile.Source source =
        new LedgerFile.Source(
            batch.binding().value(), before.watermark(batch.binding()), batch.watermark());
    Files.deleteIfExists(path);
    execute(connection, "CREATE OR REPLACE TABLE " + staging + " (" + table.columns() + ")");
    try (DuckDBAppender appender =
        connection.unwrap(DuckDBConnection.class).createAppender(staging)) {
      for (T value : shape.values()) {
        appender.beginRow();
        shape.row().append(appender, value);
        appender.endRow();
      }
    }
    execute(connection, copy(staging, table, path, source));
    execute(connection, "DROP TABLE " + staging);
    LedgerFolder.synchronize(path);
    return new LedgerFile(
        name,
        0,
        table.label(),
        shape.values().size(),
        folder.content(path),
        source,
        bounds(shape, batch));
  }

  private static String copy(
      String staging, LedgerTable table, Path path, LedgerFile.Source source) {
    return String.format(
        Locale.ROOT,
        "COPY (SELECT * FROM %s ORDER BY %s) TO %s (FORMAT parquet, COMPRESSION zstd, KV_METADATA"
            + " {firebreak_ledger: '%d', binding: %s, from_offset: '%d', to_offset: '%d'})",
        staging,
        table.order(),
        DuckDb.literal(path),
        LedgerManifest.FORMAT,
        DuckDb.literal(source.binding()),
        source.fromOffset(),
        source.toOffset());
  }

  private static <T> LedgerFile.Bounds bounds(Shape<T> shape, LedgerBatch batch) {
    List<LocalDate> days =
        shape.table() == LedgerTable.FACTS
            ? batch.disclosures().stream().map(Disclosure::day).toList()
            : List.of();
    return new LedgerFile.Bounds(
        subjects(shape).min(Comparator.naturalOrder()).orElseThrow().toString(),
        subjects(shape).max(Comparator.naturalOrder()).orElseThrow().toString(),
        days.stream().min(Comparator.naturalOrder()),
        days.stream().max(Comparator.naturalOrder()),
        shape.values().stream()
            .map(shape.vendor())
            .map(VendorId::value)
            .distinct()
            .sorted()
            .toList());
  }

  private static <T> Stream<SubjectKey> subjects(Shape<T> shape) {
    return shape.values().stream().map(shape.subject());
  }

  private static void fact(DuckDBAppender appender, Disclosure fact) throws SQLException {
    appender.append(fact.vendor().value());
    appender.append(fact.subject().toBytes());
    appender.append(fact.day());
    appender.append(fact.masks().clear());
    appender.append(fact.masks().generalized());
    appender.append(fact.masks().tokenized());
    appender.append(fact.masks().withheld());
    appender.append(fact.policyVersion());
    appender.append(assertedBy(fact.assertedBy()));
    appender.append(fact.events());
    appender.append(fact.firstEvent().toEpochMilli());
    appender.append(fact.lastEvent().toEpochMilli());
  }

  private static void link(DuckDBAppender appender, DeviceLink link) throws SQLException {
    appender.append(link.vendor().value());
    appender.append(link.device().toBytes());
    appender.append(link.account().toBytes());
    appender.append(assertedBy(link.assertedBy()));
  }

  private static void id(DuckDBAppender appender, VendorSubject id) throws SQLException {
    appender.append(id.vendor().value());
    appender.append(id.subject().toBytes());
    appender.append(id.idAtVendor());
  }

  private static String assertedBy(dev.firebreak.event.AssertedBy assertedBy) {
    return assertedBy.name().toLowerCase(Locale.ROOT);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
