package dev.firebreak.assessment;

import java.sql.SQLException;

/// A row of a query's result. Columns count from 1; a NULL number is 0, a NULL boolean false.
public interface ResultRow {
  /// Takes one row.
  @FunctionalInterface
  interface Consumer {
    void accept(ResultRow row) throws SQLException;
  }

  /// A text; the query sees to it that it is not NULL.
  String getString(int column) throws SQLException;

  long getLong(int column) throws SQLException;

  boolean getBoolean(int column) throws SQLException;

  default int getInt(int column) throws SQLException {
    return Math.toIntExact(getLong(column));
  }
}
