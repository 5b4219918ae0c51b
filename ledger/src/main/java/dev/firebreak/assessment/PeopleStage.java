package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Reduces the rows to identity groups and joins these to people of the data set, before any
/// account is looked at.
///
/// | Table | One row is | Columns |
/// |---|---|---|
/// | `identity_groups` | rows with equal identifiers | `pid`, identifiers, masks, `n`, times |
/// | `nodes` | an identifier, tokens resolved | `node`, `kind`, `label`, `device` |
/// | `ids` | an identifier as it stands in the file | `kind`, `v`, `node`, `by_token` |
/// | `node_person` | a node | `node`, `person` |
/// | `shared_devices` | a device of several people, with one of them | `device`, `companion` |
///
/// Kinds: 0 an id, 1 an e-mail address, 2 a phone number, 3 a row of its own.
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

  private final Sql sql;

  PeopleStage(Sql sql) {
    this.sql = sql;
  }

  void run(TokenLookup lookup, String filesSha256) throws SQLException {
    group();
    collectIds();
    TokenStage.run(sql, lookup, filesSha256);
    makeNodes();
    store(joined());
  }

  private void group() throws SQLException {
    sql.run(
        "CREATE TABLE identity_groups AS SELECT "
            + PID
            + " AS pid, uid, device, email, phone, bit_or(clear) AS clear,"
            + " bit_or(generalized) AS generalized, bit_or(tokenized) AS tokenized,"
            + " count(*) AS n, min(time) AS first, max(time) AS last FROM data_rows"
            + " WHERE coalesce(uid, device, email, phone) IS NOT NULL"
            + " OR (kind <> 1 AND (clear & "
            + DIRECT
            + ") <> 0) GROUP BY pid, uid, device, email, phone");
  }

  private void collectIds() throws SQLException {
    sql.run(
        """
        CREATE TABLE raw_ids AS
        SELECT DISTINCT kind, v FROM (
          SELECT substr(pid, 1, 1)::TINYINT AS kind, substr(pid, 2) AS v FROM identity_groups
          UNION ALL SELECT 0, uid FROM identity_groups
          UNION ALL SELECT 0, device FROM identity_groups
          UNION ALL SELECT 1, email FROM identity_groups
          UNION ALL SELECT 0, a FROM joins
          UNION ALL SELECT 0, b FROM joins
          UNION ALL SELECT 0, id FROM device_ids
          UNION ALL SELECT 1, mail FROM mails WHERE own)
        WHERE v IS NOT NULL\
        """);
  }

  private void makeNodes() throws SQLException {
    sql.run(
        """
        CREATE TABLE labels AS
        SELECT i.kind, i.v, coalesce(r.id, i.v) AS label, r.id IS NOT NULL AS by_token
        FROM raw_ids i LEFT JOIN resolved r
          ON r.token = i.v AND r.mail = (i.kind = 1) AND i.kind < 2\
        """);
    sql.run(
        """
        CREATE TABLE nodes AS
        SELECT (row_number() OVER () - 1)::INTEGER AS node, kind, label,
          kind = 0 AND label IN (SELECT l.label FROM device_ids d
            JOIN labels l ON l.kind = 0 AND l.v = d.id)
          AND label NOT IN (SELECT account_id FROM accounts) AS device
        FROM (SELECT DISTINCT kind, label FROM labels)\
        """);
    sql.run(
        """
        CREATE TABLE ids AS
        SELECT l.kind, l.v, n.node, l.by_token FROM labels l
        JOIN nodes n ON n.kind = l.kind AND n.label = l.label\
        """);
  }

  private IdentityGraph joined() throws SQLException {
    IdentityGraph graph = new IdentityGraph((int) sql.number("SELECT count(*) FROM nodes"));
    String joins =
        """
        SELECT DISTINCT na.node, nb.node FROM joins j
        JOIN ids ia ON ia.kind = 0 AND ia.v = j.a JOIN nodes na ON na.node = ia.node
        JOIN ids ib ON ib.kind = 0 AND ib.v = j.b JOIN nodes nb ON nb.node = ib.node
        """;
    sql.each(
        joins + "WHERE na.device = nb.device", row -> graph.join(row.getInt(1), row.getInt(2)));
    String devices = joins + "WHERE na.device <> nb.device";
    String deviceFirst = devices.replace("na.node, nb.node FROM", DEVICE_FIRST);
    sql.each(deviceFirst, row -> graph.sawWith(row.getInt(1), row.getInt(2)));
    storeShared(graph, deviceFirst);
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

  private static final String DEVICE_FIRST =
      "CASE WHEN na.device THEN na.node ELSE nb.node END,"
          + " CASE WHEN na.device THEN nb.node ELSE na.node END FROM";

  private void storeShared(IdentityGraph graph, String deviceFirst) throws SQLException {
    sql.run("CREATE TABLE shared_devices (device INTEGER, companion INTEGER)");
    DuckDBConnection connection = sql.connection().unwrap(DuckDBConnection.class);
    try (DuckDBAppender appender = connection.createAppender("shared_devices")) {
      sql.each(
          deviceFirst,
          row -> {
            if (graph.isShared(row.getInt(1))) {
              appender.beginRow().append(row.getInt(1)).append(row.getInt(2)).endRow();
            }
          });
    }
  }

  private void store(IdentityGraph graph) throws SQLException {
    sql.run("CREATE TABLE node_person (node INTEGER, person INTEGER)");
    DuckDBConnection connection = sql.connection().unwrap(DuckDBConnection.class);
    try (DuckDBAppender appender = connection.createAppender("node_person")) {
      for (int node = 0; node < graph.size(); node++) {
        appender.beginRow().append(node).append(graph.person(node)).endRow();
      }
    }
  }
}
