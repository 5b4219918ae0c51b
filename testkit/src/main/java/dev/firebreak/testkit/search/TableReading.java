package dev.firebreak.testkit.search;

import dev.firebreak.ledger.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.BiConsumer;

/// Reads every value of every column, as the engine that wrote them does.
final class TableReading {
  /// Values are handed over in lots of about this many bytes, a line each.
  private static final int LOT_BYTES = 1 << 20;

  private TableReading() {}

  static void parquet(DuckDb database, Path file, BiConsumer<String, byte[]> sink)
      throws SQLException {
    try (Connection connection = database.connection()) {
      List<String> columns = new ArrayList<>();
      String source = "read_parquet(" + DuckDb.readList(List.of(file)) + ")";
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
        while (rows.next()) {
          columns.add(select(rows.getString(1), rows.getString(2)));
        }
      }
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT " + String.join(", ", columns) + " FROM " + source)) {
        drain(file + " (parquet)", rows, sink);
      }
    }
  }

  /// Text of every type; of bytes both as they are, where they are UTF-8, and as hex digits.
  private static String select(String column, String type) {
    String name = DuckDb.identifier(column);
    return type.equals("BLOB")
        ? "hex(" + name + ") || ' ' || coalesce(try_cast(" + name + " AS VARCHAR), '')"
        : "CAST(" + name + " AS VARCHAR)";
  }

  static void sqlite(Path file, BiConsumer<String, byte[]> sink) throws SQLException {
    var properties = new Properties();
    properties.setProperty("open_mode", "1");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, properties)) {
      List<String> tables = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        String quoted = '"' + table.replace("\"", "\"\"") + '"';
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT * FROM " + quoted)) {
          drainBytes(file + " (table " + table + ")", rows, sink);
        }
      }
    }
  }

  private static void drain(String where, ResultSet rows, BiConsumer<String, byte[]> sink)
      throws SQLException {
    var lot = new Lot(where, sink);
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      for (int i = 1; i <= columns; i++) {
        String text = rows.getString(i);
        if (text != null) {
          lot.add(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
      }
    }
    lot.flush();
  }

  private static void drainBytes(String where, ResultSet rows, BiConsumer<String, byte[]> sink)
      throws SQLException {
    var lot = new Lot(where, sink);
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      for (int i = 1; i <= columns; i++) {
        byte[] bytes = rows.getBytes(i);
        if (bytes != null) {
          if (isPacked(bytes)) {
            sink.accept(where, bytes);
          }
          lot.add(bytes);
        }
      }
    }
    lot.flush();
  }

  private static boolean isPacked(byte[] bytes) {
    return bytes.length > 4 && (bytes[0] == 0x1f || bytes[0] == 0x28);
  }

  private static final class Lot {
    private final String where;
    private final BiConsumer<String, byte[]> sink;
    private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();

    Lot(String where, BiConsumer<String, byte[]> sink) {
      this.where = where;
      this.sink = sink;
    }

    void add(byte[] value) {
      bytes.writeBytes(value);
      bytes.write('\n');
      if (bytes.size() >= LOT_BYTES) {
        flush();
      }
    }

    void flush() {
      if (bytes.size() > 0) {
        sink.accept(where, bytes.toByteArray());
        bytes.reset();
      }
    }
  }
}
