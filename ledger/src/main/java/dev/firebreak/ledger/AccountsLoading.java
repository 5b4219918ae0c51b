package dev.firebreak.ledger;

import dev.firebreak.ledger.AccountsDirectory.Summary;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One reading of an accounts directory into the table `accounts`. Confined to one thread.
final class AccountsLoading {
  private static final List<String> ID_TYPES =
      List.of(
          "VARCHAR",
          "UUID",
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT");
  private static final String COUNTRIES =
      Stream.of(Locale.getISOCountries()).map(DuckDb::literal).collect(Collectors.joining(", "));
  private static final String ROLES = "'owner', 'admin', 'billing', 'member', 'dormant'";
  private static final String MFA = "'none', 'sms', 'totp', 'prompt', 'passkey'";

  private final Connection connection;
  private final Path file;
  private final boolean parquet;

  AccountsLoading(Connection connection, Path file, boolean parquet) {
    this.connection = connection;
    this.file = file;
    this.parquet = parquet;
  }

  Summary run() throws SQLException {
    try {
      Map<String, String> found = columns();
      Map<AccountColumn, String> chosen = AccountColumn.choose(found.keySet());
      checkIdType(found, chosen);
      createTable(chosen);
      return clean(chosen);
    } catch (SQLException e) {
      if (isOurs(e)) {
        throw e;
      }
      throw AccountsDirectory.unreadable(
          file,
          "cannot be read as "
              + (parquet ? "Parquet: it is damaged or was not copied whole" : "CSV in UTF-8")
              + "; export it again");
    }
  }

  /// Want of memory or disk and forbidden paths are no fault of the file.
  private static boolean isOurs(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return Stream.of("Permission Error", "Out of Memory", "Catalog Error", "Binder Error")
        .anyMatch(message::contains);
  }

  private String source() {
    String path = DuckDb.readList(List.of(file));
    return parquet
        ? "read_parquet(" + path + ")"
        : "read_csv("
            + path
            + ", header = true, all_varchar = true, store_rejects = true, strict_mode = true)";
  }

  private Map<String, String> columns() throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + source())) {
      while (rows.next()) {
        types.put(rows.getString("column_name"), rows.getString("column_type"));
      }
    }
    return types;
  }

  private void checkIdType(Map<String, String> found, Map<AccountColumn, String> chosen) {
    String type = found.get(chosen.get(AccountColumn.ACCOUNT_ID));
    if (!ID_TYPES.contains(type)) {
      throw AccountsDirectory.unreadable(
          file,
          "has account ids of type " + type + "; write them as text, so that no digit is changed");
    }
  }

  private void createTable(Map<AccountColumn, String> chosen) throws SQLException {
    String columns =
        Stream.of(AccountColumn.values())
            .map(column -> expression(column, chosen) + " AS " + column.canonical())
            .collect(Collectors.joining(", "));
    String raw =
        Stream.of(
                AccountColumn.COUNTRY, AccountColumn.REGION, AccountColumn.ROLE, AccountColumn.MFA)
            .map(column -> text(column, chosen) + " IS NOT NULL AS has_" + column.canonical())
            .collect(Collectors.joining(", "));
    execute(
        "CREATE TABLE "
            + AccountsDirectory.TABLE
            + " AS SELECT "
            + columns
            + ", "
            + raw
            + " FROM "
            + source());
  }

  private static String expression(AccountColumn column, Map<AccountColumn, String> chosen) {
    String text = text(column, chosen);
    return switch (column) {
      case COUNTRY -> oneOf("upper(" + text + ")", COUNTRIES);
      case REGION -> region(text, expression(AccountColumn.COUNTRY, chosen));
      case ROLE -> oneOf("lower(" + text + ")", ROLES);
      case MFA -> oneOf("lower(" + text + ")", MFA);
      case CREATED_AT -> epochMillis(text);
      case ACCOUNT_ID, EMAIL, NAME, CITY, ORGANIZATION_ID, ORGANIZATION_NAME, PHONE, LANGUAGE ->
          text;
    };
  }

  private static String text(AccountColumn column, Map<AccountColumn, String> chosen) {
    String name = chosen.get(column);
    return name == null
        ? "NULL::VARCHAR"
        : "nullif(trim(" + DuckDb.identifier(name) + "::VARCHAR, E' \\t\\r\\n'), '')";
  }

  /// A code of ISO 3166-2, alone or behind the row's own country, or a name that stands for one. A
  /// text that is neither is unknown: taken for a code it would say where somebody does not live.
  private static String region(String text, String country) {
    String upper = "upper(" + text + ")";
    String prefix = "left(" + upper + ", 2)";
    return "CASE WHEN regexp_full_match("
        + upper
        + ", '[A-Z0-9]{1,3}') THEN "
        + upper
        + " WHEN regexp_full_match("
        + upper
        + ", '[A-Z]{2}-[A-Z0-9]{1,3}') THEN CASE WHEN "
        + prefix
        + " = coalesce("
        + country
        + ", "
        + prefix
        + ") THEN substr("
        + upper
        + ", 4) END ELSE "
        + RegionNames.code(upper, country)
        + " END";
  }

  private static String oneOf(String text, String allowed) {
    return "CASE WHEN " + text + " IN (" + allowed + ") THEN " + text + " END";
  }

  /// Digits alone are epoch seconds, or milliseconds from the year 1973 on; all else is a date or
  /// an ISO 8601 time, in UTC where it has no offset.
  private static String epochMillis(String text) {
    String number = "try_cast(" + text + " AS BIGINT)";
    return "coalesce(CASE WHEN "
        + number
        + " >= 100000000000 THEN "
        + number
        + " ELSE "
        + number
        + " * 1000 END, epoch_ms(try_cast("
        + text
        + " AS TIMESTAMPTZ)))";
  }

  private Summary clean(Map<AccountColumn, String> chosen) throws SQLException {
    String table = AccountsDirectory.TABLE;
    long read = number("SELECT count(*) FROM " + table);
    long withoutId =
        update(
            "DELETE FROM "
                + table
                + " WHERE account_id IS NULL OR length(account_id) > "
                + AccountsDirectory.ACCOUNT_ID_CHARS_MAX);
    long duplicates =
        update(
            "DELETE FROM "
                + table
                + " a USING (SELECT account_id AS id, min(rowid) AS kept FROM "
                + table
                + " GROUP BY account_id HAVING count(*) > 1) d"
                + " WHERE a.account_id = d.id AND a.rowid <> d.kept");
    Map<String, Long> unknown = new LinkedHashMap<>();
    for (String column : List.of("country", "region", "role", "mfa")) {
      String condition = "has_" + column + " AND " + column + " IS NULL";
      long count = number("SELECT count(*) FROM " + table + " WHERE " + condition);
      if (count > 0) {
        unknown.put(column, count);
      }
      execute("ALTER TABLE " + table + " DROP COLUMN has_" + column);
    }
    long unreadable =
        parquet ? 0 : number("SELECT count(DISTINCT (scan_id, line)) FROM reject_errors");
    return new Summary(
        read + unreadable,
        read - withoutId - duplicates,
        duplicates,
        withoutId,
        unreadable,
        chosen.entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().canonical(), Map.Entry::getValue)),
        unknown);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long update(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
