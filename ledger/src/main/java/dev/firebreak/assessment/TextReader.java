package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/// Reads a part that is text. Not thread-safe.
///
/// | It begins with | It is |
/// |---|---|
/// | `[` | JSON arrays of rows |
/// | `{`, and most of its first lines are objects | one JSON object a line |
/// | `{` otherwise | JSON documents, such as an API's answer |
/// | anything else | one JSON object a line where most lines are; else separated text |
final class TextReader {
  private static final int LINES_LOOKED_AT = 50;

  private final FieldTree fields;
  private final TextScan scan;
  private final JsonRows json;
  private final ReadLimits limits;
  private final Optional<Charset> encoding;

  /// @param encoding of texts without a mark, where somebody named it
  TextReader(
      FieldTree fields,
      TextScan scan,
      JsonRows json,
      ReadLimits limits,
      Optional<Charset> encoding) {
    this.encoding = encoding;
    this.fields = fields;
    this.scan = scan;
    this.json = json;
    this.limits = limits;
  }

  void read(InputStream in, PartSink.Part part) throws IOException {
    SniffedText text = SniffedText.of(in, encoding);
    String start = text.start().stripLeading();
    if (!text.isText()) {
      part.rejected(1, "it is neither text nor a format that is read");
      return;
    }
    String format;
    if (start.startsWith("[")) {
      format = "JSON array";
      elements(new ArrayElements(text.whole(), limits.rowBytes()), part);
    } else if (start.startsWith("{") && !firstLineIsObject(start)) {
      format = "JSON document";
      json.document(text.whole(), part);
    } else if (start.startsWith("{") || mostLinesAreObjects(start)) {
      format = "JSON lines";
      boolean returnEnds = start.indexOf('\n') < 0;
      jsonLines(new BoundedLines(text.whole(), limits.rowBytes(), returnEnds), part);
    } else {
      format = "separated text";
      separated(text, new TableRows(fields, scan, json, false), limits, part);
    }
    part.readAs(format + ", " + text.encoding());
    text.doubt().ifPresent(part::doubts);
  }

  /// Reads separated text that is known to be some.
  static void table(InputStream in, FieldTree fields, TextScan scan, RowSink sink)
      throws IOException {
    JsonRows json = new JsonRows(fields, ReadLimits.DEFAULT);
    TableRows table = new TableRows(fields, scan, json, false);
    separated(SniffedText.of(in), table, ReadLimits.DEFAULT, sink);
  }

  private static void separated(SniffedText text, TableRows table, ReadLimits limits, RowSink sink)
      throws IOException {
    DelimitedDialect dialect = DelimitedDialect.of(text.start());
    BoundedLines lines = new BoundedLines(text.whole(), limits.rowBytes(), true);
    new DelimitedRows(dialect, lines, table, limits).read(sink);
  }

  /// True where the first line ends as an object does, or where none is seen to end: then lines are
  /// the safer guess, since one bad line does not take the others along.
  private static boolean firstLineIsObject(String start) {
    int end = 0;
    while (end < start.length() && start.charAt(end) != '\n' && start.charAt(end) != '\r') {
      end++;
    }
    String line = start.substring(0, end).stripTrailing();
    return end == start.length() || line.endsWith("}") || mostLinesAreObjects(start);
  }

  private static boolean mostLinesAreObjects(String start) {
    List<String> lines =
        start
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .limit(LINES_LOOKED_AT)
            .toList();
    long objects =
        lines.stream().filter(line -> line.startsWith("{") && line.endsWith("}")).count();
    return objects * 2 > lines.size();
  }

  private void elements(ArrayElements elements, RowSink sink) throws IOException {
    while (true) {
      switch (elements.next()) {
        case ELEMENT -> json.element(elements.bytes(), elements.length(), elements.line(), sink);
        case TOO_LONG -> sink.rejected(elements.line(), limits.rowTooLong(), elements.beginning());
        case BROKEN -> sink.rejected(elements.line(), "broken JSON", elements.beginning());
        case NO_ARRAY -> {
          sink.rejected(
              elements.line(), "a JSON array was expected; what follows could not be read");
          return;
        }
        case CUT_OFF -> {
          sink.rejected(elements.line(), elements.damage(), elements.beginning());
          return;
        }
        case END -> {
          return;
        }
      }
    }
  }

  private void jsonLines(BoundedLines lines, RowSink sink) throws IOException {
    while (lines.next()) {
      if (lines.tooLong()) {
        sink.rejected(lines.number(), limits.rowTooLong(), lines.beginning());
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
}
