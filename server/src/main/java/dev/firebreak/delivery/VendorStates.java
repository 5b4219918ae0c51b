package dev.firebreak.delivery;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Vendor states and signatures in the control database. Thread-safe.
final class VendorStates {
  private final ControlDatabase control;

  VendorStates(ControlDatabase control) {
    this.control = control;
  }

  private record Row(VendorStatus.State state, long generation, VendorStatus.Decision decision) {}

  VendorStatus read(VendorId vendor) {
    return control.reader().withHandle(handle -> read(handle, vendor));
  }

  /// Runs this in one transaction of the writing connection, which an audit entry joins.
  void together(Runnable decision) {
    control.writer().useTransaction(_ -> decision.run());
  }

  void write(
      VendorId vendor, VendorStatus.State state, long generation, VendorStatus.Decision decision) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO vendor_state (vendor, state, generation, changed_at_millis,"
                    + " changed_by, reason) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (vendor) DO"
                    + " UPDATE SET state = excluded.state, generation = excluded.generation,"
                    + " changed_at_millis = excluded.changed_at_millis,"
                    + " changed_by = excluded.changed_by, reason = excluded.reason",
                vendor.value(),
                state.name().toLowerCase(Locale.ROOT),
                generation,
                decision.at().toEpochMilli(),
                decision.operator(),
                decision.reason()));
  }

  /// Whether it was decided that the vendor is ended.
  boolean isEnded(VendorId vendor) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT EXISTS (SELECT 1 FROM vendor_end WHERE vendor = :vendor)")
                .bind("vendor", vendor.value())
                .mapTo(Boolean.class)
                .one());
  }

  /// Why the register holds a vendor; empty where it does not.
  Optional<String> heldBecause(VendorId vendor) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT because FROM register_stage"
                        + " WHERE vendor = :vendor AND stage = 'held'")
                .bind("vendor", vendor.value())
                .mapTo(String.class)
                .findOne());
  }

  /// Signs an item; one that is signed already keeps its first signature.
  void sign(VendorStatus status, CutItem item, VendorStatus.Signature signature) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO cut_signature (vendor, generation, item, signed_at_millis,"
                    + " signed_by, note) VALUES (?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (vendor, generation, item) DO NOTHING",
                status.vendor().value(),
                status.generation(),
                item.label(),
                signature.at().toEpochMilli(),
                signature.operator(),
                signature.note()));
  }

  private static VendorStatus read(Handle handle, VendorId vendor) {
    Optional<Row> row =
        handle
            .createQuery(
                "SELECT state, generation, changed_at_millis, changed_by, reason"
                    + " FROM vendor_state WHERE vendor = :vendor")
            .bind("vendor", vendor.value())
            .map((rs, _) ->
                new Row(
                    VendorStatus.State.valueOf(rs.getString(1).toUpperCase(Locale.ROOT)),
                    rs.getLong(2),
                    new VendorStatus.Decision(
                        Instant.ofEpochMilli(rs.getLong(3)), rs.getString(4), rs.getString(5))))
            .findOne();
    if (row.isEmpty()) {
      return new VendorStatus(vendor, VendorStatus.State.ACTIVE, 0, Optional.empty(), List.of());
    }
    Row found = row.get();
    return new VendorStatus(
        vendor,
        found.state(),
        found.generation(),
        Optional.of(found.decision()),
        found.state() == VendorStatus.State.CUT
            ? checklist(handle, vendor, found.generation())
            : List.of());
  }

  private static List<VendorStatus.ChecklistItem> checklist(
      Handle handle, VendorId vendor, long generation) {
    Map<String, VendorStatus.Signature> signed =
        handle
            .createQuery(
                "SELECT item, signed_at_millis, signed_by, note FROM cut_signature"
                    + " WHERE vendor = :vendor AND generation = :generation")
            .bind("vendor", vendor.value())
            .bind("generation", generation)
            .map((rs, _) ->
                Map.entry(
                    rs.getString(1),
                    new VendorStatus.Signature(
                        Instant.ofEpochMilli(rs.getLong(2)), rs.getString(3), rs.getString(4))))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    List<VendorStatus.ChecklistItem> items = new ArrayList<>();
    for (CutItem item : CutItem.values()) {
      items.add(
          new VendorStatus.ChecklistItem(item, Optional.ofNullable(signed.get(item.label()))));
    }
    return items;
  }
}
