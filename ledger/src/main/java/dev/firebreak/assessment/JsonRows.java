package dev.firebreak.assessment;

import java.io.EOFException;
import java.io.InputStream;
import java.util.Set;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads rows out of JSON: one object a line, arrays of objects, and the pages of a query API
/// (`{"results": [...], "page": 0}`). A row is delivered only when it was read to its end. Not
/// thread-safe.
final class JsonRows {
  private static final int NUMBER_CHARS_MAX = 1000;

  /// Properties of an answer page that hold the rows.
  private static final Set<String> PAGES = Set.of("results", "events", "records");

  private final FieldTree fields;
  private final JsonFactory factory;
  private final FlatRow row = new FlatRow();

  JsonRows(FieldTree fields, ReadLimits limits) {
    this.fields = fields;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.nesting())
                    .maxStringLength(limits.rowBytes())
                    .maxNumberLength(NUMBER_CHARS_MAX)
                    .build())
            .build();
  }

  /// The rows of one line; a line without any JSON is no row.
  void line(byte[] bytes, int length, long number, RowSink sink) {
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes, 0, length)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        root(parser, token, new At(number, 0), sink);
      }
    } catch (JacksonException unreadable) {
      sink.rejected(number, reason(unreadable));
    }
  }

  /// The rows of a whole document, or of several one after the other. At the first error the rest
  /// cannot be found any more: it is one rejected row.
  void document(InputStream in, RowSink sink) {
    long line = 1;
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), in)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        root(parser, token, new At(0, 1), sink);
        line = parser.currentLocation().getLineNr();
      }
    } catch (JacksonException unreadable) {
      TokenStreamLocation at = unreadable.getLocation();
      long broken = at == null ? line : Math.max(line, at.getLineNr());
      sink.rejected(broken, reason(unreadable) + "; what follows could not be read");
    }
  }

  /// Adds the fields of a JSON object that stands in a text. False, with nothing added, where the
  /// text is no object.
  boolean flatten(String json, PathNode under, FlatRow into) {
    FlatRow parsed = new FlatRow();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      object(parser, under, parsed);
      if (parser.nextToken() != null) {
        return false;
      }
    } catch (JacksonException noJson) {
      return false;
    }
    for (int i = 0; i < parsed.size(); i++) {
      into.add(parsed.node(i), parsed.value(i), parsed.isText(i));
    }
    return true;
  }

  /// Where a row stands: on a known line, or wherever the parser is.
  private record At(long line, int parserLine) {
    long of(JsonParser parser) {
      return parserLine == 0 ? line : parser.currentTokenLocation().getLineNr();
    }
  }

  private void root(JsonParser parser, JsonToken token, At at, RowSink sink) {
    if (token == JsonToken.START_ARRAY) {
      rows(parser, at, sink);
    } else if (token == JsonToken.START_OBJECT) {
      rowOrPage(parser, at, sink);
    } else {
      sink.rejected(at.of(parser), "a JSON object was expected");
    }
  }

  private void rows(JsonParser parser, At at, RowSink sink) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      long line = at.of(parser);
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        row.clear();
        object(parser, fields.root(), row);
        sink.row(row, line);
      } else {
        parser.skipChildren();
        sink.rejected(line, "a JSON object was expected");
      }
    }
  }

  private void rowOrPage(JsonParser parser, At at, RowSink sink) {
    long line = at.of(parser);
    row.clear();
    boolean page = false;
    boolean isRow = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!isRow && value == JsonToken.START_ARRAY && PAGES.contains(name)) {
        rows(parser, at, sink);
        page = true;
        row.clear();
      } else {
        isRow |= value == JsonToken.START_OBJECT || name.equals("event");
        value(parser, value, fields.property(fields.root(), name), row);
      }
    }
    if (!page) {
      sink.row(row, line);
    }
  }

  private void object(JsonParser parser, PathNode node, FlatRow into) {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      PathNode child = fields.property(node, parser.currentName());
      value(parser, parser.nextToken(), child, into);
    }
  }

  private void value(JsonParser parser, JsonToken token, PathNode node, FlatRow into) {
    switch (token) {
      case START_OBJECT -> object(parser, node, into);
      case START_ARRAY -> {
        PathNode item = fields.item(node);
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          value(parser, next, item, into);
        }
      }
      case VALUE_STRING -> into.add(node, parser.getString(), true);
      case VALUE_NULL -> {}
      default -> into.add(node, parser.getString(), false);
    }
  }

  private static String reason(JacksonException unreadable) {
    if (unreadable instanceof StreamConstraintsException) {
      return "too deep or too long";
    }
    if (unreadable instanceof JacksonIOException io) {
      if (io.getCause() instanceof EOFException) {
        return "the compressed file ends here, before its end";
      }
      return io.getCause() instanceof ZipException
          ? "the compressed file is damaged or too large from here on"
          : "not UTF-8";
    }
    return "broken JSON";
  }
}
