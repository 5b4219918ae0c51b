package dev.firebreak.assessment;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Takes the rows of an attacker's knowledge into the table `knowledge`, all columns as text; what
/// cannot be read, or lacks its target, is left out.
final class KnowledgeTable implements RowSink, AutoCloseable {
  private final List<String> columns;
  private final BinaryOperator<String> form;
  private final DuckDBAppender appender;

  /// @param form what to make of a value, by its column
  KnowledgeTable(Connection connection, List<String> columns, BinaryOperator<String> form)
      throws SQLException {
    this.columns = columns;
    this.form = form;
    new Sql(connection)
        .run(
            columns.stream()
                .map(column -> KnownColumns.quoted(column) + " VARCHAR")
                .collect(Collectors.joining(", ", "CREATE OR REPLACE TABLE knowledge (", ")")));
    appender = connection.unwrap(DuckDBConnection.class).createAppender("knowledge");
  }

  @Override
  public void row(FlatRow row, long line) {
    String[] values = new String[columns.size()];
    for (int i = 0; i < row.size(); i++) {
      int column = columns.indexOf(row.node(i).path());
      if (column >= 0) {
        values[column] = form.apply(columns.get(column), row.value(i).replace('\0', ' '));
      }
    }
    if (values[0] == null) {
      return;
    }
    try {
      appender.beginRow();
      for (String value : values) {
        appender.append(value == null ? "" : value);
      }
      appender.endRow();
    } catch (SQLException e) {
      throw new IllegalStateException("the outside knowledge cannot be loaded", e);
    }
  }

  @Override
  public void rejected(long line, String reason) {
    // such a row tells the attacker nothing
  }

  @Override
  public void close() throws SQLException {
    appender.close();
  }
}
