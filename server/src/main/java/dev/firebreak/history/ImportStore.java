package dev.firebreak.history;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The imports of an installation, in the control database. Thread-safe.
public final class ImportStore {
  /// Outcomes that are older than one of the counts lack it: then it was 0.
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private final ControlDatabase control;

  public ImportStore(ControlDatabase control) {
    this.control = control;
  }

  /// The imports of a vendor, the interrupted ones too, in the order in which they began.
  public List<ImportedHistory> of(VendorId vendor) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM ledger_import WHERE vendor = :vendor ORDER BY begun_at, id")
                .bind("vendor", vendor.value())
                .map((row, _) -> read(row))
                .list());
  }

  /// The categories that exports of a vendor show of anybody, by form.
  public Masks shownBy(VendorId vendor) {
    return of(vendor).stream().map(ImportedHistory::shown).reduce(Masks.NONE, Masks::union);
  }

  /// Notes an import that begins, in the place of an interrupted one of the same files.
  void begin(ImportedHistory history) {
    put(history);
  }

  /// Notes what came of it.
  void finish(ImportedHistory history) {
    put(history);
  }

  private void put(ImportedHistory history) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT OR REPLACE INTO ledger_import (id, vendor, sha256, files, operator, reason,"
                    + " begun_at, finished_at, outcome, clear, generalized, tokenized)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                history.id(),
                history.vendor().value(),
                history.sha256(),
                JSON.writeValueAsString(history.files()),
                history.operator(),
                history.reason(),
                history.begunAt().toEpochMilli(),
                history.finishedAt().map(Instant::toEpochMilli).orElse(null),
                history.outcome().map(JSON::writeValueAsString).orElse(null),
                history.shown().clear(),
                history.shown().generalized(),
                history.shown().tokenized()));
  }

  private static ImportedHistory read(ResultSet row) throws SQLException {
    long finished = row.getLong("finished_at");
    boolean open = row.wasNull();
    return new ImportedHistory(
        row.getString("id"),
        new VendorId(row.getString("vendor")),
        row.getString("sha256"),
        List.of(JSON.readValue(row.getString("files"), ImportedHistory.File[].class)),
        row.getString("operator"),
        row.getString("reason"),
        Instant.ofEpochMilli(row.getLong("begun_at")),
        open ? Optional.empty() : Optional.of(Instant.ofEpochMilli(finished)),
        Optional.ofNullable(row.getString("outcome"))
            .map(outcome -> JSON.readValue(outcome, ImportOutcome.class)),
        new Masks(row.getLong("clear"), row.getLong("generalized"), row.getLong("tokenized"), 0));
  }
}
