package dev.firebreak.assessment;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// A database of one assessment on a [QueryEngine]. Statements are those of the stages, written for
/// DuckDB; the engine brings them into its own words and refuses what it does not know. Their
/// results are the same, but for the order of rows where nothing orders them.
///
/// An [SQLException] may have a message with values; whoever catches it withholds it. Not
/// thread-safe.
public interface QuerySession extends AutoCloseable {
  /// Makes a table of the rows of Parquet files that stay where they are, at least one.
  void register(String table, List<Path> files) throws SQLException;

  /// Runs one statement without a result: CREATE TABLE, CREATE VIEW, INSERT or DROP.
  void run(String sql) throws SQLException;

  /// Runs a query and hands each row over; the row is valid during the call only.
  void each(String sql, ResultRow.Consumer consumer) throws SQLException;

  /// The Parquet files that have the rows of a table made by `CREATE TABLE`; at least one, also of
  /// an empty table.
  List<Path> files(String table) throws SQLException;

  /// Ends all that runs for it; its files stay.
  @Override
  void close();
}
