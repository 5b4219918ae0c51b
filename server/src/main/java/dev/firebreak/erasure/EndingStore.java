package dev.firebreak.erasure;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.delivery.HeldQueue;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
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

  Optional<Ending> find(VendorId vendor) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM vendor_end WHERE vendor = :vendor")
                .bind("vendor", vendor.value())
                .map((row, _) -> {
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
                })
                .findOne());
  }

  private static List<Ending.Purged> queues(Handle handle, VendorId vendor) {
    return handle
        .createQuery(
            "SELECT * FROM vendor_end_queue WHERE vendor = :vendor ORDER BY binding, purged_at")
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

  void purged(VendorId vendor, List<HeldQueue.Destroyed> queues, Instant now) {
    control
        .writer()
        .useTransaction(handle -> {
          for (HeldQueue.Destroyed queue : queues) {
            handle.execute(
                "INSERT INTO vendor_end_queue (vendor, binding, purged_at, messages, in_doubt,"
                    + " sha256) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                vendor.value(),
                queue.binding().value(),
                now.toEpochMilli(),
                queue.messages(),
                queue.inDoubt(),
                queue.sha256());
          }
          handle.execute(
              "UPDATE vendor_end SET purged_at = ? WHERE vendor = ?",
              now.toEpochMilli(),
              vendor.value());
        });
  }

  /// Within the caller's transaction.
  static void erasure(Handle handle, VendorId vendor, long erasure) {
    handle.execute("UPDATE vendor_end SET erasure = ? WHERE vendor = ?", erasure, vendor.value());
  }
}
