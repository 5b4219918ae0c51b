package dev.firebreak.erasure;

import dev.firebreak.audit.AuditEntry;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Vendors that are being ended, in the control database. Thread-safe.
final class EndingStore {
  private final ControlDatabase control;

  EndingStore(ControlDatabase control) {
    this.control = control;
  }

  /// All that were decided, by vendor.
  List<Ending> list() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM vendor_end ORDER BY vendor")
                .map((row, _) -> read(handle, row))
                .list());
  }

  Optional<Ending> find(VendorId vendor) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM vendor_end WHERE vendor = :vendor")
                .bind("vendor", vendor.value())
                .map((row, _) -> read(handle, row))
                .findOne());
  }

  private static Ending read(Handle handle, ResultSet row) throws SQLException {
    VendorId vendor = new VendorId(row.getString("vendor"));
    long purged = row.getLong("purged_at");
    boolean unpurged = row.wasNull();
    long erasure = row.getLong("erasure");
    boolean none = row.wasNull();
    return new Ending(
        vendor,
        row.getString("reason"),
        row.getString("decided_by"),
        row.getString("confirmed_by"),
        Instant.ofEpochMilli(row.getLong("decided_at")),
        unpurged ? Optional.empty() : Optional.of(Instant.ofEpochMilli(purged)),
        none ? Optional.empty() : Optional.of(erasure),
        queues(handle, vendor));
  }

  private static List<Ending.Purged> queues(Handle handle, VendorId vendor) {
    return handle
        .createQuery(
            "SELECT * FROM vendor_end_queue WHERE vendor = :vendor ORDER BY binding, entry")
        .bind("vendor", vendor.value())
        .map((row, _) ->
            new Ending.Purged(
                new BindingId(row.getString("binding")),
                row.getLong("messages"),
                row.getLong("in_doubt"),
                row.getString("sha256")))
        .list();
  }

  /// Records the decision and its audit entry; one that is there stays.
  void insert(Ending ending, Runnable recorded) {
    control
        .writer()
        .useTransaction(handle -> {
          recorded.run();
          handle.execute(
              "INSERT INTO vendor_end (vendor, reason, decided_by, confirmed_by, decided_at)"
                  + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
              ending.vendor().value(),
              ending.reason(),
              ending.decidedBy(),
              ending.confirmedBy(),
              ending.decidedAt().toEpochMilli());
        });
  }

  /// Notes that nothing is queued now.
  ///
  /// @param destroyed the entries `HeldDestroyed` since the decision; those that are noted stay
  void purged(VendorId vendor, List<AuditEntry> destroyed, Instant now) {
    control
        .writer()
        .useTransaction(handle -> {
          long added = 0;
          for (AuditEntry entry : destroyed) {
            added +=
                handle.execute(
                    "INSERT INTO vendor_end_queue (vendor, binding, entry, messages, in_doubt,"
                        + " sha256) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    vendor.value(),
                    entry.subject().substring("binding:".length()),
                    entry.sequence(),
                    number(entry, "messages"),
                    number(entry, "inDoubt"),
                    entry.details().getOrDefault("sha256", ""));
          }
          handle.execute(
              "UPDATE vendor_end SET purged_at = ? WHERE vendor = ? AND (purged_at IS NULL OR ?)",
              now.toEpochMilli(),
              vendor.value(),
              added > 0);
        });
  }

  private static long number(AuditEntry entry, String key) {
    return Long.parseLong(entry.details().getOrDefault(key, "0"));
  }

  /// Whether everybody's erasure is decided, within the caller's transaction.
  static boolean hasErasure(Handle handle, VendorId vendor) {
    return handle
        .createQuery("SELECT erasure IS NOT NULL FROM vendor_end WHERE vendor = :vendor")
        .bind("vendor", vendor.value())
        .mapTo(Boolean.class)
        .one();
  }

  /// Within the caller's transaction.
  static void erasure(Handle handle, VendorId vendor, long erasure) {
    handle.execute("UPDATE vendor_end SET erasure = ? WHERE vendor = ?", erasure, vendor.value());
  }
}
