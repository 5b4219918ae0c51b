package dev.firebreak.erasure;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// The requests to one place, in the control database, each change with its audit entry.
///
/// ```
/// (ids to ask) --intend--> intended --accepted--> asked --done--> done
///                             |                     |----refused--> refused
///                             |                     +----lost-----> lost, the ids to ask again
///                             |--nothing ever taken--> the ids to ask again, the request is gone
///                             +--no answer, often--> refused
/// ```
///
/// A request is durable as `intended` before it is sent, and names no id of an erasure that is not
/// prepared. Its number is never another's: vendors keep it. Thread-safe; one asker a place.
final class ErasureAsks {
  private static final String ACTOR = "system:erasure";
  private static final int LOST_MAX = 3;
  private static final String NO_ANSWER = "no answer";

  private final ControlDatabase control;
  private final AuditLog audit;
  private final Clock clock;
  private final String place;

  ErasureAsks(ControlDatabase control, AuditLog audit, Clock clock, String place) {
    this.control = control;
    this.audit = audit;
    this.clock = clock;
    this.place = place;
  }

  /// A request.
  ///
  /// @param sends how often it was sent and may have arrived
  /// @param tracking the vendor's id of it; empty before it has one
  record Ask(long number, Instant intendedAt, long sends, Optional<String> tracking, long ids) {}

  /// When a place may be asked again.
  ///
  /// @param failures in a row
  record Pace(Instant notBefore, int failures) {}

  /// Notes that the next ids are to be asked for; empty where none are left.
  Optional<Ask> intend(int idsMax) {
    return control
        .writer()
        .inTransaction(handle -> {
          Set<String> ids = next(handle, idsMax);
          if (ids.isEmpty()) {
            return Optional.empty();
          }
          long number =
              handle
                  .createQuery(
                      "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name ="
                          + " 'erasure_ask'), 0) + 1")
                  .mapTo(Long.class)
                  .one();
          Instant now = clock.instant();
          handle.execute(
              "INSERT INTO erasure_ask (number, place, state, ids, sends, intended_at, look_at)"
                  + " VALUES (?, ?, 'intended', ?, 0, ?, 0)",
              number,
              place,
              ids.size(),
              now.toEpochMilli());
          PreparedBatch batch =
              handle.prepareBatch(
                  "UPDATE erasure_id SET state = 'asked', ask = ? WHERE place = ?"
                      + " AND id_at_vendor = ? AND state = 'to-ask' AND "
                      + ErasureStore.PREPARED);
          ids.forEach(id -> batch.add(number, place, id));
          batch.execute();
          return Optional.of(new Ask(number, now, 0, Optional.empty(), ids.size()));
        });
  }

  /// The ids that go into the next request: the first ones, none in a larger request than it may be
  /// in, and none before all ids of its erasure at the vendor are there.
  private Set<String> next(Handle handle, int idsMax) {
    Set<String> ids = new LinkedHashSet<>();
    int[] most = {idsMax};
    handle
        .createQuery(
            "SELECT id_at_vendor, at_most FROM erasure_id WHERE place = :place"
                + " AND state = 'to-ask' AND "
                + ErasureStore.PREPARED
                + " ORDER BY number LIMIT :most")
        .bind("place", place)
        .bind("most", idsMax)
        .map((row, _) -> Map.entry(row.getString(1), row.getInt(2)))
        .forEach(entry -> {
          int limit = Math.min(most[0], entry.getValue());
          if (ids.size() < limit) {
            most[0] = limit;
            ids.add(entry.getKey());
          }
        });
    return ids;
  }

  /// A request that was to be sent and of which nobody knows what came.
  Optional<Ask> intended() {
    return first("state = 'intended'");
  }

  /// A request that it is time to ask about.
  ///
  /// @param checkEvery what is to wait longer was put off by a clock that was ahead
  Optional<Ask> due(Duration checkEvery) {
    long now = clock.millis();
    return first(
        "state = 'asked' AND (look_at <= %d OR look_at > %d)"
            .formatted(now, now + checkEvery.toMillis()));
  }

  private Optional<Ask> first(String condition) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM erasure_ask WHERE place = :place AND "
                        + condition
                        + " ORDER BY look_at, number LIMIT 1")
                .bind("place", place)
                .map((row, _) -> ask(row))
                .findOne());
  }

  /// The ids that a request names.
  List<String> ids(Ask ask) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT id_at_vendor FROM erasure_id WHERE ask = :ask AND state = 'asked'"
                        + " AND id_at_vendor IS NOT NULL GROUP BY id_at_vendor"
                        + " ORDER BY min(number)")
                .bind("ask", ask.number())
                .mapTo(String.class)
                .list());
  }

  /// Notes that a request goes out, before it does.
  void sending(Ask ask) {
    change(
        "ErasureAsked",
        ask,
        Map.of("send", Long.toString(ask.sends() + 1)),
        handle ->
            handle.execute(
                "UPDATE erasure_ask SET sends = sends + 1 WHERE number = ?", ask.number()));
  }

  void accepted(Ask ask, String tracking, Instant lookAt) {
    change(
        "ErasureAccepted",
        ask,
        Map.of("tracking", tracking),
        handle ->
            handle.execute(
                "UPDATE erasure_ask SET state = 'asked', tracking = ?, asked_at = ?, look_at = ?"
                    + " WHERE number = ?",
                tracking,
                clock.millis(),
                lookAt.toEpochMilli(),
                ask.number()));
  }

  void lookAgain(Ask ask, Instant at) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "UPDATE erasure_ask SET look_at = ? WHERE number = ?",
                at.toEpochMilli(),
                ask.number()));
  }

  /// The people are erased; their ids go, but for those whom the vendor is found to have still.
  ///
  /// @param kept ids that are refused, because the vendor still has somebody for them
  void done(Ask ask, String receipt, Collection<String> kept) {
    change(
        "ErasureDone",
        ask,
        Map.of("receipt", receipt, "stillThere", Integer.toString(kept.size())),
        handle -> {
          end(handle, ask, "done", receipt);
          PreparedBatch batch =
              handle.prepareBatch(
                  "UPDATE erasure_id SET state = 'refused', reason = 'still there' WHERE ask = ?"
                      + " AND state = 'asked' AND id_at_vendor = ?");
          kept.forEach(id -> batch.add(ask.number(), id));
          batch.execute();
          handle.execute(
              "UPDATE erasure_id SET state = 'done', id_at_vendor = NULL WHERE ask = ?"
                  + " AND state = 'asked'",
              ask.number());
        });
  }

  /// The vendor refuses: a request for several is tried again in two, since one of them may be why.
  void refused(Ask ask, String word) {
    boolean splits = ask.ids() > 1;
    change(
        splits ? "ErasureSplit" : "ErasureRefused",
        ask,
        Map.of("word", word),
        handle -> {
          end(handle, ask, splits ? "split" : "refused", word);
          if (splits) {
            handle.execute(
                "UPDATE erasure_id SET state = 'to-ask', at_most = ? WHERE ask = ?"
                    + " AND state = 'asked'",
                ask.ids() / 2,
                ask.number());
          } else {
            refuseIds(handle, ask, word);
          }
        });
  }

  /// The vendor never answers: that says nothing of single ids, so that all are refused.
  void unanswered(Ask ask) {
    change(
        "ErasureRefused",
        ask,
        Map.of("word", NO_ANSWER),
        handle -> {
          end(handle, ask, "refused", NO_ANSWER);
          refuseIds(handle, ask, NO_ANSWER);
        });
  }

  private static void refuseIds(Handle handle, Ask ask, String word) {
    handle.execute(
        "UPDATE erasure_id SET state = 'refused', reason = ? WHERE ask = ? AND state = 'asked'",
        word,
        ask.number());
  }

  /// The vendor knows nothing of a request any more: its ids are asked for again, but not for ever.
  void lost(Ask ask) {
    change(
        "ErasureLost",
        ask,
        Map.of(),
        handle -> {
          end(handle, ask, "lost", "the vendor does not know it");
          handle.execute(
              "UPDATE erasure_id SET lost = lost + 1,"
                  + " state = CASE WHEN lost + 1 >= ? THEN 'refused' ELSE 'to-ask' END,"
                  + " reason = CASE WHEN lost + 1 >= ? THEN 'lost' ELSE NULL END"
                  + " WHERE ask = ? AND state = 'asked'",
              LOST_MAX,
              LOST_MAX,
              ask.number());
        });
  }

  /// Nothing was taken of what was just sent. Where it was sent before, that may have arrived: then
  /// the request stays intended.
  void nothingTaken(Ask ask) {
    control
        .writer()
        .useTransaction(handle -> {
          if (ask.sends() > 0) {
            handle.execute(
                "UPDATE erasure_ask SET sends = ? WHERE number = ?", ask.sends(), ask.number());
            return;
          }
          handle.execute(
              "UPDATE erasure_id SET state = 'to-ask', ask = NULL WHERE ask = ?", ask.number());
          handle.execute("DELETE FROM erasure_ask WHERE number = ?", ask.number());
        });
  }

  private void end(Handle handle, Ask ask, String state, String receipt) {
    handle.execute(
        "UPDATE erasure_ask SET state = ?, receipt = ?, ended_at = ? WHERE number = ?",
        state,
        receipt,
        clock.millis(),
        ask.number());
  }

  /// When the place may be asked again.
  Pace pace() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT not_before, failures FROM erasure_place WHERE place = :place")
                .bind("place", place)
                .map((row, _) -> new Pace(Instant.ofEpochMilli(row.getLong(1)), row.getInt(2)))
                .findOne()
                .orElse(new Pace(Instant.EPOCH, 0)));
  }

  /// Has the place left alone for a while.
  ///
  /// @param problem why, in words of ours
  void pause(Pace pace, String problem) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO erasure_place (place, not_before, failures, problem)"
                    + " VALUES (?, ?, ?, ?) ON CONFLICT (place) DO UPDATE SET"
                    + " not_before = excluded.not_before, failures = excluded.failures,"
                    + " problem = excluded.problem",
                place,
                pace.notBefore().toEpochMilli(),
                pace.failures(),
                problem));
  }

  void healed() {
    control
        .writer()
        .useHandle(handle -> handle.execute("DELETE FROM erasure_place WHERE place = ?", place));
  }

  private interface Change {
    void apply(Handle handle);
  }

  private void change(String action, Ask ask, Map<String, String> more, Change change) {
    control
        .writer()
        .useTransaction(handle -> {
          Map<String, String> details = new TreeMap<>(more);
          details.put("request", Long.toString(ask.number()));
          details.put("ids", Long.toString(ask.ids()));
          audit.append(ACTOR, action, "erasure-place:" + place, details);
          change.apply(handle);
        });
  }

  private static Ask ask(ResultSet row) throws SQLException {
    return new Ask(
        row.getLong("number"),
        Instant.ofEpochMilli(row.getLong("intended_at")),
        row.getLong("sends"),
        Optional.ofNullable(row.getString("tracking")),
        row.getLong("ids"));
  }
}
