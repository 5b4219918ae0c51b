package dev.firebreak.assessment;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The attacker who knows some fields of each target. A person fits where nothing that both know
/// differs and something agrees; who agrees in more fits better.
///
/// People fall into a few patterns by which fields the data has of them, targets by which they are
/// known by. For each pair of patterns the people are counted by the fields that both have, and one
/// join by equality finds every fit: no target is ever compared with every person. Not thread-safe.
///
/// | Table made and dropped | One row is |
/// |---|---|
/// | `known`, `shown` | a target, a person: `p` is the pattern, a bit a field, `f0`... the values |
/// | `fits` | a target with `n` agreeing fields: `people` who fit so, one of them in `key` |
final class PatternAttack {
  /// Pairs of patterns that are tried, the commonest first; further ones are left out.
  static final int PAIRS_MAX = 1_024;

  private final Sql sql;
  private final KnownColumns columns;

  PatternAttack(Sql sql, KnownColumns columns) {
    this.sql = sql;
    this.columns = columns;
  }

  /// Runs on the table `knowledge`.
  LinkageResult run() throws SQLException {
    int fields = columns.fields().size();
    StringBuilder pattern = new StringBuilder("0");
    for (int i = 0; i < fields; i++) {
      pattern.append(" + CASE WHEN f").append(i).append(" IS NULL THEN 0 ELSE ");
      pattern.append(1 << i).append(" END");
    }
    sql.run(
        "CREATE TABLE known AS SELECT *, "
            + pattern
            + " AS p FROM (SELECT DISTINCT "
            + KnownColumns.TARGET
            + " AS t"
            + columns.knowledgeColumns()
            + " FROM knowledge)");
    sql.run(
        "CREATE TABLE shown AS SELECT *, "
            + pattern
            + " AS p FROM (SELECT key"
            + columns.dataColumns()
            + " FROM quasi WHERE key NOT IN (SELECT key FROM seen_further))");
    sql.run("CREATE TABLE fits (t VARCHAR, n INTEGER, people BIGINT, key INTEGER)");
    List<Pair> pairs = pairs();
    for (Pair pair : pairs) {
      fit(pair, fields);
    }
    LinkageResult result =
        LinkageAttacks.judge(sql, "sum(f.people)", OptionalLong.empty(), !pairs.isEmpty());
    for (String table : List.of("known", "shown", "fits")) {
      sql.run("DROP TABLE " + table);
    }
    return result;
  }

  private record Pair(int known, int shown) {}

  private List<Pair> pairs() throws SQLException {
    List<Pair> pairs = new ArrayList<>();
    sql.each(
        "SELECT k.p, s.p FROM (SELECT p, count(*) AS n FROM known GROUP BY p) k,"
            + " (SELECT p, count(*) AS n FROM shown GROUP BY p) s WHERE k.p & s.p <> 0"
            + " ORDER BY k.n * s.n DESC, k.p, s.p LIMIT "
            + PAIRS_MAX,
        row -> pairs.add(new Pair(row.getInt(1), row.getInt(2))));
    return pairs;
  }

  private void fit(Pair pair, int fields) throws SQLException {
    int both = pair.known() & pair.shown();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < fields; i++) {
      if ((both & 1 << i) != 0) {
        names.add("f" + i);
      }
    }
    String list = String.join(", ", names);
    sql.run(
        "INSERT INTO fits SELECT k.t, "
            + names.size()
            + ", s.people, s.key FROM (SELECT "
            + list
            + ", count(*) AS people, any_value(key) AS key FROM shown WHERE p = "
            + pair.shown()
            + " GROUP BY "
            + list
            + ") s JOIN (SELECT t, "
            + list
            + " FROM known WHERE p = "
            + pair.known()
            + ") k USING ("
            + list
            + ")");
  }
}
