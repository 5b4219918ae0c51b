package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The process that reads Parquet files for [ParquetProcess]. Standard input has one file URI a
/// line; for each, standard output has a line with [#LISTED] and the number of rows that the file's
/// own list names, one JSON object a line, then [#END] or, where the rest cannot be read,
/// [#FAILED]. Nothing else is written; it ends with its input.
final class ParquetChild {
  static final char LISTED = 'L';
  static final char END = 'E';
  static final char FAILED = 'F';

  private static final long MEMORY_BYTES = 512L << 20;

  private final Path folder;
  private final OutputStream out;

  private ParquetChild(Path folder, OutputStream out) {
    this.folder = folder;
    this.out = out;
  }

  /// @param args the folder for spills
  public static void main(String[] args) throws IOException {
    try (OutputStream out =
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        BufferedReader paths =
            new BufferedReader(
                new InputStreamReader(
                    new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
      ParquetChild child = new ParquetChild(Path.of(args[0]), out);
      for (String uri = paths.readLine(); uri != null; uri = paths.readLine()) {
        child.answer(Path.of(URI.create(uri)));
      }
    }
  }

  private void answer(Path file) throws IOException {
    String last = String.valueOf(FAILED);
    try (DuckDb database = DuckDb.openForStreaming(folder, MEMORY_BYTES, 1, List.of(file));
        Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      line(LISTED + Long.toString(rowsListed(connection, file)));
      try (ResultSet rows = statement.executeQuery(query(connection, file))) {
        write(rows);
      }
      last = String.valueOf(END);
    } catch (SQLException unreadable) {
      // the answer says so
    }
    line(last);
    out.flush();
  }

  private void line(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  private void write(ResultSet rows) throws SQLException, IOException {
    while (rows.next()) {
      line(rows.getString(1));
    }
  }

  private static long rowsListed(Connection connection, Path file) throws SQLException {
    String list = DuckDb.readList(List.of(file));
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT sum(num_rows) FROM parquet_file_metadata(" + list + ")")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// Every row as a JSON object. Large whole and decimal numbers go as texts, since as JSON numbers
  /// they would lose digits, and may be ids.
  private static String query(Connection connection, Path file) throws SQLException {
    String source = "read_parquet(" + DuckDb.readList(List.of(file)) + ")";
    List<String> exact = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
      while (columns.next()) {
        String type = columns.getString("column_type");
        if (type.startsWith("DECIMAL") || type.endsWith("HUGEINT")) {
          String name = DuckDb.identifier(columns.getString("column_name"));
          exact.add(name + "::VARCHAR AS " + name);
        }
      }
    }
    String replaced = exact.isEmpty() ? "" : " REPLACE (" + String.join(", ", exact) + ")";
    return "SELECT to_json(t)::VARCHAR FROM (SELECT *" + replaced + " FROM " + source + ") t";
  }
}
