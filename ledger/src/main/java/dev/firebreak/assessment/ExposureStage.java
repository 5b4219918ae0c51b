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
/// Leaves `owners(pid, key)`, which names the person of every row, or the several accounts of one
/// person, `people` (columns as [PersonExposure], with `key`), and the Parquet file.
final class ExposureStage {
  private final Sql sql;
  private final ReadSummary read;

  ExposureStage(Sql sql, ReadSummary read) {
    this.sql = sql;
    this.read = read;
  }

  void run() throws SQLException {
    owners();
    names();
    people();
    identifiers();
  }

  /// Writes the result's file.
  void write(Path peopleFile) throws SQLException {
    sql.run(
        "COPY (SELECT p.* EXCLUDE (key, methods), "
            + FoundBy.names("p.methods")
            + " AS methods, i.list AS identifiers, coalesce(a.list, CASE WHEN p.account_id IS NOT"
            + " NULL THEN [p.account_id] ELSE [] END) AS accounts FROM people p"
            + " LEFT JOIN identifier_lists i ON i.key = p.key"
            + " LEFT JOIN account_lists a ON a.key = p.key ORDER BY person, p.key) TO "
            + DuckDb.literal(peopleFile)
            + " (FORMAT parquet, COMPRESSION zstd)");
  }

  private void owners() throws SQLException {
    sql.run(
        """
        CREATE TABLE group_people AS
        SELECT g.*, pk.person, pk.ambiguous, pk.key
        FROM identity_groups g
        JOIN ids i ON i.kind = substr(g.pid, 1, 1)::TINYINT AND i.v = substr(g.pid, 2)
        JOIN node_person np ON np.node = i.node
        JOIN person_keys pk ON pk.person = np.person\
        """);
    sql.run("CREATE TABLE owners AS SELECT DISTINCT pid, key FROM group_people");
  }

  private void names() throws SQLException {
    sql.run(
        """
        CREATE TABLE person_names AS
        SELECT -1 - np.person AS key, arg_min(CASE WHEN i.kind = 3 THEN 'row ' || i.v ELSE i.v END,
          i.kind * 2 + n.device::INTEGER || i.v) AS name
        FROM ids i JOIN nodes n ON n.node = i.node JOIN node_person np ON np.node = i.node
        GROUP BY np.person\
        """);
    sql.run(
        """
        CREATE TABLE grounds AS
        SELECT g.key, bit_or(c.method) AS methods
        FROM (SELECT DISTINCT key, person, ambiguous FROM group_people) g
        JOIN candidates c ON c.person = g.person AND (c.account = g.key
          OR (g.ambiguous AND c.level < 9)) GROUP BY g.key\
        """);
    sql.run(
        """
        CREATE TABLE fitting_accounts AS SELECT DISTINCT pk.key, k.account_id AS text
        FROM (SELECT DISTINCT person FROM person_account WHERE ambiguous OR joined) p
        JOIN person_keys pk ON pk.person = p.person
        JOIN best_fits f ON f.person = p.person JOIN account_keys k ON k.account = f.account\
        """);
    new FirstTexts(sql)
        .list("fitting_accounts", "INTEGER", "account_lists", PersonExposure.ACCOUNTS_MAX);
  }

  private void people() throws SQLException {
    sql.run(
        """
        CREATE TABLE exposed AS
        SELECT coalesce(g.key, m.key) AS key, coalesce(g.clear, 0) | coalesce(m.clear, 0) AS clear,
          coalesce(g.generalized, 0) AS generalized,
          coalesce(g.tokenized, 0) | coalesce(m.tokenized, 0) AS tokenized,
          coalesce(g.n, m.n) AS n, CASE WHEN g.key IS NULL THEN m.first ELSE g.first END AS first,
          CASE WHEN g.key IS NULL THEN m.last ELSE g.last END AS last, g.key IS NULL AS mentioned
        FROM (SELECT key, bit_or(clear) AS clear, bit_or(generalized) AS generalized,
            bit_or(tokenized) AS tokenized, sum(n)::BIGINT AS n, min(first) AS first,
            max(last) AS last FROM group_people GROUP BY key) g
        FULL JOIN (SELECT key, bit_or(clear) AS clear, bit_or(tokenized) AS tokenized,
            sum(n)::BIGINT AS n, min(first) AS first, max(last) AS last
          FROM mentioned GROUP BY key) m ON m.key = g.key\
        """);
    record();
  }

  /// In two statements: what the joins of the first hold in memory is gone before the directory is
  /// joined.
  private void record() throws SQLException {
    sql.run(
        "CREATE TABLE person_records AS SELECT s.key, coalesce(a.account_id, n.name) AS person,"
            + " a.account_id, coalesce(b.ambiguous, false) AS ambiguous, CASE WHEN s.mentioned"
            + " AND (s.key >= 0 OR b.ambiguous) THEN "
            + FoundBy.MENTIONED.bit()
            + " ELSE coalesce(m.methods, 0) END AS methods,"
            + """
             s.clear, s.generalized, s.tokenized, s.n AS "rows",
              coalesce(s.first, 0) AS first_seen, coalesce(s.last, 0) AS last_seen
            FROM exposed s
            LEFT JOIN person_names n ON n.key = s.key
            LEFT JOIN (SELECT key, ambiguous FROM person_keys WHERE ambiguous GROUP BY ALL) b
              ON b.key = s.key
            LEFT JOIN account_keys a ON a.account = s.key
            LEFT JOIN grounds m ON m.key = s.key\
            """);
    sql.run(
        """
        CREATE TABLE people AS SELECT s.*, d.email, d.name, d.country, d.region, d.organization_id,
          d.role, d.mfa, d.language
        FROM person_records s LEFT JOIN accounts d ON d.account_id = s.account_id\
        """);
    sql.run("DROP TABLE person_records");
  }

  private void identifiers() throws SQLException {
    sql.run(
        """
        CREATE TABLE identifiers AS SELECT DISTINCT key, kind || ':' || v AS text FROM (
          SELECT pk.key, CASE WHEN n.device THEN 'device_id' WHEN i.kind = 0 THEN 'user_id'
            WHEN i.kind = 1 THEN 'email' WHEN i.kind = 2 THEN 'phone' ELSE 'row' END AS kind, i.v
          FROM ids i JOIN nodes n ON n.node = i.node JOIN node_person np ON np.node = i.node
          JOIN person_keys pk ON pk.person = np.person
          UNION ALL SELECT key, 'email', email FROM group_people WHERE email IS NOT NULL
          UNION ALL SELECT key, 'phone', phone FROM group_people WHERE phone IS NOT NULL
          UNION ALL SELECT key, CASE WHEN kind = 1 THEN 'email' ELSE 'user_id' END, v
            FROM mentioned)\
        """);
    new FirstTexts(sql)
        .list("identifiers", "INTEGER", "identifier_lists", PersonExposure.LISTED_MAX);
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
            long values = read.distinctClear().getOrDefault(category, 0L);
            if (clear + generalized + tokenized + values > 0) {
              exposures.put(
                  category, new Assessment.CategoryExposure(clear, generalized, tokenized, values));
            }
          }
        });
    return exposures;
  }
}
