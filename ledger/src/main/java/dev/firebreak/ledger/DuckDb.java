package dev.firebreak.ledger;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/// A DuckDB database inside this process, in memory or in a file of the work folder: the one place
/// where DuckDB is opened.
///
/// It can read and write the work folder and the paths that were named at opening, and nothing
/// else: no network, no extension, no other file. Its settings are locked. What does not fit into
/// its memory goes to `duckdb-spill` in the work folder, in plaintext: whoever names the folder
/// sees to its mode and its removal.
///
/// Thread-safe as a whole; each [#connection] is confined to one thread at a time. Closing ends all
/// connections that were handed out. A `Statement` is dead after an error: make another.
public final class DuckDb implements AutoCloseable {
  /// The least memory with which anything useful runs.
  public static final long MEMORY_BYTES_MIN = 64L << 20;

  private final DuckDBConnection first;
  private final Path file;
  private final List<Connection> handedOut = new ArrayList<>();

  /// @param file of the tables; the empty path where they are in memory
  private DuckDb(DuckDBConnection first, Path file) {
    this.first = first;
    this.file = file;
  }

  /// Opens an empty database.
  ///
  /// @param workFolder where it spills and may write; made (mode 0700) where missing
  /// @param memoryLimitBytes its share of memory, at least [#MEMORY_BYTES_MIN]; the JVM's heap is
  ///   not part of it
  /// @param threads how many threads a query uses, at least 1
  /// @param alsoAllowed existing folders (with all below) and files that it may read and write
  public static DuckDb open(
      Path workFolder, long memoryLimitBytes, int threads, Collection<Path> alsoAllowed)
      throws IOException, SQLException {
    return open(workFolder, memoryLimitBytes, threads, alsoAllowed, new Properties());
  }

  /// As [#open], for reading one result after the other without holding any: a connection has one
  /// result at a time.
  public static DuckDb openForStreaming(
      Path workFolder, long memoryLimitBytes, int threads, Collection<Path> alsoAllowed)
      throws IOException, SQLException {
    Properties streaming = new Properties();
    streaming.setProperty("jdbc_stream_results", "true");
    return open(workFolder, memoryLimitBytes, threads, alsoAllowed, streaming);
  }

  /// As [#open], for tables larger than the memory: they lie in a file of the work folder, and only
  /// the parts that are used are in memory. They are not compressed: a table is read once or twice,
  /// which does not repay it. A file that is there is replaced. Results are streamed: a connection
  /// has one at a time.
  ///
  /// @param spillBytesMax bound for what is spilled, beyond which a query fails; see [#fileBytes]
  /// @throws FirebreakException WRONG_USE where the work folder's path has a semicolon, which
  ///   DuckDB's driver cannot take
  public static DuckDb openOnDisk(
      Path workFolder,
      long memoryLimitBytes,
      int threads,
      Collection<Path> alsoAllowed,
      long spillBytesMax)
      throws IOException, SQLException {
    Path file = workFolder.toAbsolutePath().resolve("tables.duckdb");
    if (file.toString().indexOf(';') >= 0) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "the path of the work folder cannot have a semicolon: " + file);
    }
    makeFolder(workFolder);
    Files.deleteIfExists(file);
    Files.deleteIfExists(writeAhead(file));
    Properties bounded = new Properties();
    bounded.setProperty("jdbc_stream_results", "true");
    bounded.setProperty("max_temp_directory_size", spillBytesMax / 1024 + "KiB");
    bounded.setProperty("force_compression", "uncompressed");
    return open(file.toString(), workFolder, memoryLimitBytes, threads, alsoAllowed, bounded);
  }

  private static Path writeAhead(Path file) {
    return file.resolveSibling(file.getFileName() + ".wal");
  }

  private static DuckDb open(
      Path workFolder,
      long memoryLimitBytes,
      int threads,
      Collection<Path> alsoAllowed,
      Properties settings)
      throws IOException, SQLException {
    makeFolder(workFolder);
    return open("", workFolder, memoryLimitBytes, threads, alsoAllowed, settings);
  }

  private static void makeFolder(Path workFolder) throws IOException {
    Files.createDirectories(
        workFolder,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /// @param file of the tables; empty where they are in memory
  private static DuckDb open(
      String file,
      Path workFolder,
      long memoryLimitBytes,
      int threads,
      Collection<Path> alsoAllowed,
      Properties settings)
      throws SQLException {
    if (memoryLimitBytes < MEMORY_BYTES_MIN || threads < 1) {
      throw new IllegalArgumentException(
          "DuckDB needs " + MEMORY_BYTES_MIN + " bytes of memory and a thread");
    }
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("allow_community_extensions", "false");
    settings.setProperty("memory_limit", memoryLimitBytes / 1024 + "KiB");
    settings.setProperty("threads", Integer.toString(threads));
    settings.setProperty(
        "temp_directory", workFolder.toAbsolutePath().resolve("duckdb-spill").toString());
    Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file, settings);
    try {
      DuckDb database = new DuckDb(connection.unwrap(DuckDBConnection.class), Path.of(file));
      database.lock(workFolder, alsoAllowed);
      return database;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void lock(Path workFolder, Collection<Path> alsoAllowed) throws SQLException {
    List<Path> folders = new ArrayList<>(List.of(workFolder));
    List<Path> files = new ArrayList<>();
    for (Path path : alsoAllowed) {
      (Files.isDirectory(path) ? folders : files).add(path);
    }
    execute("SET allowed_directories = " + literals(folders));
    execute("SET allowed_paths = " + literals(files));
    execute("SET enable_external_access = false");
    execute("SET TimeZone = 'UTC'");
    // nobody opens the file again
    execute("PRAGMA disable_checkpoint_on_shutdown");
    execute("SET lock_configuration = true");
  }

  /// Another connection to the same database; its tables are shared, its transactions are its own.
  public synchronized Connection connection() throws SQLException {
    Connection connection = first.duplicate();
    handedOut.removeIf(DuckDb::isClosed);
    handedOut.add(connection);
    return connection;
  }

  /// Runs one statement on a connection of its own and forgets its result.
  public void execute(String sql) throws SQLException {
    try (Connection connection = first.duplicate();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// How much of the disk the tables' file takes, beside what is spilled; 0 where there is none.
  public long fileBytes() throws IOException {
    long bytes = 0;
    if (!file.toString().isEmpty()) {
      for (Path part : List.of(file, writeAhead(file))) {
        bytes += Files.exists(part) ? Files.size(part) : 0;
      }
    }
    return bytes;
  }

  @Override
  public synchronized void close() throws SQLException {
    for (Connection connection : handedOut) {
      connection.close();
    }
    first.close();
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException unusable) {
      return true;
    }
  }

  /// The text as SQL string literal, quotes included. A NUL character is an
  /// [IllegalArgumentException].
  public static String literal(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an SQL literal cannot hold a NUL character");
    }
    return "'" + text.replace("'", "''") + "'";
  }

  /// The path as SQL string literal for a place that names one file to write, as `COPY ... TO`.
  public static String literal(Path path) {
    return literal(path.toAbsolutePath().normalize().toString());
  }

  /// The paths as SQL list for `read_parquet`, `read_csv` and `read_json`. DuckDB takes a name that
  /// exists for exactly that file and only a missing one for a pattern, so each must exist.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE where one does not
  public static String readList(Collection<Path> paths) {
    for (Path path : paths) {
      if (!Files.isRegularFile(path)) {
        throw new FirebreakException(
            ErrorCode.INPUT_UNREADABLE, "there is no file " + path + "; check the path");
      }
    }
    return literals(paths);
  }

  /// The name as quoted SQL identifier, for columns that a file brings along.
  public static String identifier(String name) {
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an SQL identifier cannot hold a NUL character");
    }
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String literals(Collection<Path> paths) {
    return paths.stream().map(DuckDb::literal).collect(Collectors.joining(", ", "[", "]"));
  }
}
