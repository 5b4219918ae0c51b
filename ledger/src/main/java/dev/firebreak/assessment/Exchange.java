package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Carries tables between DuckDB and another engine, as Parquet files in the work folder. Not
/// thread-safe.
final class Exchange {
  /// What the reading of a data set leaves beside the rows.
  private static final List<String> READ =
      List.of("joins", "besides", "device_ids", "mails", "mentions");

  private static final Pattern MADE =
      Pattern.compile("CREATE (?:OR REPLACE )?(?:TEMP )?(TABLE|VIEW) (\\w+) .*", Pattern.DOTALL);
  private static final Pattern DROPPED = Pattern.compile("DROP (?:TABLE|VIEW) (\\w+)");

  private final Connection duckDb;
  private final QuerySession session;
  private final Path folder;
  private final Set<String> tables = new LinkedHashSet<>();
  private final Map<String, String> views = new LinkedHashMap<>();
  private int files;

  /// @param folder the work folder
  Exchange(Connection duckDb, QuerySession session, Path folder) {
    this.duckDb = duckDb;
    this.session = session;
    this.folder = folder.resolve("exchange");
  }

  /// @param rows the files of the reduced rows; may be none
  void send(List<Path> rows) throws SQLException {
    for (String table : READ) {
      session.register(table, List.of(copied("SELECT * FROM " + table)));
    }
    session.register("accounts", List.of(copied("SELECT rowid, * FROM accounts")));
    session.register(
        "stored_rows", rows.isEmpty() ? List.of(copied("SELECT * FROM stored_rows")) : rows);
    session.run("CREATE OR REPLACE VIEW data_rows AS SELECT * FROM stored_rows");
  }

  void run(String sql) throws SQLException {
    session.run(sql);
    Matcher made = MADE.matcher(sql);
    Matcher dropped = DROPPED.matcher(sql);
    if (made.matches() && made.group(1).equals("TABLE")) {
      tables.add(made.group(2));
    } else if (made.matches()) {
      views.put(made.group(2), sql);
    } else if (dropped.matches()) {
      tables.remove(dropped.group(1));
      views.remove(dropped.group(1));
    }
  }

  void each(String sql, ResultRow.Consumer consumer) throws SQLException {
    session.each(sql, consumer);
  }

  /// Moves a table of DuckDB to the engine, where more rows may be added to it.
  void take(String table) throws SQLException {
    String filled = table + "_filled";
    session.register(filled, List.of(copied("SELECT * FROM " + table)));
    duckDb("DROP TABLE " + table);
    run("CREATE TABLE " + table + " AS SELECT * FROM " + filled);
  }

  /// Makes views of the engine's tables in DuckDB, and its views.
  void bringHome() throws SQLException {
    for (String table : tables) {
      String source = "read_parquet(" + DuckDb.readList(session.files(table)) + ")";
      duckDb("CREATE VIEW " + table + " AS SELECT * FROM " + source);
    }
    for (String view : views.values()) {
      duckDb(view);
    }
  }

  private Path copied(String query) throws SQLException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw DataSetAssessor.disk(e);
    }
    Path file = folder.resolve(files++ + ".parquet");
    duckDb(
        "COPY (" + query + ") TO " + DuckDb.literal(file) + " (FORMAT parquet, COMPRESSION zstd)");
    return file;
  }

  private void duckDb(String sql) throws SQLException {
    try (Statement statement = duckDb.createStatement()) {
      statement.execute(sql);
    }
  }
}
