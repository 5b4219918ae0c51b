package dev.firebreak.ledger;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The company's own list of accounts, loaded from CSV or Parquet into the table `accounts` of a
/// [DuckDb]; docs/reference/accounts-directory.md.
///
/// The table always has all columns that [Account] names, in snake case, as VARCHAR (`created_at`:
/// BIGINT, epoch milliseconds), NULL where the file says nothing, in the file's order. `account_id`
/// is never NULL and unique: of several rows with one id the first is kept. Immutable once loaded;
/// thread-safe.
public final class AccountsDirectory {
  /// The table's name.
  public static final String TABLE = "accounts";

  /// Longest account id; a row with a longer one is rejected.
  public static final int ACCOUNT_ID_CHARS_MAX = 256;

  /// How the file was read.
  ///
  /// @param rows rows of the file, rejected ones included
  /// @param accounts rows that became accounts
  /// @param duplicates rows left out because an earlier one has the same id
  /// @param withoutId rows left out because they have no id, or one that is too long
  /// @param unreadable lines that are no rows of this table (wrong number of columns, bad quoting)
  /// @param columns which column of the file stands for which of ours, by our name
  /// @param unknownValues values of country, region, role and mfa that are none of the allowed
  ///   ones, by our column; they read as unknown
  public record Summary(
      long rows,
      long accounts,
      long duplicates,
      long withoutId,
      long unreadable,
      Map<String, String> columns,
      Map<String, Long> unknownValues) {
    public Summary {
      columns = Map.copyOf(columns);
      unknownValues = Map.copyOf(unknownValues);
    }
  }

  private final DuckDb database;
  private final Summary summary;

  private AccountsDirectory(DuckDb database, Summary summary) {
    this.database = database;
    this.summary = summary;
  }

  /// Reads the file. The database must allow it, and must not have a table `accounts` yet.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE where the file is neither CSV nor Parquet or is
  ///   damaged; INPUT_WITHOUT_ID where no column can be the account's id
  public static AccountsDirectory load(DuckDb database, Path file)
      throws IOException, SQLException {
    boolean parquet = isParquet(file);
    try (Connection connection = database.connection()) {
      return new AccountsDirectory(database, new AccountsLoading(connection, file, parquet).run());
    }
  }

  public Summary summary() {
    return summary;
  }

  /// The summary as sentences for people: what was left out and why; empty where nothing was.
  public Optional<String> remarks() {
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("with an account_id that an earlier row has (the first is kept)", summary.duplicates);
    parts.put("without a usable account_id", summary.withoutId);
    parts.put("that could not be read", summary.unreadable);
    summary.unknownValues.forEach(
        (column, count) -> parts.put("whose " + column + " is none of the known ones", count));
    String text =
        parts.entrySet().stream()
            .filter(part -> part.getValue() > 0)
            .map(part -> String.format(Locale.ROOT, "%,d rows %s", part.getValue(), part.getKey()))
            .collect(Collectors.joining("; "));
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /// Gives every account to the consumer, in the file's order.
  public void forEach(Consumer<Account> consumer) throws SQLException {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(select())) {
      while (rows.next()) {
        consumer.accept(account(rows));
      }
    }
  }

  /// The account of this id.
  public Optional<Account> find(String accountId) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement statement =
            connection.prepareStatement(select() + " WHERE account_id = ?")) {
      statement.setString(1, accountId);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(account(rows)) : Optional.empty();
      }
    }
  }

  private static String select() {
    return Stream.of(AccountColumn.values())
        .map(AccountColumn::canonical)
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + TABLE));
  }

  private static Account account(ResultSet row) throws SQLException {
    long millis = row.getLong(index(AccountColumn.CREATED_AT));
    OptionalLong createdAt = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(millis);
    return new Account(
        row.getString(index(AccountColumn.ACCOUNT_ID)),
        text(row, AccountColumn.EMAIL),
        text(row, AccountColumn.NAME),
        text(row, AccountColumn.COUNTRY),
        text(row, AccountColumn.REGION),
        text(row, AccountColumn.CITY),
        text(row, AccountColumn.ORGANIZATION_ID),
        text(row, AccountColumn.ORGANIZATION_NAME),
        text(row, AccountColumn.ROLE),
        text(row, AccountColumn.MFA),
        text(row, AccountColumn.PHONE),
        text(row, AccountColumn.LANGUAGE),
        createdAt);
  }

  private static Optional<String> text(ResultSet row, AccountColumn column) throws SQLException {
    return Optional.ofNullable(row.getString(index(column)));
  }

  /// Position in [#select], from 1.
  private static int index(AccountColumn column) {
    return column.ordinal() + 1;
  }

  private static boolean isParquet(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw unreadable(file, "is not there or is no file; check the path");
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(4);
    }
    String magic = new String(start, StandardCharsets.ISO_8859_1);
    if (magic.equals("PAR1")) {
      return true;
    }
    if (start.length == 0) {
      throw unreadable(file, "is empty");
    }
    if (magic.startsWith("PK") || magic.startsWith("{") || magic.startsWith("[")) {
      throw unreadable(file, "is neither CSV nor Parquet; save it as CSV with a header line");
    }
    return false;
  }

  static FirebreakException unreadable(Path file, String why) {
    return new FirebreakException(
        ErrorCode.INPUT_UNREADABLE, "the accounts directory " + file.getFileName() + " " + why);
  }
}
