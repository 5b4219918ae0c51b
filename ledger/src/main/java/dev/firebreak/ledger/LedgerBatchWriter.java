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
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Writes the Parquet files of batches and erasures. Confined to the writer.
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
      LedgerTable table, List<T> values, Row<T> row, Function<T, SubjectKey> subject) {}

  /// What a file is beside its rows.
  ///
  /// @param seen the latest day of the vendor's facts
  private record Place(
      long sequence,
      VendorId vendor,
      List<LedgerFile.Source> sources,
      Optional<LocalDate> seen,
      long writtenAt) {}

  /// Writes and synchronizes the files of a batch that follows a manifest, one for each vendor and
  /// table. After a failure whatever it wrote lies there unlisted.
  ///
  /// @param writtenAt epoch milliseconds
  List<LedgerFile> write(LedgerManifest before, LedgerBatch batch, long writtenAt)
      throws IOException, SQLException {
    LedgerFile.Source source =
        new LedgerFile.Source(
            batch.binding().value(), before.watermark(batch.binding()), batch.watermark());
    List<LedgerFile> files = new ArrayList<>();
    try (Connection connection = database.connection()) {
      for (VendorId vendor : batch.vendors()) {
        Optional<LocalDate> seen = batch.lastDay(vendor);
        for (Shape<?> shape : shapes(batch, vendor)) {
          if (!shape.values().isEmpty()) {
            files.add(
                write(
                    connection,
                    shape,
                    new Place(before.sequence() + 1, vendor, List.of(source), seen, writtenAt)));
          }
        }
      }
    }
    return files;
  }

  /// Writes and synchronizes the file of an erasure that follows a manifest.
  ///
  /// @param subjects at least one, each once
  LedgerFile writeErased(
      LedgerManifest before, VendorId vendor, Collection<SubjectKey> subjects, long writtenAt)
      throws IOException, SQLException {
    Shape<SubjectKey> shape =
        new Shape<>(
            LedgerTable.ERASED,
            List.copyOf(subjects),
            (appender, subject) -> {
              appender.append(vendor.value());
              appender.append(subject.toBytes());
            },
            subject -> subject);
    try (Connection connection = database.connection()) {
      return write(
          connection,
          shape,
          new Place(before.sequence() + 1, vendor, List.of(), Optional.empty(), writtenAt));
    }
  }

  private static List<Shape<?>> shapes(LedgerBatch batch, VendorId vendor) {
    return List.of(
        new Shape<>(
            LedgerTable.FACTS,
            batch.disclosures().stream().filter(fact -> fact.vendor().equals(vendor)).toList(),
            LedgerBatchWriter::fact,
            Disclosure::subject),
        new Shape<>(
            LedgerTable.LINKS,
            batch.links().stream().filter(link -> link.vendor().equals(vendor)).toList(),
            LedgerBatchWriter::link,
            DeviceLink::device),
        new Shape<>(
            LedgerTable.IDS,
            batch.vendorSubjects().stream().filter(id -> id.vendor().equals(vendor)).toList(),
            LedgerBatchWriter::id,
            VendorSubject::subject));
  }

  private <T> LedgerFile write(Connection connection, Shape<T> shape, Place place)
      throws IOException, SQLException {
    LedgerTable table = shape.table();
    String staging = "batch_" + table.label();
    LedgerFileName name = LedgerFileName.batch(place.sequence(), table, place.vendor());
    Path path = folder.resolve(name.toString());
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
    String rows = "SELECT * FROM " + staging + " ORDER BY " + table.order();
    execute(connection, ParquetCopy.sql(rows, path, place.sources()));
    execute(connection, "DROP TABLE " + staging);
    LedgerFolder.synchronize(path);
    return new LedgerFile(
        name,
        new LedgerFile.Counts(shape.values().size(), events(shape)),
        place.sequence(),
        place.writtenAt(),
        folder.content(path),
        place.sources(),
        bounds(shape, place));
  }

  private static long events(Shape<?> shape) {
    return shape.values().stream()
        .mapToLong(value -> value instanceof Disclosure fact ? fact.events() : 0)
        .sum();
  }

  private static <T> LedgerFile.Bounds bounds(Shape<T> shape, Place place) {
    Optional<LocalDate> first =
        shape.values().stream()
            .map(value -> value instanceof Disclosure fact ? Optional.of(fact.day()) : place.seen())
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder());
    return new LedgerFile.Bounds(
        subjects(shape).min(Comparator.naturalOrder()).orElseThrow().toString(),
        subjects(shape).max(Comparator.naturalOrder()).orElseThrow().toString(),
        first,
        place.seen());
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
