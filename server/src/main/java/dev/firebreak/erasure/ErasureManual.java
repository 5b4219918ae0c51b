package dev.firebreak.erasure;

import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/// What people do about ids that no machine could have erased, in the control database; each within
/// the caller's transaction.
final class ErasureManual {
  private static final String PLACE_GONE = "its place is not in the settings any more";

  private ErasureManual() {}

  /// Leaves to people what was to be asked, or is asked, at places that are gone.
  ///
  /// @param places those that are there
  /// @return how many ids that are
  static long leave(Handle handle, Collection<String> places, Instant now) {
    Set<String> gone =
        new TreeSet<>(
            handle
                .createQuery(
                    "SELECT DISTINCT place FROM erasure_id WHERE state IN ('to-ask', 'asked')")
                .mapTo(String.class)
                .list());
    gone.removeAll(Set.copyOf(places));
    long ids = 0;
    for (String place : gone) {
      ids +=
          handle.execute(
              "UPDATE erasure_id SET state = 'manual', reason = ? WHERE place = ?"
                  + " AND state IN ('to-ask', 'asked')",
              PLACE_GONE,
              place);
      handle.execute(
          "UPDATE erasure_ask SET state = 'left', receipt = ?, ended_at = ? WHERE place = ?"
              + " AND state IN ('intended', 'asked')",
          PLACE_GONE,
          now.toEpochMilli(),
          place);
      handle.execute("DELETE FROM erasure_place WHERE place = ?", place);
    }
    return ids;
  }

  /// Takes what is refused, or to be done by hand, for done.
  ///
  /// @return how many subjects that are
  static long sign(Handle handle, long erasure, VendorId vendor) {
    long subjects =
        handle
            .createQuery(
                "SELECT count(DISTINCT subject) FROM erasure_id WHERE erasure = :erasure"
                    + " AND vendor = :vendor AND state IN ('refused', 'manual')")
            .bind("erasure", erasure)
            .bind("vendor", vendor.value())
            .mapTo(Long.class)
            .one();
    handle.execute(
        "UPDATE erasure_id SET state = 'done', id_at_vendor = NULL WHERE erasure = ?"
            + " AND vendor = ? AND state IN ('refused', 'manual')",
        erasure,
        vendor.value());
    handle.execute(
        "UPDATE erasure_vendor SET closed_at = NULL WHERE erasure = ? AND vendor = ?",
        erasure,
        vendor.value());
    return subjects;
  }

  static void insert(Handle handle, long erasure, Proof proof) {
    handle.execute(
        "INSERT INTO erasure_proof (erasure, vendor, number, subjects, note, sha256, signed_by,"
            + " signed_at) SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?"
            + " FROM erasure_proof WHERE erasure = ? AND vendor = ?",
        erasure,
        proof.vendor().value(),
        proof.subjects(),
        proof.note(),
        proof.sha256().orElse(null),
        proof.signedBy(),
        proof.signedAt().toEpochMilli(),
        erasure,
        proof.vendor().value());
  }

  /// Has asked again, or for the first time.
  ///
  /// @return how many ids that are
  static long retry(Handle handle, long erasure, Map<VendorId, List<String>> places, Instant now) {
    long ids =
        handle.execute(
            "UPDATE erasure_id SET state = 'to-ask', reason = NULL, lost = 0, at_most = ?,"
                + " ask = NULL WHERE erasure = ? AND state = 'refused' AND id_at_vendor IS NOT"
                + " NULL",
            Integer.MAX_VALUE,
            erasure);
    var _ = leave(handle, places.values().stream().flatMap(List::stream).toList(), now);
    for (Map.Entry<VendorId, List<String>> entry : places.entrySet()) {
      String vendor = entry.getKey().value();
      for (String place : entry.getValue()) {
        ids +=
            handle.execute(
                "INSERT INTO erasure_id (erasure, vendor, place, subject, id_at_vendor, state,"
                    + " at_most, lost, forgotten) SELECT erasure, vendor, ?, subject,"
                    + " id_at_vendor, 'to-ask', at_most, 0, 0 FROM erasure_id WHERE erasure = ?"
                    + " AND vendor = ? AND state = 'manual' AND id_at_vendor IS NOT NULL",
                place,
                erasure,
                vendor);
      }
      if (!entry.getValue().isEmpty()) {
        handle.execute(
            "DELETE FROM erasure_id WHERE erasure = ? AND vendor = ? AND state = 'manual'"
                + " AND id_at_vendor IS NOT NULL",
            erasure,
            vendor);
      }
    }
    // what has nothing left to do is closed again by itself
    handle.execute("UPDATE erasure_vendor SET closed_at = NULL WHERE erasure = ?", erasure);
    return ids;
  }
}
