package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.sql.SQLException;

/// Finds the people whom rows about others mention: an address in a comment, an account id beside
/// the actor's. Of them the data shows that identifier and nothing else of the row.
///
/// An address leads to the one account that has it, whoever the row is about; where none has it, to
/// the person of the data whose it is, or to a person of whom nothing else is known.
///
/// Leaves `person_keys(person, key, ambiguous)`, where `key` is the account or `-1 - person`, and
/// `mentioned(key, kind, v, clear, tokenized, n, first, last)`.
final class MentionStage {
  private final Sql sql;

  MentionStage(Sql sql) {
    this.sql = sql;
  }

  void run() throws SQLException {
    keys();
    facts();
    direct();
    mentioned();
  }

  private void keys() throws SQLException {
    sql.run(
        """
        CREATE TABLE person_keys AS
        SELECT p.person, coalesce(a.account, -1 - p.person) AS key,
          coalesce(a.ambiguous, false) AS ambiguous
        FROM (SELECT DISTINCT person FROM node_person) p
        LEFT JOIN person_account a ON a.person = p.person\
        """);
  }

  /// Mentions with their nodes; addresses in fields for the person's own count too, because the
  /// account that has the address need not be the row's.
  private void facts() throws SQLException {
    sql.run(
        """
        CREATE TABLE facts AS
        SELECT f.kind, f.v, i.node, f.own, i.by_token OR (f.kind = 1 AND NOT contains(f.v, '@'))
          AS token, sum(f.n)::BIGINT AS n, min(f.first) AS first, max(f.last) AS last
        FROM (SELECT kind, v, false AS own, n, first, last FROM mentions WHERE kind < 2
          UNION ALL SELECT 1, email, true, n, first, last FROM identity_groups
            WHERE email IS NOT NULL) f
        JOIN ids i ON i.kind = f.kind AND i.v = f.v GROUP BY ALL\
        """);
  }

  /// The one account that an id or address leads to.
  private void direct() throws SQLException {
    sql.run(
        """
        CREATE TABLE direct AS
        SELECT n.node, k.account FROM nodes n JOIN account_keys k ON k.account_id = n.label
        WHERE n.account
        UNION ALL
        SELECT m.node, min(m.account) FROM mail_accounts m
        JOIN (SELECT node, min(level) AS level FROM mail_accounts GROUP BY node) b
          ON b.node = m.node AND b.level = m.level
        JOIN nodes n ON n.node = m.node AND n.kind = 1
        GROUP BY m.node HAVING count(DISTINCT m.account) = 1\
        """);
  }

  private void mentioned() throws SQLException {
    sql.run(
        """
        CREATE TABLE owned_mails AS
        SELECT DISTINCT i.node FROM (SELECT email AS v FROM identity_groups
          UNION ALL SELECT mail FROM mails WHERE own) m JOIN ids i ON i.kind = 1 AND i.v = m.v\
        """);
    sql.run(
        """
        CREATE TABLE grouped_people AS
        SELECT DISTINCT np.person FROM identity_groups g
        JOIN ids i ON i.kind = substr(g.pid, 1, 1)::TINYINT AND i.v = substr(g.pid, 2)
        JOIN node_person np ON np.node = i.node\
        """);
    sql.run(
        "CREATE TABLE mentioned AS SELECT f.key, f.kind, f.v,"
            + masks("NOT f.token", "clear")
            + masks("f.token", "tokenized")
            + " f.n, f.first, f.last FROM (SELECT d.account AS key, f.* FROM facts f JOIN direct d"
            + " ON d.node = f.node UNION ALL SELECT pk.key, f.* FROM facts f JOIN node_person np ON"
            + " np.node = f.node JOIN person_keys pk ON pk.person = np.person WHERE f.kind = 1 AND"
            + " NOT f.own AND f.node NOT IN (SELECT node FROM direct) AND (np.person IN (SELECT"
            + " person FROM grouped_people) OR f.node NOT IN (SELECT node FROM owned_mails))) f");
  }

  private static String masks(String condition, String name) {
    return " CASE WHEN "
        + condition
        + " THEN CASE WHEN f.kind = 1 THEN "
        + DataCategory.EMAIL.mask()
        + " ELSE "
        + DataCategory.ACCOUNT_ID.mask()
        + " END ELSE 0 END::BIGINT AS "
        + name
        + ",";
  }
}
