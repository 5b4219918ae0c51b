package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import java.nio.file.Path;
import java.sql.SQLException;

/// Makes the cards of the organisations: those of the people found, and those that rows name by id,
/// name or token. A name that several organisations of the directory bear names each of them.
///
/// Leaves `organizations` (columns as [OrganizationExposure]) and the Parquet file.
final class OrganizationStage {
  /// The directory's organisation of an account.
  private static final String ORGANIZATION = "coalesce(organization_id, organization_name)";

  private final Sql sql;

  OrganizationStage(Sql sql) {
    this.sql = sql;
  }

  void run() throws SQLException {
    directory();
    names();
    found();
    cards();
  }

  /// Writes the result's file.
  void write(Path file) throws SQLException {
    sql.run(
        "COPY (SELECT * FROM organizations ORDER BY known DESC, organization) TO "
            + DuckDb.literal(file)
            + " (FORMAT parquet, COMPRESSION zstd)");
  }

  private void directory() throws SQLException {
    sql.run(
        "CREATE TABLE organization_admins AS SELECT DISTINCT "
            + ORGANIZATION
            + " AS key, account_id AS text FROM accounts WHERE role IN ('owner', 'admin') AND "
            + ORGANIZATION
            + " IS NOT NULL");
    new FirstTexts(sql)
        .list("organization_admins", "VARCHAR", "admin_lists", OrganizationExposure.ADMINS_MAX);
    sql.run(
        "CREATE TABLE directory_organizations AS SELECT "
            + ORGANIZATION
            + " AS organization, min(organization_name) AS name, count(*) AS members,"
            + " count(*) FILTER (role IN ('owner', 'admin')) AS admin_count FROM accounts WHERE "
            + ORGANIZATION
            + " IS NOT NULL GROUP BY organization");
    sql.run(
        "CREATE TABLE organization_words AS SELECT DISTINCT organization, word FROM (SELECT "
            + ORGANIZATION
            + " AS organization, organization_id AS word FROM accounts UNION ALL SELECT "
            + ORGANIZATION
            + ", lower(trim(organization_name)) FROM accounts)"
            + " WHERE organization IS NOT NULL AND word <> ''");
  }

  /// What rows say, by the organisation that they mean: `word` is what is compared.
  private void names() throws SQLException {
    sql.run(
        """
        CREATE TABLE said AS
        SELECT m.kind, m.token, coalesce(r.id, m.v) AS label, sum(m.n)::BIGINT AS n,
          min(m.first) AS first, max(m.last) AS last, bit_or(m.clear) AS clear,
          bit_or(m.generalized) AS generalized, bit_or(m.tokenized) AS tokenized
        FROM mentions m LEFT JOIN resolved r ON m.token AND r.token = m.v AND r.kind = %d
        WHERE m.kind IN (%d, %d) GROUP BY ALL\
        """
            .formatted(
                TokenStage.ORGANIZATION,
                MentionTally.Kind.ORGANIZATION_ID.code(),
                MentionTally.Kind.ORGANIZATION_NAME.code()));
    sql.run(
        """
        CREATE TABLE named AS
        SELECT coalesce(w.organization, s.label) AS organization, s.* EXCLUDE (label)
        FROM said s LEFT JOIN (
          SELECT s.label, w.organization FROM (SELECT DISTINCT label FROM said) s
          JOIN organization_words w ON w.word = s.label
          UNION SELECT s.label, w.organization FROM (SELECT DISTINCT label FROM said) s
          JOIN organization_words w ON w.word = lower(trim(s.label))) w ON w.label = s.label\
        """);
  }

  private void found() throws SQLException {
    sql.run(
        "CREATE TABLE found_members AS SELECT "
            + ORGANIZATION.replace("organization_", "a.organization_")
            + " AS organization, count(*) AS members_found,"
            + " count(*) FILTER (a.role IN ('owner', 'admin')) AS admins_found,"
            + " bit_or(p.clear) AS clear, bit_or(p.generalized) AS generalized,"
            + " bit_or(p.tokenized) AS tokenized, min(nullif(p.first_seen, 0)) AS first,"
            + " max(p.last_seen) AS last FROM people p"
            + " JOIN accounts a ON a.account_id = p.account_id"
            + " GROUP BY organization HAVING organization IS NOT NULL");
  }

  private void cards() throws SQLException {
    sql.run(
        """
        CREATE TABLE organizations AS
        SELECT o.organization, d.name, d.organization IS NOT NULL AS known,
          coalesce(d.members, 0) AS members, coalesce(f.members_found, 0) AS members_found,
          coalesce(l.list, []) AS admins, coalesce(d.admin_count, 0) AS admin_count,
          coalesce(f.admins_found, 0) AS admins_found,
          %2$s AS named_as, coalesce(n.n, 0) AS "rows",
          coalesce(f.clear, 0) | coalesce(n.clear, 0) AS clear,
          coalesce(f.generalized, 0) | coalesce(n.generalized, 0) AS generalized,
          coalesce(f.tokenized, 0) | coalesce(n.tokenized, 0) AS tokenized,
          coalesce(least(n.first, f.first), n.first, f.first, 0) AS first_seen,
          greatest(coalesce(n.last, 0), coalesce(f.last, 0)) AS last_seen
        FROM (SELECT organization FROM named UNION SELECT organization FROM found_members) o
        LEFT JOIN directory_organizations d ON d.organization = o.organization
        LEFT JOIN admin_lists l ON l.key = o.organization
        LEFT JOIN found_members f ON f.organization = o.organization
        LEFT JOIN (SELECT organization, bit_or(CASE WHEN kind = %1$d THEN 1 ELSE 4 END
              * CASE WHEN token THEN 2 ELSE 1 END) AS named_as,
            greatest(coalesce(sum(n) FILTER (kind = %1$d), 0),
              coalesce(sum(n) FILTER (kind <> %1$d), 0))::BIGINT AS n,
            min(first) AS first, max(last) AS last, bit_or(clear) AS clear,
            bit_or(generalized) AS generalized, bit_or(tokenized) AS tokenized
          FROM named GROUP BY organization) n ON n.organization = o.organization\
        """
            .formatted(MentionTally.Kind.ORGANIZATION_ID.code(), namedAs()));
  }

  /// The words for the bits of `named_as`, sorted.
  private static String namedAs() {
    String[] words = {"id", "id_token", "name", "name_token"};
    StringBuilder list = new StringBuilder("[]::VARCHAR[]");
    for (int bit = 0; bit < words.length; bit++) {
      list.append(" || CASE WHEN (n.named_as & ").append(1 << bit);
      list.append(") <> 0 THEN ['").append(words[bit]).append("'] ELSE []::VARCHAR[] END");
    }
    return list.toString();
  }

  /// The organisations in numbers.
  Assessment.Organizations figures() throws SQLException {
    String count = "SELECT count(*) FROM organizations WHERE ";
    String named = "known AND len(named_as) > 0";
    return new Assessment.Organizations(
        sql.number(count + "members_found > 0"),
        sql.number(count + named),
        sql.number("SELECT sum(members - members_found) FROM organizations WHERE " + named),
        sql.number(count + "NOT known"),
        sql.number("SELECT sum(admin_count) FROM organizations"),
        sql.number("SELECT sum(admins_found) FROM organizations"));
  }
}
