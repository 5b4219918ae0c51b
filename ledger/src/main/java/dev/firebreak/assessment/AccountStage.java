package dev.firebreak.assessment;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Finds the account of each person of the data set, and writes down by which grounds.
///
/// Grounds have an order: token and account id, then e-mail address (also hashed), then phone, then
/// device link. The best grounds that a person has decide: one account is a find, two or more are
/// an ambiguity, and weaker grounds only add their names where they agree. A link that nobody but
/// the public asserted never decides.
///
/// Leaves `person_account(person, account, ambiguous)`, `account` NULL unless found, and
/// `candidates(person, account, level, method)`.
final class AccountStage {
  private static final int PUBLIC_LEVEL = 9;

  private final Sql sql;

  AccountStage(Sql sql) {
    this.sql = sql;
  }

  void run(TokenLookup lookup, List<AssessmentRequest.KnownLink> links) throws SQLException {
    keys();
    sql.run(
        "CREATE TABLE candidates"
            + " (person INTEGER, account INTEGER, level TINYINT, method VARCHAR)");
    byId();
    byMail();
    byPhone();
    byLink(lookup, links);
    bySharedDevice();
    decide();
  }

  private void keys() throws SQLException {
    sql.run(
        """
        CREATE TABLE account_keys AS
        SELECT (row_number() OVER () - 1)::INTEGER AS account, account_id,
          lower(nfc_normalize(trim(email))) AS email,
          regexp_replace(regexp_replace(phone, '[^0-9]', '', 'g'), '^00', '') AS phone
        FROM accounts\
        """);
    sql.run(
        """
        CREATE TABLE person_mails AS
        SELECT DISTINCT np.person, coalesce(l.label, s.mail) AS mail FROM (
          SELECT pid, email AS mail FROM identity_groups WHERE email IS NOT NULL
          UNION ALL SELECT '0' || uid, mail FROM mails WHERE own) s
        JOIN ids i ON i.kind = substr(s.pid, 1, 1)::TINYINT AND i.v = substr(s.pid, 2)
        JOIN node_person np ON np.node = i.node
        LEFT JOIN labels l ON l.kind = 1 AND l.v = s.mail\
        """);
  }

  private void byId() throws SQLException {
    sql.run(
        """
        INSERT INTO candidates
        SELECT DISTINCT np.person, k.account, 1,
          CASE WHEN i.by_token THEN 'token' ELSE 'account_id' END
        FROM ids i JOIN nodes n ON n.node = i.node JOIN node_person np ON np.node = i.node
        JOIN account_keys k ON i.kind = 0 AND k.account_id = n.label\
        """);
  }

  private void byMail() throws SQLException {
    sql.run(
        """
        INSERT INTO candidates
        SELECT DISTINCT m.person, k.account, 2, 'email'
        FROM person_mails m JOIN account_keys k ON k.email = lower(m.mail)\
        """);
    String hex = "regexp_full_match(%s, '[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}')";
    sql.run(
        "CREATE TABLE hashes AS SELECT DISTINCT person, hash FROM ("
            + "SELECT person, lower(mail) AS hash FROM person_mails WHERE "
            + hex.formatted("mail")
            + " UNION ALL SELECT np.person, lower(i.v) FROM ids i"
            + " JOIN node_person np ON np.node = i.node WHERE i.kind = 0 AND "
            + hex.formatted("i.v")
            + ")");
    if (sql.number("SELECT count(*) FROM hashes") > 0) {
      sql.run(
          """
          INSERT INTO candidates
          SELECT DISTINCT h.person, k.account, 2, 'email_hash' FROM hashes h JOIN (
            SELECT account, sha256(email) AS hash FROM account_keys WHERE email IS NOT NULL
            UNION ALL SELECT account, md5(email) FROM account_keys WHERE email IS NOT NULL
            UNION ALL SELECT account, sha1(email) FROM account_keys WHERE email IS NOT NULL) k
          ON k.hash = h.hash\
          """);
    }
  }

  private void byPhone() throws SQLException {
    sql.run(
        """
        INSERT INTO candidates
        SELECT DISTINCT np.person, k.account, 3, 'phone'
        FROM identity_groups g
        JOIN ids i ON i.kind = substr(g.pid, 1, 1)::TINYINT AND i.v = substr(g.pid, 2)
        JOIN node_person np ON np.node = i.node
        JOIN account_keys k ON k.phone = g.phone AND k.phone <> ''\
        """);
  }

  private void byLink(TokenLookup lookup, List<AssessmentRequest.KnownLink> links)
      throws SQLException {
    if (links.isEmpty()) {
      return;
    }
    List<String> devices = new ArrayList<>();
    sql.each("SELECT label FROM nodes WHERE kind = 0", row -> devices.add(row.getString(1)));
    List<String> accounts = new ArrayList<>();
    sql.each("SELECT account_id FROM accounts", row -> accounts.add(row.getString(1)));
    Map<String, String> deviceByKey = inverse(lookup.deviceKeys(devices));
    Map<String, String> accountByKey = inverse(lookup.accountKeys(accounts));
    sql.run("CREATE TABLE known_links (device VARCHAR, account_id VARCHAR, level TINYINT)");
    DuckDBConnection connection = sql.connection().unwrap(DuckDBConnection.class);
    try (DuckDBAppender appender = connection.createAppender("known_links")) {
      for (AssessmentRequest.KnownLink link : links) {
        String device = deviceByKey.get(link.deviceKeyHex());
        String account = accountByKey.get(link.accountKeyHex());
        if (device != null && account != null) {
          byte level = (byte) (link.publicOnly() ? PUBLIC_LEVEL : 4);
          appender.beginRow().append(device).append(account).append(level).endRow();
        }
      }
    }
    sql.run(
        """
        INSERT INTO candidates
        SELECT DISTINCT np.person, k.account, l.level, 'device_link' FROM known_links l
        JOIN nodes n ON n.kind = 0 AND n.label = l.device
        JOIN node_person np ON np.node = n.node
        JOIN account_keys k ON k.account_id = l.account_id\
        """);
  }

  private static Map<String, String> inverse(Map<String, String> keyById) {
    Map<String, String> idByKey = new HashMap<>();
    keyById.forEach((id, key) -> idByKey.put(key, id));
    return idByKey;
  }

  /// What was done on a device before anyone signed in could be any of its people.
  private void bySharedDevice() throws SQLException {
    sql.run(
        """
        INSERT INTO candidates
        SELECT DISTINCT d.person, c.account, 4, 'device_link' FROM shared_devices s
        JOIN node_person d ON d.node = s.device JOIN node_person u ON u.node = s.companion
        JOIN candidates c ON c.person = u.person AND c.level <= 3
        WHERE d.person <> u.person\
        """);
  }

  private void decide() throws SQLException {
    sql.run(
        """
        CREATE TABLE person_account AS
        WITH best AS (SELECT person, min(level) AS level FROM candidates WHERE level < 9
          GROUP BY person)
        SELECT c.person,
          CASE WHEN count(DISTINCT c.account) = 1 THEN min(c.account) END AS account,
          count(DISTINCT c.account) > 1 AS ambiguous
        FROM candidates c JOIN best b ON b.person = c.person AND b.level = c.level
        GROUP BY c.person\
        """);
  }
}
