package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.sql.SQLException;

/// Reduces the rows to identity groups and joins these to people of the data set, before any
/// account is looked for.
///
/// | Table | One row is | Columns |
/// |---|---|---|
/// | `identity_groups` | rows with equal identifiers | `pid`, identifiers, masks, `n`, times |
/// | `nodes` | an identifier, tokens resolved | `node`, `kind`, `label`, `device`, `account` |
/// | `ids` | an identifier as it stands in the file | `kind`, `v`, `node`, `by_token` |
/// | `node_person` | a node | `node`, `person` |
/// | `shared_devices` | a device of several people, with one of them | `device`, `companion` |
///
/// Kinds: 0 an id, 1 an e-mail address, 2 a phone number, 3 a row of its own. Nodes are numbered in
/// the order of kind and label, so that two runs give the same numbers.
final class PeopleStage {
  /// Names the row's primary identity: the first that it has of id, device, e-mail, phone; a row
  /// without any is its own.
  static final String PID =
      "coalesce('0' || uid, '0' || device, '1' || email, '2' || phone, '3' || row)";

  /// Categories of which one alone makes a row without identifiers a person's.
  private static final long DIRECT =
      DataCategory.NAME.mask()
          | DataCategory.EMAIL.mask()
          | DataCategory.PHONE.mask()
          | DataCategory.POSTAL_ADDRESS.mask()
          | DataCategory.USERNAME.mask()
          | DataCategory.CREDIT_CARD.mask()
          | DataCategory.BANK_ACCOUNT.mask()
          | DataCategory.GOVERNMENT_ID.mask();

  /// The row's id once the accounts are known: of an id and a reference the one that is an account.
  private static final String SETTLED =
      "CASE WHEN ref IN (SELECT v FROM known_refs)"
          + " AND (weak OR uid NOT IN (SELECT v FROM known_refs)) THEN ref ELSE uid END";

  private final Sql sql;

  PeopleStage(Sql sql) {
    this.sql = sql;
  }

  void run(TokenLookup lookup, String filesSha256) throws SQLException {
    groupRaw();
    collectIds();
    TokenStage.run(sql, lookup, filesSha256);
    label();
    sql.run("DROP TABLE raw_ids");
    settle();
    makeNodes();
    sql.run("DROP TABLE labels");
    collectPairs();
    store(joined());
  }

  private void groupRaw() throws SQLException {
    sql.run(
        "CREATE TABLE raw_groups AS SELECT uid, ref, weak, device, email, phone,"
            + " CASE WHEN coalesce(uid, device, email, phone) IS NULL THEN row END AS row,"
            + " bit_or(clear) AS clear, bit_or(generalized) AS generalized,"
            + " bit_or(tokenized) AS tokenized, count(*) AS n, min(time) AS first,"
            + " max(time) AS last FROM stored_rows"
            + " WHERE coalesce(uid, device, email, phone) IS NOT NULL"
            + " OR (kind <> 1 AND (clear & "
            + DIRECT
            + ") <> 0) GROUP BY ALL");
  }

  private void collectIds() throws SQLException {
    sql.run(
        """
        CREATE TABLE raw_ids AS
        SELECT DISTINCT kind, v FROM (
          SELECT 0::TINYINT AS kind, uid AS v FROM raw_groups
          UNION ALL SELECT 0, ref FROM raw_groups
          UNION ALL SELECT 0, device FROM raw_groups
          UNION ALL SELECT 1, email FROM raw_groups
          UNION ALL SELECT 2, phone FROM raw_groups
          UNION ALL SELECT 3, row::VARCHAR FROM raw_groups
          UNION ALL SELECT 0, a FROM joins
          UNION ALL SELECT 0, b FROM joins
          UNION ALL SELECT 0, id FROM besides
          UNION ALL SELECT 0, uid FROM besides
          UNION ALL SELECT 0, id FROM device_ids
          UNION ALL SELECT 0, uid FROM mails
          UNION ALL SELECT 1, mail FROM mails
          UNION ALL SELECT kind, v FROM mentions WHERE kind < 2)
        WHERE v IS NOT NULL\
        """);
  }

  private void label() throws SQLException {
    sql.run(
        """
        CREATE TABLE labels AS
        SELECT i.kind, i.v, coalesce(r.id, i.v) AS label, r.id IS NOT NULL AS by_token
        FROM raw_ids i LEFT JOIN resolved r ON r.token = i.v AND r.kind = i.kind\
        """);
  }

  private void settle() throws SQLException {
    sql.run(
        """
        CREATE TABLE known_refs AS SELECT DISTINCT r.v
        FROM (SELECT ref AS v FROM raw_groups WHERE ref IS NOT NULL
          UNION SELECT uid FROM raw_groups WHERE ref IS NOT NULL) r
        JOIN labels l ON l.kind = 0 AND l.v = r.v JOIN accounts a ON a.account_id = l.label\
        """);
    String uid = view(sql) ? SETTLED : "uid";
    sql.run(
        "CREATE TABLE identity_groups AS SELECT "
            + PID
            + " AS pid, uid, device, email, phone, bit_or(clear) AS clear,"
            + " bit_or(generalized) AS generalized, bit_or(tokenized) AS tokenized,"
            + " sum(n)::BIGINT AS n, min(first) AS first, max(last) AS last"
            + " FROM (SELECT * REPLACE ("
            + uid
            + " AS uid) FROM raw_groups) GROUP BY pid, uid, device, email, phone");
  }

  /// Settles the ids in the view `data_rows`. False where there is nothing to settle.
  static boolean view(Sql sql) throws SQLException {
    if (sql.number("SELECT count(*) FROM known_refs") == 0) {
      return false;
    }
    sql.run(
        "CREATE OR REPLACE VIEW data_rows AS SELECT * REPLACE ("
            + SETTLED
            + " AS uid) FROM stored_rows");
    return true;
  }

  /// In several statements: what one holds in memory is gone before the next begins.
  private void makeNodes() throws SQLException {
    sql.run(
        """
        CREATE TABLE node_labels AS
        SELECT l.kind, l.label, a.account_id IS NOT NULL AS account,
          d.label IS NOT NULL AND a.account_id IS NULL AS device
        FROM (SELECT DISTINCT kind, label FROM labels) l
        LEFT JOIN (SELECT DISTINCT l.label FROM device_ids d
          JOIN labels l ON l.kind = 0 AND l.v = d.id) d ON l.kind = 0 AND d.label = l.label
        LEFT JOIN accounts a ON l.kind = 0 AND a.account_id = l.label\
        """);
    sql.run(
        """
        CREATE TABLE nodes AS
        SELECT (row_number() OVER (ORDER BY kind, label) - 1)::INTEGER AS node, * FROM node_labels\
        """);
    sql.run("DROP TABLE node_labels");
    sql.run(
        """
        CREATE TABLE ids AS
        SELECT l.kind, l.v, n.node, l.by_token FROM labels l
        JOIN nodes n ON n.kind = l.kind AND n.label = l.label\
        """);
  }

  /// All ids that some row has together. Of a pair that is not `hard`, `a` is what may be shared.
  private void collectPairs() throws SQLException {
    sql.run(
        """
        CREATE TABLE pairs AS
        SELECT DISTINCT na.node AS a, nb.node AS b, p.hard, na.device AS a_device,
          nb.device AS b_device, na.account AS a_account
        FROM (SELECT a, b, true AS hard FROM joins
          UNION ALL SELECT id, uid, false FROM besides
          UNION ALL SELECT device, uid, false FROM identity_groups
            WHERE device IS NOT NULL AND uid IS NOT NULL) p
        JOIN ids ia ON ia.kind = 0 AND ia.v = p.a JOIN nodes na ON na.node = ia.node
        JOIN ids ib ON ib.kind = 0 AND ib.v = p.b JOIN nodes nb ON nb.node = ib.node
        WHERE na.node <> nb.node\
        """);
  }

  private IdentityGraph joined() throws SQLException {
    IdentityGraph graph = new IdentityGraph((int) sql.number("SELECT count(*) FROM nodes"));
    sql.each(
        "SELECT a, b FROM pairs WHERE a_device = b_device AND (hard OR a_device)",
        row -> graph.join(row.getInt(1), row.getInt(2)));
    sql.each(
        """
        SELECT a, b FROM pairs WHERE NOT hard AND NOT a_device AND NOT b_device
        AND NOT (a_account AND b IN (SELECT b FROM pairs WHERE NOT hard AND a_account
          GROUP BY b HAVING count(DISTINCT a) > 1))\
        """,
        row -> graph.sawWith(row.getInt(1), row.getInt(2)));
    graph.joinSingles();
    joinReferences(graph);
    sql.each(OF_DEVICES, row -> graph.sawWith(row.getInt(1), row.getInt(2)));
    graph.joinSingles();
    sql.each(DEVICES, row -> graph.sawWith(row.getInt(1), row.getInt(2)));
    storeShared(graph);
    graph.joinSingles();
    sql.each(
        """
        SELECT DISTINCT m.node, p.node FROM (
          SELECT email AS mail, substr(pid, 2) AS owner FROM identity_groups
          WHERE email IS NOT NULL AND coalesce(uid, device) IS NOT NULL
          UNION ALL SELECT mail, uid FROM mails WHERE own) s
        JOIN ids m ON m.kind = 1 AND m.v = s.mail JOIN ids p ON p.kind = 0 AND p.v = s.owner\
        """,
        row -> graph.sawWith(row.getInt(1), row.getInt(2)));
    graph.joinSingles();
    return graph;
  }

  /// Two ids of members or accounts in rows without a better id are one person's where neither was
  /// ever seen with a third.
  private void joinReferences(IdentityGraph graph) throws SQLException {
    sql.each(
        """
        SELECT a, b FROM (
          SELECT a, b, count(*) OVER (PARTITION BY a) AS of_a,
            count(*) OVER (PARTITION BY b) AS of_b
          FROM (SELECT DISTINCT ia.node AS a, ib.node AS b FROM raw_groups g
            JOIN ids ia ON ia.kind = 0 AND ia.v = g.uid JOIN ids ib ON ib.kind = 0 AND ib.v = g.ref
            WHERE NOT g.weak)) WHERE of_a = 1 AND of_b = 1\
        """,
        row -> graph.join(row.getInt(1), row.getInt(2)));
  }

  /// Ids that the vendor gave whoever was on a device, and that stand with devices only: what is
  /// known of that device's people is known of them.
  private static final String OF_DEVICES =
      """
      SELECT DISTINCT p.id, p.device FROM (
        SELECT CASE WHEN a_device THEN b ELSE a END AS id,
          CASE WHEN a_device THEN a ELSE b END AS device
        FROM pairs WHERE hard AND a_device <> b_device) p
      JOIN nodes n ON n.node = p.id AND NOT n.account
      WHERE p.id NOT IN (SELECT a FROM pairs WHERE NOT a_device AND NOT b_device
        UNION ALL SELECT b FROM pairs WHERE NOT a_device AND NOT b_device)
      AND p.id NOT IN (SELECT i.node FROM identity_groups g
        JOIN ids i ON i.kind = 0 AND i.v = g.uid)\
      """;

  private static final String DEVICES =
      "SELECT DISTINCT CASE WHEN a_device THEN a ELSE b END, CASE WHEN a_device THEN b ELSE a END"
          + " FROM pairs WHERE a_device <> b_device";

  private void storeShared(IdentityGraph graph) throws SQLException {
    sql.fill(
        "shared_devices",
        "device INTEGER, companion INTEGER",
        to ->
            sql.each(
                DEVICES,
                row -> {
                  if (graph.isShared(row.getInt(1))) {
                    to.beginRow().append(row.getInt(1)).append(row.getInt(2)).endRow();
                  }
                }));
  }

  private void store(IdentityGraph graph) throws SQLException {
    sql.fill(
        "node_person",
        "node INTEGER, person INTEGER",
        to -> {
          for (int node = 0; node < graph.size(); node++) {
            to.beginRow().append(node).append(graph.person(node)).endRow();
          }
        });
  }
}
