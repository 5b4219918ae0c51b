package dev.firebreak.ledger;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads ledger files by explicit lists. Rows of one key from several files are one fact, so that
/// answers do not depend on how batches were cut. Thread-safe.
final class LedgerQueries {
  private static final String FACT_KEY =
      "vendor, subject, day, clear, generalized, tokenized, withheld, policy_version, asserted_by";

  private final DuckDb database;

  LedgerQueries(DuckDb database) {
    this.database = database;
  }

  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  List<Disclosure> ofSubject(List<Path> files, SubjectKey subject) throws SQLException {
    return list(
        files,
        facts(files, "subject = " + blob(subject), "true")
            + " ORDER BY vendor, day, policy_version, clear, generalized, tokenized, withheld,"
            + " asserted_by",
        LedgerQueries::fact);
  }

  void forEach(
      List<Path> files,
      VendorId vendor,
      Optional<Instant> from,
      Optional<Instant> to,
      Consumer<Disclosure> consumer)
      throws SQLException {
    String reaches =
        from.map(start -> "max(last_event) >= " + start.toEpochMilli()).orElse("true")
            + to.map(end -> " AND min(first_event) < " + end.toEpochMilli()).orElse("");
    each(
        files,
        facts(files, "vendor = " + DuckDb.literal(vendor.value()), reaches)
            + " ORDER BY subject, day, policy_version, clear, generalized, tokenized, withheld,"
            + " asserted_by",
        row -> consumer.accept(fact(row)));
  }

  void forEachId(List<Path> files, VendorId vendor, Consumer<VendorSubject> consumer)
      throws SQLException {
    each(
        files,
        "SELECT DISTINCT subject, id_at_vendor FROM "
            + parquet(files)
            + " WHERE vendor = "
            + DuckDb.literal(vendor.value())
            + " ORDER BY subject, id_at_vendor",
        row ->
            consumer.accept(
                new VendorSubject(vendor, SubjectKey.of(row.getBytes(1)), row.getString(2))));
  }

  void links(List<Path> files, VendorId vendor, Consumer<DeviceLink> consumer) throws SQLException {
    each(
        files,
        "SELECT DISTINCT vendor, device, account, asserted_by FROM "
            + parquet(files)
            + " WHERE vendor = "
            + DuckDb.literal(vendor.value())
            + " ORDER BY device, account, asserted_by",
        row ->
            consumer.accept(
                new DeviceLink(
                    new VendorId(row.getString(1)),
                    SubjectKey.of(row.getBytes(2)),
                    SubjectKey.of(row.getBytes(3)),
                    assertedBy(row.getString(4)))));
  }

  List<VendorSubject> idsOf(List<Path> files, SubjectKey subject) throws SQLException {
    return list(
        files,
        "SELECT DISTINCT vendor, subject, id_at_vendor FROM "
            + parquet(files)
            + " WHERE subject = "
            + blob(subject)
            + " ORDER BY vendor, id_at_vendor",
        row ->
            new VendorSubject(
                new VendorId(row.getString(1)), SubjectKey.of(row.getBytes(2)), row.getString(3)));
  }

  /// Rows of one file, as the file itself tells.
  long rows(Path file) throws SQLException {
    List<Long> count =
        list(
            List.of(file), "SELECT count(*) FROM " + parquet(List.of(file)), row -> row.getLong(1));
    return count.getFirst();
  }

  private static String facts(List<Path> files, String where, String having) {
    return "SELECT "
        + FACT_KEY
        + ", sum(events)::BIGINT, min(first_event), max(last_event) FROM "
        + parquet(files)
        + " WHERE "
        + where
        + " GROUP BY "
        + FACT_KEY
        + " HAVING "
        + having;
  }

  private static String parquet(List<Path> files) {
    return "read_parquet(" + DuckDb.readList(files) + ")";
  }

  private static String blob(SubjectKey subject) {
    return "unhex('" + subject + "')";
  }

  private static Disclosure fact(ResultSet row) throws SQLException {
    return new Disclosure(
        new VendorId(row.getString(1)),
        SubjectKey.of(row.getBytes(2)),
        row.getObject(3, LocalDate.class),
        new Masks(row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7)),
        row.getString(8),
        assertedBy(row.getString(9)),
        row.getLong(10),
        Instant.ofEpochMilli(row.getLong(11)),
        Instant.ofEpochMilli(row.getLong(12)));
  }

  private static AssertedBy assertedBy(String text) {
    return AssertedBy.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private <T> List<T> list(List<Path> files, String sql, Reading<T> reading) throws SQLException {
    List<T> values = new ArrayList<>();
    each(files, sql, row -> values.add(reading.read(row)));
    return values;
  }

  private interface RowConsumer {
    void accept(ResultSet row) throws SQLException;
  }

  private void each(List<Path> files, String sql, RowConsumer consumer) throws SQLException {
    if (files.isEmpty()) {
      return;
    }
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        consumer.accept(rows);
      }
    }
  }
}
