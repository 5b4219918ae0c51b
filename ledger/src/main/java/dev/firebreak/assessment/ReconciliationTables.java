package dev.firebreak.assessment;

import dev.firebreak.assessment.ReconciledPerson.Cause;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The comparison itself, in SQL over the tables that [Reconciler] fills.
///
/// | Table | One row is |
/// |---|---|
/// | `target_facts` | a person of the ledger, devices joined to their account |
/// | `matches` | a person `n` of the file with a person `target` of the ledger |
/// | `compared` | a person of either side, with both sides' masks |
/// | `differences` | the same with what differs |
final class ReconciliationTables {
  private static final String SUMS =
      " bit_or(c) AS c, bit_or(g) AS g, bit_or(t) AS t, bit_or(ac) AS ac, bit_or(ag) AS ag,"
          + " bit_or(a_t) AS a_t, sum(events)::BIGINT AS events, min(first) AS first, max(last) AS"
          + " last, bool_or(inside) AS inside, bool_or(earlier) AS earlier, bool_or(later) AS"
          + " later";

  private final Sql sql;

  ReconciliationTables(Sql sql) {
    this.sql = sql;
  }

  /// Says who of the file is whom of the ledger.
  void match() throws SQLException {
    sql.run(
        """
        CREATE TABLE targets AS SELECT f.*, coalesce(l.account, f.subject) AS target FROM facts f
        LEFT JOIN (SELECT device, min(account) AS account FROM links GROUP BY device
          HAVING count(DISTINCT account) = 1) l ON l.device = f.subject\
        """);
    sql.run("CREATE TABLE target_facts AS SELECT target," + SUMS + " FROM targets GROUP BY target");
    sql.run(
        """
        CREATE TABLE matches AS
        SELECT m.n, t.target FROM (SELECT n, subject FROM file_keys
          UNION SELECT f.n, k.subject FROM file_ids f JOIN known_ids k ON k.id = f.id) m
        JOIN targets t ON t.subject = m.subject
        UNION SELECT k.n, t.target FROM file_keys k JOIN target_facts t ON t.target = k.subject\
        """);
    sql.run(
        """
        CREATE TABLE ledger_only AS
        SELECT * FROM target_facts WHERE target NOT IN (SELECT target FROM matches)\
        """);
  }

  long ledgerOnly() throws SQLException {
    return sql.number("SELECT count(*) FROM ledger_only");
  }

  void eachLedgerOnly(Consumer<String> consumer) throws SQLException {
    sql.each("SELECT target FROM ledger_only", row -> consumer.accept(row.getString(1)));
  }

  /// Puts both sides beside each other.
  ///
  /// @param beforeLedgerMillis rows up to then the ledger cannot know
  void differences(long beforeLedgerMillis) throws SQLException {
    if (sql.number("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'accounts'") == 0) {
      sql.run("CREATE TABLE accounts (account_id VARCHAR, organization_id VARCHAR)");
    }
    sql.run(
        "CREATE TABLE compared AS SELECT p.person, p.account, p.org, CASE WHEN s.n IS NULL THEN"
            + " 'FILE_ONLY' ELSE 'BOTH' END AS side, CASE WHEN s.n IS NOT NULL THEN 'NONE' WHEN"
            + " p.mentioned THEN 'MENTIONED' WHEN p.last > 0 AND p.last < "
            + beforeLedgerMillis
            + " THEN 'BEFORE_LEDGER' ELSE 'UNKNOWN' END AS cause, coalesce(s.c, 0) AS c,"
            + " coalesce(s.g, 0) AS g, coalesce(s.t, 0) AS t, coalesce(s.ac, 0) AS ac,"
            + " coalesce(s.ag, 0) AS ag, coalesce(s.a_t, 0) AS a_t, p.c AS fc, p.g AS fg, p.t AS"
            + " ft, coalesce(s.events, 0) AS events, coalesce(s.first, 0) AS first,"
            + " coalesce(s.last, 0) AS last, p.n_rows, p.first AS seen_first, p.last AS seen_last"
            + " FROM file_people p LEFT JOIN (SELECT m.n,"
            + SUMS
            + " FROM matches m JOIN target_facts f ON f.target = m.target GROUP BY m.n) s"
            + " ON s.n = p.n UNION ALL SELECT coalesce(w.account, 'subject:' || o.target),"
            + " coalesce(w.account, ''), coalesce(a.organization_id, ''), 'LEDGER_ONLY', CASE WHEN"
            + " o.inside THEN 'MISSING' WHEN o.earlier THEN 'BEFORE_FILE' WHEN o.later THEN"
            + " 'AFTER_FILE' ELSE 'AFTER_ACCESS' END, o.c, o.g, o.t, o.ac, o.ag, o.a_t, 0, 0, 0,"
            + " o.events, o.first, o.last, 0, 0, 0 FROM ledger_only o"
            + " LEFT JOIN wanted_accounts w ON w.subject = o.target"
            + " LEFT JOIN accounts a ON a.account_id = w.account");
    long personal = ~ReconciledPerson.NOT_PERSONAL & Long.MAX_VALUE;
    sql.run(
        """
        CREATE TABLE differences AS
        SELECT *, (c | g | t) & (~(fc | fg | ft)) & %1$d AS missing,
          (ac | ag | a_t) & (~(c | g | t)) AS outside,
          (ac | ag | a_t) & (~(c | g | t)) & (~(fc | fg | ft)) & %1$d AS outside_only,
          CASE WHEN cause IN ('MENTIONED', 'BEFORE_LEDGER') THEN 0
            ELSE (fc | fg | ft) & (~(ac | ag | a_t)) & %1$d END AS added,
          fc & a_t & (~(ac | ag)) & %1$d AS clearer
        FROM compared\
        """
            .formatted(personal));
    sql.run(
        "CREATE VIEW organizations AS SELECT org, count(*) FILTER (side = 'BOTH') AS both_sides,"
            + " count(*) FILTER (side = 'BOTH' AND (missing | added | clearer) <> 0) AS differing,"
            + " count(*) FILTER (side = 'LEDGER_ONLY') AS ledger_only,"
            + " count(*) FILTER (cause = 'MISSING') AS missing_people,"
            + " count(*) FILTER (side = 'FILE_ONLY') AS file_only,"
            + " count(*) FILTER (cause = 'UNKNOWN') AS unknown,"
            + " bit_or(missing) AS missing, bit_or(added) AS added"
            + " FROM differences WHERE org <> '' GROUP BY org");
  }

  ReconciliationFigures figures() throws SQLException {
    Map<Cause, Long> causes = new EnumMap<>(Cause.class);
    sql.each(
        "SELECT cause, count(*) FROM differences WHERE side <> 'BOTH' GROUP BY cause",
        row -> causes.put(Cause.valueOf(row.getString(1)), row.getLong(2)));
    String differing = "differing + ledger_only + file_only > 0";
    return new ReconciliationFigures(
        true,
        sql.number("SELECT count(*) FROM differences WHERE side = 'BOTH'"),
        sql.number(
            "SELECT count(*) FROM differences WHERE side = 'BOTH' AND"
                + " (missing | added | clearer) <> 0"),
        causes,
        byCategory("missing"),
        byCategory("outside_only"),
        byCategory("added"),
        byCategory("clearer"),
        new ReconciliationFigures.Organizations(
            sql.number("SELECT count(*) FROM organizations"),
            sql.number("SELECT count(*) FROM organizations WHERE " + differing),
            sql.number(
                "SELECT count(*) FROM organizations WHERE both_sides + file_only = 0"
                    + " AND ledger_only > 0"),
            sql.number(
                "SELECT count(*) FROM organizations WHERE both_sides + ledger_only = 0"
                    + " AND file_only > 0")));
  }

  private Map<DataCategory, Long> byCategory(String column) throws SQLException {
    Map<DataCategory, Long> counts = new EnumMap<>(DataCategory.class);
    StringBuilder query = new StringBuilder("SELECT 0");
    for (DataCategory category : DataCategory.values()) {
      query.append(", count(*) FILTER ((").append(column).append(" & ");
      query.append(category.mask()).append(") <> 0)");
    }
    sql.each(
        query.append(" FROM differences").toString(),
        row -> {
          int at = 2;
          for (DataCategory category : DataCategory.values()) {
            long people = row.getLong(at++);
            if (people > 0) {
              counts.put(category, people);
            }
          }
        });
    return counts;
  }

  static void people(Sql sql, Consumer<ReconciledPerson> consumer) throws SQLException {
    sql.each(
        "SELECT person, account, org, side, cause, c, g, t, outside, fc, fg, ft, events, first,"
            + " last, n_rows, seen_first, seen_last FROM differences WHERE side <> 'BOTH' OR"
            + " (missing | added | clearer) <> 0 ORDER BY person, side",
        row -> consumer.accept(person(row)));
  }

  private static ReconciledPerson person(ResultRow row) throws SQLException {
    return new ReconciledPerson(
        row.getString(1),
        text(row, 2),
        text(row, 3),
        ReconciledPerson.Side.valueOf(row.getString(4)),
        Cause.valueOf(row.getString(5)),
        new Masks(row.getLong(6), row.getLong(7), row.getLong(8), 0),
        row.getLong(9),
        new Masks(row.getLong(10), row.getLong(11), row.getLong(12), 0),
        new ReconciledPerson.Counts(
            row.getLong(13),
            row.getLong(14),
            row.getLong(15),
            row.getLong(16),
            row.getLong(17),
            row.getLong(18)));
  }

  private static Optional<String> text(ResultRow row, int column) throws SQLException {
    return Optional.of(row.getString(column)).filter(text -> !text.isEmpty());
  }

  static void organizations(Sql sql, Consumer<ReconciledOrganization> consumer)
      throws SQLException {
    sql.each(
        "SELECT org, both_sides, differing, ledger_only, missing_people, file_only, unknown,"
            + " missing, added FROM organizations WHERE differing + ledger_only + file_only > 0"
            + " ORDER BY differing + ledger_only + file_only DESC, org",
        row ->
            consumer.accept(
                new ReconciledOrganization(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9))));
  }
}
