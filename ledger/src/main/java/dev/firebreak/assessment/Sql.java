package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Short forms for running the stages' statements: on one connection to DuckDB, or on another
/// engine between [#leaveFor] and [#comeHome]. A statement of DuckDB that runs when the work is
/// cancelled is stopped; another engine's ends by itself, and no further one begins.
final class Sql {
  /// Takes one row of a result.
  @FunctionalInterface
  interface RowConsumer extends ResultRow.Consumer {}

  /// Adds rows to a table.
  @FunctionalInterface
  interface Filling {
    void fill(DuckDBAppender to) throws SQLException;
  }

  /// Does something with a statement.
  @FunctionalInterface
  private interface Use {
    void run(Statement statement) throws SQLException;
  }

  private final Connection connection;
  private final Cancellation cancellation;
  private Runnable afterEach = () -> {};
  private @Nullable Exchange exchange;

  Sql(Connection connection) {
    this(connection, new Cancellation());
  }

  /// @param cancellation stops what runs
  Sql(Connection connection, Cancellation cancellation) {
    this.connection = connection;
    this.cancellation = cancellation;
  }

  /// What is called after each statement.
  void afterEach(Runnable called) {
    afterEach = called;
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
    if (exchange == null) {
      use(connection, statement -> statement.execute(sql));
    } else {
      cancellation.check();
      exchange.run(sql);
    }
    afterEach.run();
  }

  /// The number in the first row and column; 0 for NULL and for no row.
  long number(String sql) throws SQLException {
    long[] number = new long[1];
    if (exchange == null) {
      use(
          connection,
          statement -> {
            try (ResultSet rows = statement.executeQuery(sql)) {
              number[0] = rows.next() ? rows.getLong(1) : 0;
            }
          });
    } else {
      cancellation.check();
      exchange.each(sql, row -> number[0] = row.getLong(1));
    }
    return number[0];
  }

  /// Gives every row to the consumer, which may run further statements meanwhile: the result has a
  /// connection of its own and is never held as a whole.
  void each(String sql, RowConsumer consumer) throws SQLException {
    if (exchange == null) {
      stream(sql, consumer);
    } else {
      cancellation.check();
      exchange.each(sql, consumer);
    }
    afterEach.run();
  }

  private void stream(String sql, RowConsumer consumer) throws SQLException {
    try (Connection own = connection.unwrap(DuckDBConnection.class).duplicate()) {
      use(
          own,
          statement -> {
            try (ResultSet rows = statement.executeQuery(sql)) {
              ResultRow row = new JdbcRow(rows);
              while (rows.next()) {
                consumer.accept(row);
              }
            }
          });
    }
  }

  /// A table or a view of the database.
  record Relation(String name, boolean view) {
    /// The statement that drops it.
    String drop() {
      return (view ? "DROP VIEW " : "DROP TABLE ") + DuckDb.identifier(name);
    }
  }

  /// All tables and views that the database has now, views first.
  List<Relation> relations() throws SQLException {
    List<Relation> relations = new ArrayList<>();
    each(
        "SELECT table_type = 'VIEW', table_name FROM information_schema.tables"
            + " ORDER BY 1 DESC, table_name",
        row -> relations.add(new Relation(row.getString(2), row.getBoolean(1))));
    return relations;
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

  private void use(Connection on, Use use) throws SQLException {
    cancellation.check();
    try (Statement statement = on.createStatement();
        Cancellation.Registration _ = cancellation.onRequest(() -> cancel(statement))) {
      use.run(statement);
    } catch (SQLException e) {
      cancellation.check();
      throw e;
    }
  }

  private static void cancel(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException ended) {
      // it has ended by itself
    }
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
