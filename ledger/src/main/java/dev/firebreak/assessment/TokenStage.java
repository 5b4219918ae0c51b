package dev.firebreak.assessment;

import dev.firebreak.pseudonym.PseudonymResolver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Resolves the distinct tokens of the data set in one call, and recomputes the rest over the
/// accounts directory. Leaves the table `resolved(token, id, mail)`: `mail` is true where the id is
/// an e-mail address, else it is a person's or a device's id.
final class TokenStage {
  private static final Set<String> NOT_PEOPLE = Set.of("org", "phone", "name", "session", "other");
  private static final String EMAIL = "email";

  private TokenStage() {}

  static void run(Sql sql, TokenLookup lookup, String filesSha256) throws SQLException {
    sql.run("CREATE TABLE resolved (token VARCHAR, id VARCHAR, mail BOOLEAN)");
    Set<String> tokens = tokens(sql);
    if (tokens.isEmpty()) {
      return;
    }
    Map<String, TokenLookup.Identity> known = new HashMap<>(lookup.resolve(tokens, filesSha256));
    tokens.removeAll(known.keySet());
    if (!tokens.isEmpty()) {
      known.putAll(recomputed(tokens, lookup.recompute(accountIds(sql))));
    }
    store(sql, known);
  }

  private static Set<String> tokens(Sql sql) throws SQLException {
    Set<String> tokens = new LinkedHashSet<>();
    sql.each(
        "SELECT DISTINCT v FROM raw_ids WHERE starts_with(lower(v), 'fb1') ORDER BY v",
        row -> {
          String value = row.getString(1);
          if (PseudonymResolver.looksLikeToken(value)) {
            tokens.add(value);
          }
        });
    return tokens;
  }

  private static List<String> accountIds(Sql sql) throws SQLException {
    List<String> ids = new ArrayList<>();
    sql.each("SELECT account_id FROM accounts", row -> ids.add(row.getString(1)));
    return ids;
  }

  /// The tokens among those that were computed from the accounts; one that lost its case on the way
  /// counts where no two accounts share it without case.
  private static Map<String, TokenLookup.Identity> recomputed(
      Set<String> tokens, Map<String, TokenLookup.Identity> computed) {
    Map<String, TokenLookup.Identity> folded = new HashMap<>();
    Set<String> doubtful = new LinkedHashSet<>();
    computed.forEach((token, identity) -> {
      String lower = token.toLowerCase(Locale.ROOT);
      TokenLookup.Identity other = folded.put(lower, identity);
      if (other != null && !other.equals(identity)) {
        doubtful.add(lower);
      }
    });
    folded.keySet().removeAll(doubtful);
    Map<String, TokenLookup.Identity> found = new HashMap<>();
    for (String token : tokens) {
      TokenLookup.Identity identity = computed.get(token);
      if (identity == null && token.equals(token.toLowerCase(Locale.ROOT))) {
        identity = folded.get(token);
      }
      if (identity != null) {
        found.put(token, identity);
      }
    }
    return found;
  }

  private static void store(Sql sql, Map<String, TokenLookup.Identity> known) throws SQLException {
    DuckDBConnection connection = sql.connection().unwrap(DuckDBConnection.class);
    try (DuckDBAppender appender = connection.createAppender("resolved")) {
      for (Map.Entry<String, TokenLookup.Identity> entry : known.entrySet()) {
        TokenLookup.Identity identity = entry.getValue();
        if (!NOT_PEOPLE.contains(identity.domain())) {
          appender
              .beginRow()
              .append(entry.getKey())
              .append(identity.id())
              .append(identity.domain().equals(EMAIL))
              .endRow();
        }
      }
    }
  }
}
