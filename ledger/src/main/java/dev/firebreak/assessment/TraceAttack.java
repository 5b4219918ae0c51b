package dev.firebreak.assessment;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Draws people and actions of theirs from a data set and counts whom the actions single out.
///
/// People are drawn by the hash of their name and the seed, actions by that of theirs, so that the
/// same data and seed draw the same. An attacker who knows k actions knows the first k drawn. Who
/// did an action is listed; a drawn person is compared with others only until one is found who did
/// the same. Where actions are so common that the lists would be too long, fewer people are tried.
/// Not thread-safe.
final class TraceAttack {
  static final int PEOPLE_MAX = 2_000;

  /// The most entries of all lists of who did a drawn action.
  static final long LISTED_MAX = 16_000_000;

  private static final List<Duration> RESOLUTIONS =
      List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));

  private static final int NOT_LISTED = -1;

  private final Sql sql;
  private final long seed;
  private final long listedMax;

  TraceAttack(Sql sql, long seed) {
    this(sql, seed, LISTED_MAX);
  }

  /// @param listedMax in place of [#LISTED_MAX]
  TraceAttack(Sql sql, long seed, long listedMax) {
    this.sql = sql;
    this.seed = seed;
    this.listedMax = listedMax;
  }

  /// Somebody who was drawn.
  ///
  /// @param lists the numbers of the lists of who did their actions, in the order of the draw
  private record Drawn(long key, List<Integer> lists) {}

  /// Tries 1 to `most` actions at each resolution; empty where the data has no events with times.
  List<TraceUnicity> run(String owners, int most) throws SQLException {
    List<TraceUnicity> found = new ArrayList<>();
    if (sql.number("SELECT count(*) FROM data_rows WHERE event IS NOT NULL AND time > 0") == 0) {
      return found;
    }
    for (Duration resolution : RESOLUTIONS) {
      draw(owners, resolution, most);
      List<KeyList> lists = lists();
      found.addAll(tried(resolution, most, drawn(), lists));
      for (String table : List.of("points", "drawn", "listed")) {
        sql.run("DROP TABLE " + table);
      }
    }
    return found;
  }

  private void draw(String owners, Duration resolution, int most) throws SQLException {
    sql.run(
        "CREATE TABLE points AS SELECT DISTINCT o.key, hash(r.event) AS e, r.time // "
            + resolution.toMillis()
            + " AS b"
            + owners
            + " WHERE r.event IS NOT NULL AND r.time IS NOT NULL");
    sql.run(
        "CREATE TABLE drawn AS SELECT *, row_number() OVER (PARTITION BY t ORDER BY h, e, b) AS i"
            + " FROM (SELECT p.key AS t, q.place, p.e, p.b, hash(p.e, p.b, q.h, "
            + seed
            + ") AS h FROM points p JOIN (SELECT key, h, row_number() OVER (ORDER BY h, key) AS"
            + " place FROM (SELECT key, hash(person, "
            + seed
            + ") AS h FROM people WHERE key IN (SELECT key FROM points) ORDER BY h, key LIMIT "
            + PEOPLE_MAX
            + ")) q ON q.key = p.key) QUALIFY i <= "
            + most);
    sql.run(
        "CREATE TABLE listed AS SELECT e, b, no FROM (SELECT e, b, sum(n) OVER w AS entries,"
            + " row_number() OVER w - 1 AS no FROM (SELECT p.e, p.b, count(*) AS n,"
            + " min(d.place) AS place FROM points p JOIN (SELECT e, b, min(place) AS place"
            + " FROM drawn GROUP BY e, b) d ON d.e = p.e AND d.b = p.b GROUP BY p.e, p.b)"
            + " WINDOW w AS (ORDER BY place, e, b ROWS UNBOUNDED PRECEDING)) WHERE entries <= "
            + listedMax);
  }

  /// Who did each listed action.
  private List<KeyList> lists() throws SQLException {
    List<KeyList> lists = new ArrayList<>();
    long count = sql.number("SELECT count(*) FROM listed");
    for (long i = 0; i < count; i++) {
      lists.add(new KeyList());
    }
    sql.each(
        "SELECT l.no, p.key FROM points p JOIN listed l ON l.e = p.e AND l.b = p.b ORDER BY p.key",
        row -> lists.get(row.getInt(1)).add(row.getLong(2)));
    return lists;
  }

  /// The people in the order of the draw, up to the first with an action that is not listed.
  private List<Drawn> drawn() throws SQLException {
    List<Drawn> people = new ArrayList<>();
    sql.each(
        "SELECT d.t, d.i, coalesce(l.no, "
            + NOT_LISTED
            + ") FROM drawn d LEFT JOIN listed l ON l.e = d.e AND l.b = d.b ORDER BY d.place, d.i",
        row -> {
          if (row.getLong(2) == 1) {
            people.add(new Drawn(row.getLong(1), new ArrayList<>()));
          }
          people.getLast().lists().add(row.getInt(3));
        });
    List<Drawn> whole = new ArrayList<>();
    for (Drawn person : people) {
      if (person.lists().contains(NOT_LISTED)) {
        break;
      }
      whole.add(person);
    }
    return whole;
  }

  private static List<TraceUnicity> tried(
      Duration resolution, int most, List<Drawn> people, List<KeyList> lists) {
    long[] tried = new long[most + 1];
    long[] singledOut = new long[most + 1];
    for (Drawn person : people) {
      List<long[]> known = new ArrayList<>();
      boolean alone = false;
      for (int list : person.lists()) {
        known.add(lists.get(list).toArray());
        alone = alone || isAlone(person.key(), known);
        tried[known.size()]++;
        singledOut[known.size()] += alone ? 1 : 0;
      }
    }
    List<TraceUnicity> found = new ArrayList<>();
    for (int actions = 1; actions <= most; actions++) {
      found.add(new TraceUnicity(resolution, actions, tried[actions], singledOut[actions]));
    }
    return found;
  }

  /// Whether nobody else stands in all lists.
  private static boolean isAlone(long key, List<long[]> known) {
    List<long[]> lists = new ArrayList<>(known);
    lists.sort(Comparator.comparingInt(list -> list.length));
    for (long other : lists.getFirst()) {
      if (other != key && standsInAll(other, lists)) {
        return false;
      }
    }
    return true;
  }

  private static boolean standsInAll(long key, List<long[]> lists) {
    for (int i = 1; i < lists.size(); i++) {
      if (Arrays.binarySearch(lists.get(i), key) < 0) {
        return false;
      }
    }
    return true;
  }
}
