package dev.firebreak.assessment;

import java.sql.SQLException;

/// The people of a data set as an attacker sees them, who has the files and not our accounts:
/// several accounts that the data joins are one person. Which account is whose we say afterwards.
///
/// | Table or view | One row is |
/// |---|---|
/// | `seen_units` | a person of the result with the `unit` that stands for them |
/// | `seen_owners` | a row's name `pid` with the `key` of its unit, as `owners` has it |
/// | `seen_accounts` | a `unit` with one of its `account_id`s |
/// | `seen_further` | the `key` of an account that another one stands for |
///
/// No two units share an account: an id of an account belongs to one person of the data.
final class SeenPeople {
  /// The rows of the data set with the unit that each is about.
  static final String ROWS = " FROM data_rows r JOIN seen_owners o ON o.pid = " + PeopleStage.PID;

  /// Accounts that the data joins, with the one that stands for them.
  static final String JOINED =
      "SELECT k.key, min(k.key) OVER (PARTITION BY k.person) AS unit FROM person_keys k"
          + " WHERE k.person IN (SELECT person FROM person_account WHERE joined)";

  private SeenPeople() {}

  /// Makes the tables where they are missing.
  static void make(Sql sql) throws SQLException {
    if (sql.number("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'seen_joined'") > 0) {
      return;
    }
    sql.run("CREATE TABLE seen_joined AS " + JOINED);
    sql.run(
        """
        CREATE VIEW seen_units AS SELECT p.key, coalesce(j.unit, p.key) AS unit
        FROM people p LEFT JOIN seen_joined j ON j.key = p.key\
        """);
    sql.run(
        """
        CREATE VIEW seen_owners AS SELECT DISTINCT o.pid, coalesce(j.unit, o.key) AS key
        FROM owners o LEFT JOIN seen_joined j ON j.key = o.key\
        """);
    sql.run(
        """
        CREATE VIEW seen_accounts AS SELECT u.unit, p.account_id
        FROM people p JOIN seen_units u ON u.key = p.key WHERE p.account_id IS NOT NULL\
        """);
    sql.run("CREATE VIEW seen_further AS SELECT key FROM seen_joined WHERE key <> unit");
  }
}
