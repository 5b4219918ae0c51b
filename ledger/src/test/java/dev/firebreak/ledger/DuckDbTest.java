package dev.firebreak.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbTest {
  private static final long MEMORY = DuckDb.MEMORY_BYTES_MIN;

  @TempDir Path folder;

  @Test
  void namedFileIsReadableAndItsNeighborIsNot() throws Exception {
    Path named = Files.writeString(folder.resolve("named.csv"), "a\n7\n");
    Path neighbor = Files.writeString(folder.resolve("neighbor.csv"), "a\n7\n");
    try (DuckDb database = DuckDb.open(folder.resolve("work"), MEMORY, 1, List.of(named))) {
      assertThat(
              number(database, "SELECT a FROM read_csv(" + DuckDb.readList(List.of(named)) + ")"))
          .isEqualTo(7);
      assertThatThrownBy(() ->
              number(
                  database, "SELECT a FROM read_csv(" + DuckDb.readList(List.of(neighbor)) + ")"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Permission");
    }
  }

  @Test
  void settingsAndExtensionsAreLocked() throws Exception {
    try (DuckDb database = DuckDb.open(folder.resolve("work"), MEMORY, 1, List.of())) {
      assertThatThrownBy(() -> database.execute("SET enable_external_access = true"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> database.execute("SET memory_limit = '8GB'"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> database.execute("INSTALL httpfs")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void connectionsShareTablesAndEndWithTheDatabase() throws Exception {
    DuckDb database = DuckDb.open(folder.resolve("work"), MEMORY, 1, List.of());
    Connection connection = database.connection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t AS SELECT 41 AS n");
    }
    assertThat(number(database, "SELECT n FROM t")).isEqualTo(41);
    database.close();
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void pathsWithQuotesAndWildcardsNameExactlyOneFile() throws Exception {
    Path odd = Files.createDirectories(folder.resolve("it's [a] *?"));
    try (DuckDb database = DuckDb.open(odd, MEMORY, 1, List.of())) {
      Path file = odd.resolve("a*.parquet");
      Path other = odd.resolve("ab.parquet");
      database.execute("COPY (SELECT 5 AS n) TO " + DuckDb.literal(file) + " (FORMAT parquet)");
      database.execute("COPY (SELECT 6 AS n) TO " + DuckDb.literal(other) + " (FORMAT parquet)");
      assertThat(
              number(
                  database,
                  "SELECT sum(n)::BIGINT FROM read_parquet("
                      + DuckDb.readList(List.of(file))
                      + ")"))
          .isEqualTo(5);
      Files.delete(file);
      assertThatThrownBy(() -> DuckDb.readList(List.of(file)))
          .isInstanceOf(FirebreakException.class);
    }
  }

  @Test
  void literalsAndIdentifiersCannotBreakOut() throws Exception {
    try (DuckDb database = DuckDb.open(folder.resolve("work"), MEMORY, 1, List.of());
        Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT "
                    + DuckDb.literal("'; DROP TABLE x; --\\")
                    + " AS "
                    + DuckDb.identifier("a\"b"))) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString("a\"b")).isEqualTo("'; DROP TABLE x; --\\");
    }
    assertThatThrownBy(() -> DuckDb.literal("a\0b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DuckDb.identifier("a\0b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long number(DuckDb database, String sql) throws SQLException {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }
}
