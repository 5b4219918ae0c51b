package dev.firebreak.assessment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;

/// Finds the account of each person of the data set, and writes down by which grounds.
///
/// Grounds have an order, that of [FoundBy]. The best grounds that a person has decide. Ids of
/// accounts are certain: a person with several has several accounts, and all are found. On any
/// other grounds one account is a find, two or more are an ambiguity, and weaker grounds only add
/// their names where they agree. A link that nobody but the public asserted never decides.
///
/// Leaves `person_account(person, account, ambiguous, joined)`, with one row for each account of a
/// person and `account` NULL where ambiguous; `best_fits(person, account, level)`, what the best
/// grounds say; `candidates(person, account, level, method)`; and `mail_accounts(node, account,
/// level, method)`, the accounts of each address.
final class AccountStage {
  private static final int BATCH = 10_000;

  private final Sql sql;

  AccountStage(Sql sql) {
    this.sql = sql;
  }

  void run(TokenLookup lookup, AssessmentRequest.LinkSource links, EmailRules rules)
      throws SQLException {
    keys();
    sql.run(
        "CREATE TABLE candidates"
            + " (person INTEGER, account INTEGER, level TINYINT, method INTEGER)");
    byId();
    mails(rules);
    byMail();
    byPhone();
    byHash();
    byLink(lookup, links);
    bySharedDevice();
    decide();
  }

  private void keys() throws SQLException {
    sql.run(
        """
        CREATE TABLE account_keys AS
        SELECT rowid::INTEGER AS account, account_id, lower(nfc_normalize(trim(email))) AS email,
          nullif(regexp_replace(regexp_replace(phone, '[^0-9]', '', 'g'), '^00', ''), '') AS phone
        FROM accounts\
        """);
    sql.run(
        """
        CREATE TABLE person_mails AS
        SELECT DISTINCT np.person, m.node FROM (
          SELECT pid, email AS mail FROM identity_groups WHERE email IS NOT NULL
          UNION ALL SELECT '0' || uid, mail FROM mails WHERE own) s
        JOIN ids i ON i.kind = substr(s.pid, 1, 1)::TINYINT AND i.v = substr(s.pid, 2)
        JOIN node_person np ON np.node = i.node
        JOIN ids m ON m.kind = 1 AND m.v = s.mail
        UNION SELECT np.person, n.node FROM nodes n JOIN node_person np ON np.node = n.node
          WHERE n.kind = 1\
        """);
    sql.run(
        """
        CREATE TABLE person_phones AS
        SELECT DISTINCT np.person, n.label FROM identity_groups g
        JOIN ids i ON i.kind = substr(g.pid, 1, 1)::TINYINT AND i.v = substr(g.pid, 2)
        JOIN node_person np ON np.node = i.node
        JOIN ids p ON p.kind = 2 AND p.v = g.phone JOIN nodes n ON n.node = p.node\
        """);
  }

  private void byId() throws SQLException {
    sql.run(
        "INSERT INTO candidates SELECT DISTINCT np.person, k.account, "
            + FoundBy.CERTAIN
            + ", CASE WHEN i.by_token THEN "
            + FoundBy.TOKEN.bit()
            + " ELSE "
            + FoundBy.ACCOUNT_ID.bit()
            + " END FROM ids i JOIN nodes n ON n.node = i.node AND n.account"
            + " JOIN node_person np ON np.node = i.node"
            + " JOIN account_keys k ON i.kind = 0 AND k.account_id = n.label");
  }

  private void mails(EmailRules rules) throws SQLException {
    sql.run(
        "CREATE TABLE mail_accounts AS SELECT n.node, k.account, "
            + FoundBy.EMAIL.level()
            + "::TINYINT AS level, "
            + FoundBy.EMAIL.bit()
            + "::INTEGER AS method FROM nodes n JOIN account_keys k ON k.email = lower(n.label)"
            + " WHERE n.kind = 1");
    if (rules == EmailRules.PROVIDER) {
      sql.run(
          "INSERT INTO mail_accounts SELECT n.node, k.account, "
              + FoundBy.EMAIL_RULE.columns()
              + " FROM (SELECT node, lower(label) AS mail, "
              + EmailRules.mailbox("lower(label)")
              + " AS box FROM nodes WHERE kind = 1 AND contains(label, '@')) n JOIN (SELECT"
              + " account, email, "
              + EmailRules.mailbox("email")
              + " AS box FROM account_keys WHERE contains(email, '@')) k"
              + " ON k.box = n.box WHERE k.email <> n.mail");
    }
    sql.run(
        """
        CREATE TABLE hashes AS SELECT node, kind, lower(label) AS hash FROM nodes WHERE kind < 3
        AND regexp_full_match(label, '[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}')\
        """);
    for (String hash : List.of("md5", "sha1", "sha256")) {
      if (hashes(hash) > 0) {
        sql.run(
            "INSERT INTO mail_accounts SELECT h.node, k.account, "
                + FoundBy.EMAIL_HASH.columns()
                + " FROM hashes h JOIN account_keys k ON "
                + hash
                + "(k.email) = h.hash WHERE h.kind < 2 AND k.email IS NOT NULL");
      }
    }
  }

  private long hashes(String function) throws SQLException {
    return sql.number(
        "SELECT count(*) FROM hashes WHERE length(hash) = length(" + function + "(''))");
  }

  private void byMail() throws SQLException {
    sql.run(
        """
        INSERT INTO candidates
        SELECT DISTINCT p.person, m.account, m.level, m.method
        FROM mail_accounts m JOIN (SELECT person, node FROM person_mails
          UNION SELECT np.person, h.node FROM hashes h JOIN node_person np ON np.node = h.node
            WHERE h.kind = 0) p ON p.node = m.node\
        """);
  }

  private void byPhone() throws SQLException {
    sql.run(
        "INSERT INTO candidates SELECT DISTINCT p.person, k.account, "
            + FoundBy.PHONE.columns()
            + " FROM person_phones p JOIN account_keys k ON k.phone = p.label");
  }

  /// Hashes of phone numbers: of the digits of E.164, with and without the plus.
  private void byHash() throws SQLException {
    for (String hash : List.of("md5", "sha1", "sha256")) {
      if (hashes(hash) > 0) {
        for (String number : List.of("k.phone", "'+' || k.phone")) {
          sql.run(
              "INSERT INTO candidates SELECT DISTINCT p.person, k.account, "
                  + FoundBy.PHONE_HASH.columns()
                  + " FROM (SELECT np.person, h.hash FROM hashes h"
                  + " JOIN node_person np ON np.node = h.node WHERE h.kind = 0"
                  + " UNION SELECT person, lower(label) FROM person_phones) p"
                  + " JOIN account_keys k ON "
                  + hash
                  + "("
                  + number
                  + ") = p.hash WHERE k.phone IS NOT NULL");
        }
      }
    }
  }

  private void byLink(TokenLookup lookup, AssessmentRequest.LinkSource links) throws SQLException {
    sql.fill("links", "device VARCHAR, account VARCHAR, level TINYINT", to -> fill(links, to));
    long count = sql.number("SELECT count(*) FROM links");
    if (count == 0) {
      return;
    }
    keysOf(
        "link_devices",
        "SELECT label FROM nodes WHERE kind = 0",
        wanted("SELECT device FROM links", count),
        lookup::deviceKeys);
    keysOf(
        "link_accounts",
        "SELECT account_id FROM accounts",
        wanted("SELECT account FROM links", count),
        lookup::accountKeys);
    sql.run(
        "INSERT INTO candidates SELECT np.person, k.account, min(l.level), "
            + FoundBy.DEVICE_LINK.bit()
            + " FROM links l JOIN link_devices d ON d.key = l.device"
            + " JOIN link_accounts a ON a.key = l.account"
            + " JOIN nodes n ON n.kind = 0 AND n.label = d.id"
            + " JOIN node_person np ON np.node = n.node"
            + " JOIN account_keys k ON k.account_id = a.id GROUP BY np.person, k.account");
  }

  private static void fill(AssessmentRequest.LinkSource links, DuckDBAppender to)
      throws SQLException {
    try {
      links.forEach(link -> append(link, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UncheckedSqlException e) {
      throw e.thrown;
    }
  }

  private static void append(AssessmentRequest.KnownLink link, DuckDBAppender to) {
    int level = link.publicOnly() ? FoundBy.PUBLIC_LEVEL : FoundBy.DEVICE_LINK.level();
    try {
      to.beginRow().append(link.deviceKeyHex()).append(link.accountKeyHex());
      to.append((byte) level).endRow();
    } catch (SQLException e) {
      throw new UncheckedSqlException(e);
    }
  }

  private static final class UncheckedSqlException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final SQLException thrown;

    UncheckedSqlException(SQLException thrown) {
      super(thrown);
      this.thrown = thrown;
    }
  }

  private TextFilter wanted(String query, long count) throws SQLException {
    TextFilter wanted = new TextFilter(count);
    sql.each(query, row -> wanted.add(row.getString(1)));
    return wanted;
  }

  @FunctionalInterface
  private interface KeysById {
    Map<String, String> of(List<String> ids);
  }

  /// Of the ids of a query those whose keys are wanted, and perhaps a few others, in a table of
  /// their own.
  private void keysOf(String table, String query, TextFilter wanted, KeysById keys)
      throws SQLException {
    sql.fill(
        table,
        "id VARCHAR, key VARCHAR",
        to ->
            Batches.of(
                sql,
                query,
                BATCH,
                batch -> {
                  for (Map.Entry<String, String> entry : keys.of(batch).entrySet()) {
                    if (wanted.mayContain(entry.getValue())) {
                      to.beginRow().append(entry.getKey()).append(entry.getValue()).endRow();
                    }
                  }
                }));
  }

  /// What was done on a device before anyone signed in could be any of its people.
  private void bySharedDevice() throws SQLException {
    sql.run(
        "INSERT INTO candidates SELECT DISTINCT d.person, c.account, "
            + FoundBy.DEVICE_LINK.columns()
            + " FROM shared_devices s JOIN node_person d ON d.node = s.device"
            + " JOIN node_person u ON u.node = s.companion"
            + " JOIN candidates c ON c.person = u.person AND c.level < "
            + FoundBy.DEVICE_LINK.level()
            + " WHERE d.person <> u.person");
  }

  private void decide() throws SQLException {
    sql.run(
        "CREATE TABLE best_fits AS SELECT DISTINCT c.person, c.account, c.level FROM candidates c"
            + " JOIN (SELECT person, min(level) AS level FROM candidates WHERE level < "
            + FoundBy.PUBLIC_LEVEL
            + " GROUP BY person) b ON b.person = c.person AND b.level = c.level");
    sql.run(
        "CREATE TABLE person_account AS SELECT DISTINCT f.person, CASE WHEN s.n = 1 OR f.level = "
            + FoundBy.CERTAIN
            + " THEN f.account END AS account, s.n > 1 AND f.level > "
            + FoundBy.CERTAIN
            + " AS ambiguous, s.n > 1 AND f.level = "
            + FoundBy.CERTAIN
            + " AS joined FROM best_fits f JOIN (SELECT person, count(*) AS n FROM best_fits GROUP"
            + " BY person) s ON s.person = f.person");
  }
}
