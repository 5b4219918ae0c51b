package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The organisations of an assessed data set, read from the Parquet file that the assessment wrote.
/// Thread-safe; closing it ends all reading.
public final class OrganizationTable implements AutoCloseable {
  private static final long MEMORY_BYTES = 128L << 20;
  private static final String COLUMNS =
      "organization, name, known, members, members_found, admins, admin_count, admins_found,"
          + " named_as, \"rows\", clear, generalized, tokenized, first_seen, last_seen";

  private final DuckDb database;
  private final String from;

  private OrganizationTable(DuckDb database, Path file) {
    this.database = database;
    this.from = " FROM read_parquet(" + DuckDb.readList(List.of(file)) + ")";
  }

  /// @param file `organizations.parquet` of an assessment
  /// @param workFolder may hold plaintext meanwhile
  public static OrganizationTable open(Path file, Path workFolder)
      throws IOException, SQLException {
    DuckDb database = DuckDb.openForStreaming(workFolder, MEMORY_BYTES, 1, List.of(file));
    try {
      return new OrganizationTable(database, file);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /// Gives every organisation to the consumer: those with the most members found first, then those
  /// that are named in the most rows.
  public void forEach(Consumer<OrganizationExposure> consumer) throws SQLException {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT "
                    + COLUMNS
                    + from
                    + " ORDER BY members_found DESC, \"rows\" DESC, known DESC, organization")) {
      while (rows.next()) {
        consumer.accept(organization(rows));
      }
    }
  }

  private static OrganizationExposure organization(ResultSet row) throws SQLException {
    return new OrganizationExposure(
        row.getString(1),
        Optional.ofNullable(row.getString(2)),
        row.getBoolean(3),
        row.getLong(4),
        row.getLong(5),
        PeopleTable.list(row, 6),
        row.getLong(7),
        row.getLong(8),
        PeopleTable.list(row, 9),
        row.getLong(10),
        row.getLong(11),
        row.getLong(12),
        row.getLong(13),
        row.getLong(14),
        row.getLong(15));
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
