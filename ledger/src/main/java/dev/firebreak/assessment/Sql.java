package dev.firebreak.assessment;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Short forms for running the stages' statements: on one connection to DuckDB, or on another
/// engine between [#leaveFor] and [#comeHome].
final class Sql {
  /// Takes one row of a result.
  @FunctionalInterface
  interface RowConsumer extends ResultRow.Consumer {}

  /// Adds rows to a table.
  @FunctionalInterface
  interface Filling {
    void fill(DuckDBAppender to) throws SQLException;
  }

  private final Connection connection;
  private @Nullable Exchange exchange;

  Sql(Connection connection) {
    this.connection = connection;
  }

  /// Hands the rows of the data set and the accounts over to a session of another engine, on which
  /// all statements run from here on.
  ///
  /// @param rows the files of the reduced rows; may be none
  /// @param folder where files may lie that go to the engine
  void leaveFor(QuerySession session, List<Path> rows, Path folder) throws SQLException {
    Exchange to = new Exchange(connection, session, folder);
    to.send(rows);
    exchange = to;
  }

  /// Makes all tables of the other engine readable in DuckDB, where statements run from here on.
  void comeHome() throws SQLException {
    Exchange from = exchange;
    exchange = null;
    if (from != null) {
      from.bringHome();
    }
  }

  void run(String sql) throws SQLException {
    if (exchange != null) {
      exchange.run(sql);
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// The number in the first row and column; 0 for NULL and for no row.
  long number(String sql) throws SQLException {
    long[] number = new long[1];
    each(sql, row -> number[0] = row.getLong(1));
    return number[0];
  }

  void each(String sql, RowConsumer consumer) throws SQLException {
    if (exchange != null) {
      exchange.each(sql, consumer);
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      ResultRow row = new JdbcRow(rows);
      while (rows.next()) {
        consumer.accept(row);
      }
    }
  }

  /// Makes a table of rows that come from here. Queries may run meanwhile.
  ///
  /// @param columns names and types, in the order in which they are filled
  void fill(String table, String columns, Filling filling) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table + " (" + columns + ")");
    }
    DuckDBConnection appending = connection.unwrap(DuckDBConnection.class);
    try (DuckDBAppender to = appending.createAppender(table)) {
      filling.fill(to);
    }
    if (exchange != null) {
      exchange.take(table);
    }
  }

  Connection connection() {
    return connection;
  }

  /// The row on which a JDBC result stands.
  private record JdbcRow(ResultSet rows) implements ResultRow {
    @Override
    public String getString(int column) throws SQLException {
      return rows.getString(column);
    }

    @Override
    public long getLong(int column) throws SQLException {
      return rows.getLong(column);
    }

    @Override
    public boolean getBoolean(int column) throws SQLException {
      return rows.getBoolean(column);
    }
  }
}
