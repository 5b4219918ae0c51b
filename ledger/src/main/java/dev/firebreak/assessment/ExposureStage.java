package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/// Brings identity groups and accounts together: one row per person, with what the data set shows
/// about them. Two people of the data set with one account become one.
///
/// Leaves `owners(pid, key)`, which names the person of every row, `people` (columns as
/// [PersonExposure], with `key` and `tied`, the account if found), and the Parquet file.
final class ExposureStage {
  private final Sql sql;
  private final DataSet dataSet;

  ExposureStage(Sql sql, DataSet dataSet) {
    this.sql = sql;
    this.dataSet = dataSet;
  }

  void run(Path peopleFile) throws SQLException {
    owners();
    people();
    sql.run(
        "COPY (SELECT * EXCLUDE (key) FROM people ORDER BY person) TO "
            + DuckDb.literal(peopleFile)
            + " (FORMAT parquet, COMPRESSION zstd)");
  }

  private void owners() throws SQLException {
    sql.run(
        """
        CREATE TABLE group_people AS
        SELECT g.*, np.person, a.account, coalesce(a.ambiguous, false) AS ambiguous,
          CASE WHEN a.account IS NULL THEN -1 - np.person ELSE a.account END AS key
        FROM identity_groups g
        JOIN ids i ON i.kind = substr(g.pid, 1, 1)::TINYINT AND i.v = substr(g.pid, 2)
        JOIN node_person np ON np.node = i.node
        LEFT JOIN person_account a ON a.person = np.person\
        """);
    sql.run("CREATE TABLE owners AS SELECT DISTINCT pid, key FROM group_people");
  }

  private void people() throws SQLException {
    sql.run(
        """
        CREATE TABLE person_names AS
        SELECT np.person, arg_min(CASE WHEN i.kind = 3 THEN 'row ' || i.v ELSE i.v END,
          i.kind * 2 + n.device::INTEGER || i.v) AS name
        FROM ids i JOIN nodes n ON n.node = i.node JOIN node_person np ON np.node = i.node
        GROUP BY np.person\
        """);
    sql.run(
        """
        CREATE TABLE grounds AS
        SELECT g.key, string_agg(DISTINCT c.method, ',' ORDER BY c.method) AS methods
        FROM (SELECT DISTINCT key, person, account FROM group_people) g
        JOIN candidates c ON c.person = g.person AND (c.account = g.account
          OR (g.account IS NULL AND c.level < 9)) GROUP BY g.key\
        """);
    sql.run(
        """
        CREATE TABLE people AS
        SELECT s.key, coalesce(a.account_id, n.name) AS person, a.account_id, s.ambiguous,
          coalesce(m.methods, '') AS methods, s.clear, s.generalized, s.tokenized, s.n AS "rows",
          coalesce(s.first, 0) AS first_seen, coalesce(s.last, 0) AS last_seen,
          d.email, d.name, d.country, d.region, d.organization_id, d.role, d.mfa
        FROM (
          SELECT key, min(person) AS person, any_value(account) AS account,
            bool_or(ambiguous) AS ambiguous, bit_or(clear) AS clear,
            bit_or(generalized) AS generalized, bit_or(tokenized) AS tokenized,
            sum(n)::BIGINT AS n, min(first) AS first, max(last) AS last
          FROM group_people GROUP BY key) s
        JOIN person_names n ON n.person = s.person
        LEFT JOIN account_keys a ON a.account = s.account
        LEFT JOIN accounts d ON d.account_id = a.account_id
        LEFT JOIN grounds m ON m.key = s.key\
        """);
  }

  long found() throws SQLException {
    return sql.number("SELECT count(*) FROM people WHERE account_id IS NOT NULL");
  }

  long ambiguous() throws SQLException {
    return sql.number("SELECT count(*) FROM people WHERE ambiguous");
  }

  long unresolved() throws SQLException {
    return sql.number("SELECT count(*) FROM people WHERE account_id IS NULL AND NOT ambiguous");
  }

  long firstEventMillis() throws SQLException {
    return sql.number("SELECT min(time) FROM data_rows WHERE kind <> 2");
  }

  long lastEventMillis() throws SQLException {
    return sql.number("SELECT max(time) FROM data_rows WHERE kind <> 2");
  }

  /// The categories that any person has, in which form.
  Map<DataCategory, Assessment.CategoryExposure> categories() throws SQLException {
    Map<DataCategory, Assessment.CategoryExposure> exposures = new EnumMap<>(DataCategory.class);
    StringBuilder query = new StringBuilder("SELECT 0");
    for (DataCategory category : DataCategory.values()) {
      for (String form : new String[] {"clear", "generalized", "tokenized"}) {
        String mask = Long.toString(category.mask());
        query.append(", count(*) FILTER ((").append(form).append(" & ").append(mask);
        query.append(") <> 0)");
      }
    }
    sql.each(
        query.append(" FROM people").toString(),
        row -> {
          int column = 2;
          for (DataCategory category : DataCategory.values()) {
            long clear = row.getLong(column++);
            long generalized = row.getLong(column++);
            long tokenized = row.getLong(column++);
            long values = dataSet.distinctClear(category);
            if (clear + generalized + tokenized + values > 0) {
              exposures.put(
                  category, new Assessment.CategoryExposure(clear, generalized, tokenized, values));
            }
          }
        });
    return exposures;
  }
}
