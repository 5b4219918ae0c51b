package dev.firebreak.testkit.golden;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.json.JsonMapper;

/// What exports stand in: lines, tables, workbooks, archives. Tables have the columns of all their
/// rows; a value that a row has not is empty.
final class Containers {
  static final JsonMapper JSON = JsonMapper.shared();

  private Containers() {}

  static byte[] lines(Collection<?> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(JSON.writeValueAsString(row)).append('\n'));
    return utf8(text.toString());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> columns(List<GoldenRow> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.values().keySet()));
    return List.copyOf(columns);
  }

  private static String cell(GoldenRow row, String column) {
    Object value = row.values().get(column);
    return value == null ? "" : value.toString();
  }

  /// A table of separated text.
  static byte[] table(List<GoldenRow> rows, char separator, Charset encoding) {
    List<String> columns = columns(rows);
    String between = String.valueOf(separator);
    StringBuilder text = new StringBuilder();
    text.append(columns.stream().map(World::cell).collect(Collectors.joining(between)));
    text.append("\r\n");
    for (GoldenRow row : rows) {
      text.append(
          columns.stream()
              .map(column -> World.cell(cell(row, column)))
              .collect(Collectors.joining(between)));
      text.append("\r\n");
    }
    return text.toString().getBytes(encoding);
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  static byte[] zstd(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    files.forEach((name, content) -> {
      bytes.writeBytes(tarHeader(name, content.length));
      bytes.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    });
    bytes.writeBytes(new byte[1024]);
    return bytes.toByteArray();
  }

  private static byte[] tarHeader(String name, int size) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 124, String.format(Locale.ROOT, "%011o\0", size));
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = utf8(text);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /// A workbook with a sheet for each table; texts stand in their cells.
  static byte[] workbook(Map<String, List<GoldenRow>> sheets) throws IOException {
    StringBuilder names = new StringBuilder();
    StringBuilder relations = new StringBuilder();
    Map<String, byte[]> parts = new LinkedHashMap<>();
    String head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    parts.put("[Content_Types].xml", utf8(head + "<Types/>"));
    int number = 0;
    for (Map.Entry<String, List<GoldenRow>> sheet : sheets.entrySet()) {
      number++;
      names.append(
          "<sheet name=\"%s\" sheetId=\"%d\" r:id=\"rId%2$d\"/>".formatted(sheet.getKey(), number));
      relations.append(
          "<Relationship Id=\"rId%d\" Target=\"worksheets/sheet%1$d.xml\"/>".formatted(number));
      parts.put(
          "xl/worksheets/sheet" + number + ".xml",
          utf8(
              head
                  + "<worksheet><sheetData>"
                  + sheet(sheet.getValue())
                  + "</sheetData>"
                  + "</worksheet>"));
    }
    parts.put(
        "xl/workbook.xml",
        utf8(head + "<workbook xmlns:r=\"r\"><sheets>" + names + "</sheets></workbook>"));
    parts.put(
        "xl/_rels/workbook.xml.rels",
        utf8(head + "<Relationships>" + relations + "</Relationships>"));
    return zip(parts);
  }

  private static String sheet(List<GoldenRow> rows) {
    List<String> columns = columns(rows);
    StringBuilder xml = new StringBuilder(sheetRow(1, columns));
    for (int i = 0; i < rows.size(); i++) {
      GoldenRow row = rows.get(i);
      xml.append(sheetRow(i + 2, columns.stream().map(column -> cell(row, column)).toList()));
    }
    return xml.toString();
  }

  private static String sheetRow(int number, List<String> cells) {
    StringBuilder xml = new StringBuilder("<row r=\"" + number + "\">");
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        String text =
            cells.get(i).replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        xml.append("<c r=\"%s%d\" t=\"inlineStr\"><is><t>".formatted(letters(i), number));
        xml.append(text).append("</t></is></c>");
      }
    }
    return xml.append("</row>").toString();
  }

  private static String letters(int column) {
    String last = String.valueOf((char) ('A' + column % 26));
    return column < 26 ? last : letters(column / 26 - 1) + last;
  }

  /// A Parquet file of texts; nested values stand as JSON in the column of their outermost name.
  static void parquet(List<GoldenRow> rows, Path file) throws IOException {
    Set<String> columns = new LinkedHashSet<>();
    List<Map<String, Object>> all = rows.stream().map(GoldenRow::nested).toList();
    all.forEach(row -> columns.addAll(row.keySet()));
    String names =
        columns.stream().map(c -> '"' + c + "\" VARCHAR").collect(Collectors.joining(", "));
    String marks = columns.stream().map(_ -> "?").collect(Collectors.joining(", "));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE export (" + names + ")");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO export VALUES (" + marks + ")")) {
        for (Map<String, Object> row : all) {
          int at = 1;
          for (String column : columns) {
            Object value = row.get(column);
            insert.setString(
                at++,
                value == null
                    ? null
                    : value instanceof String text ? text : JSON.writeValueAsString(value));
          }
          insert.addBatch();
        }
        insert.executeBatch();
      }
      statement.execute("COPY export TO '" + file + "' (FORMAT parquet)");
    } catch (SQLException e) {
      throw new IOException("the Parquet file could not be written", e);
    }
  }

  static Path write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.write(file, content);
  }
}
