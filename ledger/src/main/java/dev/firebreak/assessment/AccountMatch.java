package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Looks up samples of fields that no name explains in the accounts directory: whose ids, names,
/// phones, organisations or hashed addresses are they? One pass over the accounts for each kind.
final class AccountMatch {
  private static final Map<DataCategory, String> TESTS =
      Map.of(
          DataCategory.ACCOUNT_ID,
          "s.v IN (SELECT account_id FROM accounts)",
          DataCategory.NAME,
          "lower(s.v) IN (SELECT lower(trim(name)) FROM accounts WHERE name IS NOT NULL)",
          DataCategory.ORGANIZATION_ID,
          "s.v IN (SELECT organization_id FROM accounts WHERE organization_id IS NOT NULL)",
          DataCategory.WORKPLACE,
          "lower(s.v) IN (SELECT lower(trim(organization_name)) FROM accounts"
              + " WHERE organization_name IS NOT NULL)",
          DataCategory.PHONE,
          "length(s.digits) >= 7 AND s.digits IN (SELECT"
              + " regexp_replace(regexp_replace(phone, '[^0-9]', '', 'g'), '^00', '')"
              + " FROM accounts WHERE phone IS NOT NULL)");

  private static final String HASHES =
      "regexp_full_match(s.v, '[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}') AND lower(s.v) IN"
          + " (SELECT unnest([md5(m), sha1(m), sha256(m)]) FROM (SELECT"
          + " lower(nfc_normalize(trim(email))) AS m FROM accounts WHERE email IS NOT NULL))";

  private final Map<Integer, Map<DataCategory, Integer>> matches = new HashMap<>();

  private AccountMatch() {}

  /// Looks up the samples of these fields.
  static AccountMatch of(Sql sql, List<PathNode> fields) throws SQLException {
    AccountMatch match = new AccountMatch();
    if (fields.isEmpty() || sql.number("SELECT count(*) FROM accounts") == 0) {
      return match;
    }
    sql.run("CREATE TABLE samples (field INTEGER, v VARCHAR, digits VARCHAR)");
    boolean hashes = false;
    DuckDBConnection connection = sql.connection().unwrap(DuckDBConnection.class);
    try (DuckDBAppender appender = connection.createAppender("samples")) {
      for (PathNode field : fields) {
        for (String value : field.counts().sample().values()) {
          String text = value.strip().replace('\0', ' ');
          appender.beginRow().append(field.number()).append(text);
          appender.append(Identifiers.phone(text)).endRow();
        }
        hashes |= field.counts().profile().share(ValueShape.HASH) > 0;
      }
    }
    for (Map.Entry<DataCategory, String> test : TESTS.entrySet()) {
      match.run(sql, test.getKey(), test.getValue());
    }
    if (hashes) {
      match.run(sql, DataCategory.EMAIL, HASHES);
    }
    sql.run("DROP TABLE samples");
    return match;
  }

  private void run(Sql sql, DataCategory category, String test) throws SQLException {
    sql.each(
        "SELECT s.field, count(DISTINCT s.v) FROM samples s WHERE " + test + " GROUP BY s.field",
        row ->
            matches
                .computeIfAbsent(row.getInt(1), _ -> new EnumMap<>(DataCategory.class))
                .put(category, row.getInt(2)));
  }

  /// How many sampled values of a field the accounts have, by what they are there.
  Map<DataCategory, Integer> of(PathNode field) {
    return matches.getOrDefault(field.number(), Map.of());
  }
}
