package dev.firebreak.assessment;

import dev.firebreak.pseudonym.PseudonymResolver;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.duckdb.DuckDBAppender;

/// Resolves the distinct tokens of the data set under one audit entry, and recomputes the rest over
/// the accounts directory. Leaves the table `resolved(token, kind, id)`; kinds as in [PeopleStage],
/// and 4 for an organisation. Tokens and accounts pass through the heap in batches.
final class TokenStage {
  static final int ORGANIZATION = 4;

  private static final int BATCH = 10_000;
  private static final String COLUMNS = "token VARCHAR, kind TINYINT, id VARCHAR";

  private final Sql sql;
  private final TokenLookup lookup;

  private TokenStage(Sql sql, TokenLookup lookup) {
    this.sql = sql;
    this.lookup = lookup;
  }

  static void run(Sql sql, TokenLookup lookup, String filesSha256) throws SQLException {
    new TokenStage(sql, lookup).run(filesSha256);
  }

  private void run(String filesSha256) throws SQLException {
    collect();
    long tokens = sql.number("SELECT count(*) FROM tokens");
    if (tokens == 0) {
      sql.run("CREATE TABLE resolved (" + COLUMNS + ")");
      return;
    }
    lookup.announce(tokens, filesSha256);
    sql.fill(
        "resolved",
        COLUMNS,
        to ->
            Batches.of(
                sql,
                "SELECT token FROM tokens",
                BATCH,
                batch -> append(lookup.resolve(batch), to)));
    sql.run(
        """
        CREATE TABLE unresolved AS SELECT token FROM tokens
        WHERE token NOT IN (SELECT token FROM resolved)\
        """);
    recompute();
  }

  private void collect() throws SQLException {
    sql.fill(
        "tokens",
        "token VARCHAR",
        to ->
            sql.each(
                """
                SELECT v FROM raw_ids WHERE starts_with(lower(v), 'fb1')
                UNION SELECT v FROM mentions WHERE token AND starts_with(lower(v), 'fb1')
                ORDER BY v\
                """,
                row -> {
                  if (PseudonymResolver.looksLikeToken(row.getString(1))) {
                    to.beginRow().append(row.getString(1)).endRow();
                  }
                }));
  }

  private static void append(Map<String, TokenLookup.Identity> known, DuckDBAppender to)
      throws SQLException {
    for (Map.Entry<String, TokenLookup.Identity> entry : known.entrySet()) {
      TokenLookup.Identity identity = entry.getValue();
      OptionalInt kind = kind(identity.domain());
      if (kind.isPresent()) {
        to.beginRow().append(entry.getKey()).append((byte) kind.getAsInt());
        to.append(normal(kind.getAsInt(), identity.id())).endRow();
      }
    }
  }

  /// The kind of identifier behind a token; empty for what identifies nobody.
  private static OptionalInt kind(String domain) {
    return switch (domain) {
      case "email" -> OptionalInt.of(1);
      case "phone" -> OptionalInt.of(2);
      case "org" -> OptionalInt.of(ORGANIZATION);
      case "name", "session", "other" -> OptionalInt.empty();
      default -> OptionalInt.of(0);
    };
  }

  private static String normal(int kind, String id) {
    String normal =
        switch (kind) {
          case 1 -> Identifiers.email(id);
          case 2 -> Identifiers.phone(id);
          default -> id;
        };
    return normal.isEmpty() ? id : normal;
  }

  /// Looks for the tokens that cannot be reversed among those of all accounts and organisations;
  /// one that lost its case on the way counts where no two of them share it without case.
  private void recompute() throws SQLException {
    long count = sql.number("SELECT count(*) FROM unresolved");
    if (count == 0) {
      return;
    }
    HashSet64 wanted = new HashSet64((int) Math.min(count, Integer.MAX_VALUE / 4));
    sql.each("SELECT token FROM unresolved", row -> wanted.add(folded(row.getString(1))));
    sql.fill(
        "computed",
        COLUMNS,
        to -> {
          compute("SELECT account_id FROM accounts", lookup::recompute, wanted, to);
          compute(
              "SELECT DISTINCT organization_id FROM accounts WHERE organization_id IS NOT NULL",
              lookup::recomputeOrganizations,
              wanted,
              to);
        });
    sql.run(
        """
        INSERT INTO resolved
        SELECT u.token, c.kind, c.id FROM unresolved u
        JOIN (SELECT DISTINCT token, kind, id FROM computed) c ON c.token = u.token\
        """);
    sql.run(
        """
        INSERT INTO resolved
        SELECT u.token, c.kind, c.id FROM unresolved u
        JOIN (SELECT lower(token) AS token, min(kind) AS kind, min(id) AS id FROM computed
          GROUP BY lower(token) HAVING count(DISTINCT (kind, id)) = 1) c ON c.token = u.token
        WHERE u.token NOT IN (SELECT token FROM computed)\
        """);
  }

  @FunctionalInterface
  private interface Recomputed {
    Map<String, TokenLookup.Identity> of(List<String> ids);
  }

  private void compute(String ids, Recomputed recomputed, HashSet64 wanted, DuckDBAppender to)
      throws SQLException {
    Batches.of(sql, ids, BATCH, batch -> append(wanted(recomputed.of(batch), wanted), to));
  }

  private static Map<String, TokenLookup.Identity> wanted(
      Map<String, TokenLookup.Identity> computed, HashSet64 wanted) {
    Map<String, TokenLookup.Identity> left = new HashMap<>(computed);
    left.keySet().removeIf(token -> !wanted.contains(folded(token)));
    return left;
  }

  private static long folded(String token) {
    return HashSet64.hash(token.toLowerCase(Locale.ROOT));
  }
}
