package dev.firebreak.assessment;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Draws people and actions of theirs from a data set and counts whom the actions single out.
///
/// People are drawn by the hash of their name and the seed, actions by that of theirs, so that the
/// same data and seed draw the same. An attacker who knows k actions knows the first k drawn. Of
/// the k, the one that the fewest people did is the anchor: only who did it can have done all.
/// Where anchors are common, fewer people are tried, so that the work stays bounded. Not
/// thread-safe.
final class TraceAttack {
  static final int PEOPLE_MAX = 2_000;

  /// The most pairs of a drawn person and somebody who did the anchor.
  static final long PAIRS_MAX = 20_000_000;

  private static final List<Duration> RESOLUTIONS =
      List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));

  private final Sql sql;
  private final long seed;

  TraceAttack(Sql sql, long seed) {
    this.sql = sql;
    this.seed = seed;
  }

  /// Tries 1 to `most` actions at each resolution; empty where the data has no events with times.
  List<TraceUnicity> run(String owners, int most) throws SQLException {
    List<TraceUnicity> found = new ArrayList<>();
    if (sql.number("SELECT count(*) FROM data_rows WHERE event IS NOT NULL AND time > 0") == 0) {
      return found;
    }
    for (Duration resolution : RESOLUTIONS) {
      draw(owners, resolution, most);
      for (int actions = 1; actions <= most; actions++) {
        found.add(tried(resolution, actions));
      }
      sql.run("DROP TABLE points");
      sql.run("DROP TABLE drawn");
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
            + " FROM (SELECT p.key AS t, p.e, p.b, hash(p.e, p.b, q.h, "
            + seed
            + ") AS h"
            + " FROM points p JOIN (SELECT key, hash(person, "
            + seed
            + ") AS h FROM people"
            + " WHERE key IN (SELECT key FROM points) ORDER BY h, key LIMIT "
            + PEOPLE_MAX
            + ") q ON q.key = p.key) QUALIFY i <= "
            + most);
    sql.run(
        "CREATE OR REPLACE TABLE drawn AS SELECT d.*, s.n FROM drawn d JOIN (SELECT e, b,"
            + " count(*) AS n FROM points WHERE (e, b) IN (SELECT (e, b) FROM drawn)"
            + " GROUP BY e, b) s ON s.e = d.e AND s.b = d.b");
  }

  private TraceUnicity tried(Duration resolution, int actions) throws SQLException {
    sql.run(
        "CREATE TABLE anchors AS SELECT t, e, b, n FROM (SELECT t, e, b, n,"
            + " sum(n) OVER (ORDER BY n, t ROWS UNBOUNDED PRECEDING) AS pairs FROM ("
            + "SELECT t, arg_min(e, (n, i)) AS e, arg_min(b, (n, i)) AS b, min(n) AS n"
            + " FROM drawn WHERE i <= "
            + actions
            + " GROUP BY t HAVING count(*) = "
            + actions
            + ")) WHERE pairs <= "
            + PAIRS_MAX);
    long tried = sql.number("SELECT count(*) FROM anchors");
    long singledOut =
        sql.number(
            "SELECT count(*) FROM (SELECT t FROM (SELECT a.t, p.key FROM anchors a"
                + " JOIN points p ON p.e = a.e AND p.b = a.b"
                + " JOIN drawn d ON d.t = a.t AND d.i <= "
                + actions
                + " JOIN points q ON q.key = p.key AND q.e = d.e AND q.b = d.b"
                + " GROUP BY a.t, p.key HAVING count(*) = "
                + actions
                + ") GROUP BY t HAVING count(*) = 1)");
    sql.run("DROP TABLE anchors");
    return new TraceUnicity(resolution, actions, tried, singledOut);
  }
}
