package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The people of an assessed data set, read from the Parquet file that the assessment wrote.
/// Thread-safe; closing it ends all reading.
public final class PeopleTable implements AutoCloseable {
  private static final long MEMORY_BYTES = 128L << 20;
  private static final String COLUMNS =
      "person, account_id, ambiguous, methods, identifiers, accounts, clear, generalized,"
          + " tokenized, \"rows\", first_seen, last_seen, email, name, country, region,"
          + " organization_id, role, mfa, ";

  /// A column that results of earlier versions lack.
  private static final String LANGUAGE = "language";

  private final DuckDb database;
  private final String from;
  private final String select;

  private PeopleTable(DuckDb database, Path file) throws SQLException {
    this.database = database;
    this.from = " FROM read_parquet(" + DuckDb.readList(List.of(file)) + ")";
    this.select =
        "SELECT " + COLUMNS + (hasLanguage() ? LANGUAGE : "NULL::VARCHAR AS " + LANGUAGE) + from;
  }

  private boolean hasLanguage() throws SQLException {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet columns = statement.executeQuery("DESCRIBE SELECT *" + from)) {
      boolean found = false;
      while (columns.next()) {
        found |= columns.getString("column_name").equals(LANGUAGE);
      }
      return found;
    }
  }

  /// @param file `people.parquet` of an assessment
  /// @param workFolder may hold plaintext meanwhile
  public static PeopleTable open(Path file, Path workFolder) throws IOException, SQLException {
    DuckDb database = DuckDb.openForStreaming(workFolder, MEMORY_BYTES, 1, List.of(file));
    try {
      return new PeopleTable(database, file);
    } catch (RuntimeException | SQLException e) {
      database.close();
      throw e;
    }
  }

  /// Gives everyone to the consumer in the order of the file: by the name that the result has for
  /// them. Nobody is held.
  public void forEach(Consumer<PersonExposure> consumer) throws SQLException {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      while (rows.next()) {
        consumer.accept(person(rows));
      }
    }
  }

  /// The person with this account.
  public Optional<PersonExposure> get(String accountId) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement statement =
            connection.prepareStatement(select + " WHERE account_id = ?")) {
      statement.setString(1, accountId);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(person(rows)) : Optional.empty();
      }
    }
  }

  private static PersonExposure person(ResultSet row) throws SQLException {
    return new PersonExposure(
        row.getString(1),
        text(row, 2),
        row.getBoolean(3),
        list(row, 4),
        list(row, 5).stream().map(PeopleTable::identifier).toList(),
        list(row, 6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getLong(11),
        row.getLong(12),
        text(row, 13),
        text(row, 14),
        text(row, 15),
        text(row, 16),
        text(row, 17),
        text(row, 18),
        text(row, 19),
        text(row, 20));
  }

  /// `kind:value`, as the file has it.
  private static PersonExposure.Identifier identifier(String text) {
    int colon = text.indexOf(':');
    return new PersonExposure.Identifier(text.substring(0, colon), text.substring(colon + 1));
  }

  /// A list of texts; NULL is an empty one.
  static List<String> list(ResultSet row, int column) throws SQLException {
    Array array = row.getArray(column);
    if (array == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Object each : (Object[]) array.getArray()) {
      texts.add(String.valueOf(each));
    }
    return texts;
  }

  private static Optional<String> text(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
