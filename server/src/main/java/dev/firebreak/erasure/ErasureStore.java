package dev.firebreak.erasure;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.VendorId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// Decisions to erase, and whom they concern, in the control database. Thread-safe.
final class ErasureStore {
  /// The place of ids that nobody can be asked for.
  static final String NO_PLACE = "-";

  /// The condition on `erasure_id` that all ids of its erasure at the vendor are there: before, a
  /// preparation may still start again.
  static final String PREPARED =
      "EXISTS (SELECT 1 FROM erasure_vendor v WHERE v.erasure = erasure_id.erasure AND v.vendor ="
          + " erasure_id.vendor AND v.prepared_at IS NOT NULL)";

  private static final int AT_MOST_ANY = Integer.MAX_VALUE;

  private static final String RANK =
      "min(CASE state WHEN 'to-ask' THEN 0 WHEN 'asked' THEN 1 WHEN 'refused' THEN 2"
          + " WHEN 'manual' THEN 3 ELSE 4 END)";

  private final ControlDatabase control;

  ErasureStore(ControlDatabase control) {
    this.control = control;
  }

  /// An erasure at one vendor.
  record At(Erasure erasure, VendorId vendor) {}

  /// An id that is to be erased at a place.
  ///
  /// @param idAtVendor null where nobody knows it
  /// @param reason why it cannot be asked for; null where it can
  record NewId(
      String place, SubjectKey subject, @Nullable String idAtVendor, @Nullable String reason) {}

  /// Records a decision, within the caller's transaction.
  Erasure insert(Handle handle, Erasure erasure, Collection<VendorId> vendors) {
    handle.execute(
        "INSERT INTO erasure (number, person, vendor, reason, decided_by, confirmed_by,"
            + " decided_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        erasure.number(),
        erasure.person().map(SubjectKey::toBytes).orElse(null),
        erasure.vendor().map(VendorId::value).orElse(null),
        erasure.reason(),
        erasure.decidedBy(),
        erasure.confirmedBy(),
        erasure.decidedAt().toEpochMilli());
    for (VendorId vendor : vendors) {
      handle.execute(
          "INSERT INTO erasure_vendor (erasure, vendor) VALUES (?, ?)",
          erasure.number(),
          vendor.value());
    }
    return erasure;
  }

  static long next(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(max(number), 0) + 1 FROM erasure")
        .mapTo(Long.class)
        .one();
  }

  List<Erasure> list() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM erasure ORDER BY number")
                .map((row, _) -> erasure(row))
                .list());
  }

  Optional<Erasure> find(long number) {
    return list().stream().filter(erasure -> erasure.number() == number).findFirst();
  }

  /// How far an erasure is at each vendor it concerns.
  List<VendorErasure> progress(long erasure) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT vendor, prepared_at, closed_at FROM erasure_vendor"
                        + " WHERE erasure = :erasure ORDER BY vendor")
                .bind("erasure", erasure)
                .map((row, _) ->
                    new VendorErasure(
                        new VendorId(row.getString(1)),
                        instant(row, "prepared_at"),
                        instant(row, "closed_at"),
                        counts(handle, erasure, row.getString(1))))
                .list());
  }

  private static Map<SubjectState, Long> counts(Handle handle, long erasure, String vendor) {
    Map<SubjectState, Long> counts = new EnumMap<>(SubjectState.class);
    handle
        .createQuery(
            "SELECT state, count(*) FROM (SELECT "
                + RANK
                + " AS state FROM erasure_id WHERE erasure = :erasure AND vendor = :vendor"
                + " GROUP BY subject) GROUP BY state")
        .bind("erasure", erasure)
        .bind("vendor", vendor)
        .map((row, _) -> Map.entry(SubjectState.values()[row.getInt(1)], row.getLong(2)))
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }

  /// Receipts of an erasure, by request.
  List<ErasureRequest> requests(long erasure) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT a.*, i.vendor, i.n FROM (SELECT ask, vendor, count(*) AS n"
                        + " FROM erasure_id WHERE erasure = :erasure AND ask IS NOT NULL"
                        + " GROUP BY ask, vendor) i JOIN erasure_ask a ON a.number = i.ask"
                        + " ORDER BY a.number")
                .bind("erasure", erasure)
                .map((row, _) ->
                    new ErasureRequest(
                        row.getLong("number"),
                        new VendorId(row.getString("vendor")),
                        row.getString("place"),
                        row.getString("state"),
                        row.getLong("n"),
                        row.getLong("sends"),
                        instant(row, "asked_at"),
                        Optional.ofNullable(row.getString("tracking")),
                        instant(row, "ended_at"),
                        Optional.ofNullable(row.getString("receipt"))))
                .list());
  }

  /// The places that are left alone for a while, as sentences.
  List<String> problems() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT place, problem, not_before FROM erasure_place ORDER BY place")
                .map((row, _) ->
                    row.getString(1)
                        + " until "
                        + Instant.ofEpochMilli(row.getLong(3))
                        + ": "
                        + row.getString(2))
                .list());
  }

  /// Proofs of an erasure, the oldest first.
  List<Proof> proofs(long erasure) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM erasure_proof WHERE erasure = :erasure ORDER BY signed_at")
                .bind("erasure", erasure)
                .map((row, _) ->
                    new Proof(
                        new VendorId(row.getString("vendor")),
                        row.getLong("subjects"),
                        row.getString("note"),
                        Optional.ofNullable(row.getString("sha256")),
                        row.getString("signed_by"),
                        Instant.ofEpochMilli(row.getLong("signed_at"))))
                .list());
  }

  /// The keys of the person, devices included.
  List<SubjectKey> subjects(long erasure) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT subject FROM erasure_subject WHERE erasure = :erasure")
                .bind("erasure", erasure)
                .map((row, _) -> SubjectKey.of(row.getBytes(1)))
                .list());
  }

  static void insertSubjects(Handle handle, long erasure, Collection<SubjectKey> subjects) {
    for (SubjectKey subject : subjects) {
      handle.execute(
          "INSERT INTO erasure_subject (erasure, subject) VALUES (?, ?) ON CONFLICT DO NOTHING",
          erasure,
          subject.toBytes());
    }
  }

  /// Notes, within the caller's transaction, why devices are erased with a person; what is noted
  /// stays.
  ///
  /// @param linked whether those are that only browsers and apps linked, also such as come up later
  static void devices(
      Handle handle, long erasure, Map<SubjectKey, DeviceGround> devices, boolean linked) {
    handle.execute("UPDATE erasure SET linked = ? WHERE number = ?", linked, erasure);
    devices.forEach((device, ground) ->
        handle.execute(
            "INSERT INTO erasure_device (erasure, subject, ground) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING",
            erasure,
            device.toBytes(),
            ground.label()));
  }

  /// Adds devices that came up later.
  void addDevices(long erasure, Map<SubjectKey, DeviceGround> devices) {
    control
        .writer()
        .useTransaction(handle -> {
          devices(handle, erasure, devices, takesLinked(erasure));
          insertSubjects(handle, erasure, devices.keySet());
        });
  }

  /// Whether devices are erased with the person that only browsers and apps linked to the account.
  boolean takesLinked(long erasure) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT linked FROM erasure WHERE number = :erasure")
                .bind("erasure", erasure)
                .mapTo(Boolean.class)
                .one());
  }

  /// How many devices are erased with a person, by why.
  Map<DeviceGround, Long> devices(long erasure) {
    Map<DeviceGround, Long> counts = new EnumMap<>(DeviceGround.class);
    control
        .reader()
        .useHandle(handle ->
            handle
                .createQuery(
                    "SELECT ground, count(*) FROM erasure_device WHERE erasure = :erasure"
                        + " GROUP BY ground")
                .bind("erasure", erasure)
                .map((row, _) -> Map.entry(DeviceGround.ofLabel(row.getString(1)), row.getLong(2)))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue())));
    return counts;
  }

  /// What is decided and of which nobody has looked up yet who is meant.
  List<At> unprepared() {
    return at("prepared_at IS NULL");
  }

  /// What is prepared and not closed.
  List<At> open() {
    return at("prepared_at IS NOT NULL AND closed_at IS NULL");
  }

  /// What is not closed at a vendor.
  List<At> openAt(VendorId vendor) {
    return at("closed_at IS NULL").stream().filter(at -> at.vendor().equals(vendor)).toList();
  }

  private List<At> at(String condition) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT e.*, v.vendor AS at FROM erasure_vendor v"
                        + " JOIN erasure e ON e.number = v.erasure WHERE "
                        + condition
                        + " ORDER BY e.number, v.vendor")
                .map((row, _) -> new At(erasure(row), new VendorId(row.getString("at"))))
                .list());
  }

  /// Adds ids. One that is on its way already joins the request that names it.
  void insertIds(At at, Collection<NewId> ids) {
    control
        .writer()
        .useTransaction(handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  "INSERT INTO erasure_id (erasure, vendor, place, subject, id_at_vendor, state,"
                      + " reason, at_most, lost, ask, forgotten) SELECT :erasure, :vendor, :place,"
                      + " :subject, :id, CASE WHEN :reason IS NOT NULL THEN 'manual' WHEN a.ask IS"
                      + " NULL THEN 'to-ask' ELSE 'asked' END, :reason, :atMost, 0, a.ask, 0"
                      + " FROM (SELECT (SELECT max(ask) FROM erasure_id WHERE place = :place"
                      + " AND id_at_vendor = :id AND state = 'asked') AS ask) a");
          for (NewId id : ids) {
            batch
                .bind("erasure", at.erasure().number())
                .bind("vendor", at.vendor().value())
                .bind("place", id.place())
                .bind("subject", id.subject().toBytes())
                .bind("id", id.idAtVendor())
                .bind("reason", id.reason())
                .bind("atMost", AT_MOST_ANY)
                .add();
          }
          batch.execute();
        });
  }

  /// Forgets the ids of a preparation that was cut short.
  void beginPreparation(At at) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "DELETE FROM erasure_id WHERE erasure = ? AND vendor = ?"
                    + " AND EXISTS (SELECT 1 FROM erasure_vendor v WHERE v.erasure ="
                    + " erasure_id.erasure AND v.vendor = erasure_id.vendor AND v.prepared_at"
                    + " IS NULL)",
                at.erasure().number(),
                at.vendor().value()));
  }

  void prepared(At at, Instant now) {
    setTime(at, "prepared_at", now);
  }

  /// @param recorded the audit entry, in the same transaction
  void close(At at, Instant now, Runnable recorded) {
    control
        .writer()
        .useTransaction(_ -> {
          recorded.run();
          setTime(at, "closed_at", now);
        });
  }

  private void setTime(At at, String column, Instant now) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "UPDATE erasure_vendor SET " + column + " = ? WHERE erasure = ? AND vendor = ?",
                now.toEpochMilli(),
                at.erasure().number(),
                at.vendor().value()));
  }

  /// The subjects with an id in this erasure, in subject order, for merging with what the ledger
  /// has in the same order.
  List<SubjectKey> knownAfter(At at, Optional<SubjectKey> after, int most) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT DISTINCT subject FROM erasure_id WHERE erasure = :erasure AND vendor ="
                        + " :vendor AND subject > :after ORDER BY subject LIMIT :most")
                .bind("erasure", at.erasure().number())
                .bind("vendor", at.vendor().value())
                .bind("after", after.map(SubjectKey::toBytes).orElse(new byte[0]))
                .bind("most", most)
                .map((row, _) -> SubjectKey.of(row.getBytes(1)))
                .list());
  }

  /// Subjects of a vendor that are erased there and still in the ledger: all their ids have their
  /// receipt.
  ///
  /// @param most at most so many
  List<SubjectKey> toForget(VendorId vendor, int most) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT DISTINCT subject FROM erasure_id WHERE vendor = :vendor"
                        + " AND forgotten = 0 AND state = 'done' AND NOT EXISTS (SELECT 1 FROM"
                        + " erasure_id o WHERE o.erasure = erasure_id.erasure AND o.vendor ="
                        + " erasure_id.vendor AND o.subject = erasure_id.subject AND o.state <>"
                        + " 'done') AND "
                        + PREPARED
                        + " LIMIT :most")
                .bind("vendor", vendor.value())
                .bind("most", most)
                .map((row, _) -> SubjectKey.of(row.getBytes(1)))
                .list());
  }

  void forgotten(VendorId vendor, Collection<SubjectKey> subjects) {
    control
        .writer()
        .useTransaction(handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  "UPDATE erasure_id SET forgotten = 1 WHERE vendor = ? AND forgotten = 0 AND"
                      + " state = 'done' AND subject = ?");
          subjects.forEach(subject -> batch.add(vendor.value(), subject.toBytes()));
          batch.execute();
        });
  }

  /// Whether something is left to do at a vendor: to ask, to wait for, or to do by hand.
  boolean hasWork(At at) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT EXISTS (SELECT 1 FROM erasure_id WHERE erasure = :erasure AND vendor ="
                        + " :vendor AND state IN ('to-ask', 'asked', 'manual'))")
                .bind("erasure", at.erasure().number())
                .bind("vendor", at.vendor().value())
                .mapTo(Boolean.class)
                .one());
  }

  private static Erasure erasure(ResultSet row) throws SQLException {
    return new Erasure(
        row.getLong("number"),
        Optional.ofNullable(row.getBytes("person")).map(SubjectKey::of),
        Optional.ofNullable(row.getString("vendor")).map(VendorId::new),
        row.getString("reason"),
        row.getString("decided_by"),
        row.getString("confirmed_by"),
        Instant.ofEpochMilli(row.getLong("decided_at")));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
