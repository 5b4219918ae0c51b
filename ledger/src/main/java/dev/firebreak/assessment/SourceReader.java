package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Reads one file of a data set, whatever it is: its content tells, never its name. Not
/// thread-safe.
///
/// | It begins with | It is |
/// |---|---|
/// | `1f 8b` | gzip around one of the others |
/// | `PAR1` | Parquet |
/// | `PK 03 04` | a ZIP or XLSX, which is rejected as a whole: a person unpacks it |
/// | a UTF-16 or UTF-8 mark | text in that encoding |
/// | `[` | a JSON array of rows |
/// | `{` and the first line is an object | one JSON object a line |
/// | `{` otherwise | a JSON document, such as an API's answer |
/// | anything else | separated text |
final class SourceReader {
  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private final FieldTree fields;
  private final TextScan scan;
  private final ReadLimits limits;
  private final DuckDb database;
  private final JsonRows json;

  SourceReader(FieldTree fields, TextScan scan, ReadLimits limits, DuckDb database) {
    this.fields = fields;
    this.scan = scan;
    this.limits = limits;
    this.database = database;
    this.json = new JsonRows(fields, limits);
  }

  void read(Path file, RowSink sink) throws IOException, SQLException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      raw.mark(PARQUET.length);
      byte[] magic = raw.readNBytes(PARQUET.length);
      raw.reset();
      if (Arrays.equals(magic, PARQUET)) {
        parquet(file, sink);
      } else if (Arrays.equals(magic, ZIP)) {
        sink.rejected(1, "a zip or XLSX: unpack it first");
      } else if (magic.length >= 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
        gzip(raw, sink);
      } else {
        text(raw, sink);
      }
    }
  }

  private void gzip(InputStream raw, RowSink sink) throws IOException {
    InputStream inflated;
    try {
      inflated = new GZIPInputStream(raw, 1 << 16);
    } catch (IOException noHeader) {
      sink.rejected(1, "the compressed file is damaged or too large from here on");
      return;
    }
    text(new InflationLimit(inflated, limits.inflatedBytesPerFile()), sink);
  }

  private void text(InputStream in, RowSink sink) throws IOException {
    SniffedText sniffed = SniffedText.of(in);
    InputStream whole = sniffed.whole();
    String start = sniffed.start().stripLeading();
    if (start.startsWith("[") || (start.startsWith("{") && !firstLineIsObject(start))) {
      json.document(whole, sink);
      return;
    }
    BoundedLines lines = new BoundedLines(whole, limits.rowBytes());
    if (start.startsWith("{")) {
      jsonLines(lines, sink);
    } else {
      new DelimitedRows(fields, scan, json, lines, limits.rowBytes()).read(sink);
    }
  }

  /// True where the first line ends as an object does, or where none is seen to end: then lines are
  /// the safer guess, since one bad line does not take the others along.
  private static boolean firstLineIsObject(String start) {
    int end = start.indexOf('\n');
    String line = (end < 0 ? start : start.substring(0, end)).stripTrailing();
    return end < 0 || line.endsWith("}");
  }

  private void jsonLines(BoundedLines lines, RowSink sink) throws IOException {
    while (lines.next()) {
      if (lines.tooLong()) {
        sink.rejected(lines.number(), "longer than " + limits.rowBytes() + " bytes");
      } else if (!isBlank(lines)) {
        json.line(lines.bytes(), lines.length(), lines.number(), sink);
      }
    }
    String damage = lines.damage();
    if (damage != null) {
      sink.rejected(lines.number(), damage);
    }
  }

  private static boolean isBlank(BoundedLines lines) {
    for (int i = 0; i < lines.length(); i++) {
      byte b = lines.bytes()[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private void parquet(Path file, RowSink sink) throws SQLException {
    String query =
        "SELECT to_json(t)::VARCHAR FROM read_parquet(" + DuckDb.readList(List.of(file)) + ") t";
    long number = 0;
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        number++;
        byte[] row = rows.getString(1).getBytes(StandardCharsets.UTF_8);
        json.line(row, row.length, number, sink);
      }
    } catch (SQLException unreadable) {
      sink.rejected(number + 1, "the Parquet file cannot be read from here on");
    }
  }
}
