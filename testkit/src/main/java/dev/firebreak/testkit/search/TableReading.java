package dev.firebreak.testkit.search;

import dev.firebreak.ledger.DuckDb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
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
      List<Boolean> bytes = new ArrayList<>();
      String source = "read_parquet(" + DuckDb.readList(List.of(file)) + ")";
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
        while (rows.next()) {
          boolean blob = rows.getString(2).equals("BLOB");
          String name = DuckDb.identifier(rows.getString(1));
          columns.add(blob ? "hex(" + name + ")" : "CAST(" + name + " AS VARCHAR)");
          bytes.add(blob);
        }
      }
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT " + String.join(", ", columns) + " FROM " + source)) {
        drain(file + " (parquet)", rows, bytes, sink);
      }
    }
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

  /// @param bytes of each column, whether it holds bytes, which come as hex digits
  private static void drain(
      String where, ResultSet rows, List<Boolean> bytes, BiConsumer<String, byte[]> sink)
      throws SQLException {
    var lot = new Lot(where, sink);
    while (rows.next()) {
      for (int i = 0; i < bytes.size(); i++) {
        String text = rows.getString(i + 1);
        if (text != null) {
          lot.value(
              bytes.get(i) ? HexFormat.of().parseHex(text) : text.getBytes(StandardCharsets.UTF_8));
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
          lot.value(bytes);
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

    /// Packed bytes are handed over by themselves too, so that no lot ends inside them.
    void value(byte[] value) {
      if (isPacked(value)) {
        sink.accept(where, value);
      }
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
