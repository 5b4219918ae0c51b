package dev.firebreak.assessment;

import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Reads rows out of JSON: one object a line, elements of arrays, and pages, which are objects with
/// a list of rows (`{"results": [...], "page": 0}`). A row is delivered only when it was read to
/// its end. Not thread-safe.
///
/// What a page says beside its rows is a row too where it identifies somebody.
final class JsonRows {
  private static final int NUMBER_CHARS_MAX = 1000;

  /// Properties that hold the rows of a page, wherever the page stands.
  private static final Set<String> PAGES = Set.of("results", "events", "records", "batch");

  /// Properties of a document that hold a page.
  private static final Set<String> WRAPPERS =
      Set.of("data", "response", "result", "payload", "body");

  private static final Set<Slot> IDENTITIES =
      EnumSet.of(
          Slot.USER_ID,
          Slot.DISTINCT_ID,
          Slot.MEMBER_ID,
          Slot.REFERENCE_ID,
          Slot.DEVICE_ID,
          Slot.EMAIL,
          Slot.OTHER_EMAIL,
          Slot.PHONE,
          Slot.NAME);

  private final FieldTree fields;
  private final JsonFactory factory;
  private final JsonFields values;
  private final ReadLimits limits;
  private final FlatRow row = new FlatRow();
  private final WithBeginning held = new WithBeginning();

  JsonRows(FieldTree fields, ReadLimits limits) {
    this.fields = fields;
    this.limits = limits;
    this.factory =
        JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.row().nesting())
                    .maxStringLength(limits.rowBytes())
                    .maxNumberLength(NUMBER_CHARS_MAX)
                    .build())
            .build();
    this.values = new JsonFields(fields, factory, limits);
  }

  /// The rows of one line; a line without any JSON is no row.
  void line(byte[] bytes, int length, long number, RowSink to) {
    RowSink sink = held.over(to, bytes, length);
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes, 0, length)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        root(parser, token, new At(number, false), sink);
      }
    } catch (JacksonException unreadable) {
      sink.rejected(number, reason(unreadable, limits));
    }
  }

  /// One element of an array, which is one row.
  void element(byte[] bytes, int length, long number, RowSink to) {
    RowSink sink = held.over(to, bytes, length);
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes, 0, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        sink.rejected(number, "a JSON object was expected");
        return;
      }
      row(parser, number, sink);
      if (parser.nextToken() != null) {
        sink.rejected(number, "broken JSON");
      }
    } catch (JacksonException unreadable) {
      sink.rejected(number, reason(unreadable, limits));
    }
  }

  /// The rows of a whole document, or of several one after the other. At the first error the rest
  /// cannot be found any more: it is one rejected row.
  void document(InputStream in, RowSink sink) {
    long line = 1;
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), in)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        root(parser, token, new At(0, true), sink);
        line = parser.currentLocation().getLineNr();
      }
    } catch (JacksonException unreadable) {
      TokenStreamLocation at = unreadable.getLocation();
      long broken = at == null ? line : Math.max(line, at.getLineNr());
      sink.rejected(broken, reason(unreadable, limits) + "; what follows could not be read");
    }
  }

  /// Adds the fields of a JSON object or list that stands in a text. False, with nothing added,
  /// where the text is none.
  boolean flatten(String text, PathNode under, FlatRow into) {
    return values.flatten(text, under, into);
  }

  /// Where a row stands.
  ///
  /// @param line its line, where that is known
  /// @param document whether it is wherever the parser is, in a document
  private record At(long line, boolean document) {
    long of(JsonParser parser) {
      return document ? parser.currentTokenLocation().getLineNr() : line;
    }
  }

  private void root(JsonParser parser, JsonToken token, At at, RowSink sink) {
    if (token == JsonToken.START_ARRAY) {
      rows(parser, at, sink);
    } else if (token == JsonToken.START_OBJECT) {
      long line = at.of(parser);
      row.clear();
      Page page = new Page(at, sink);
      page.read(parser, fields.root());
      if (!page.found || isAboutSomebody(row)) {
        deliver(line, sink);
      }
    } else {
      sink.rejected(at.of(parser), "a JSON object was expected");
    }
  }

  private void rows(JsonParser parser, At at, RowSink sink) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      long line = at.of(parser);
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        row(parser, line, sink);
      } else {
        parser.skipChildren();
        sink.rejected(line, "a JSON object was expected");
      }
    }
  }

  private void row(JsonParser parser, long line, RowSink sink) {
    row.clear();
    values.object(parser, fields.root(), row);
    deliver(line, sink);
  }

  private void deliver(long line, RowSink sink) {
    if (values.isFull(row)) {
      boolean many = row.size() > limits.row().values();
      sink.rejected(line, many ? limits.rowOfTooManyValues() : limits.rowTooLong());
    } else {
      sink.row(row, line);
    }
  }

  /// Whether a field identifies somebody, by its names alone: what its values turn out to be is not
  /// known while they are read.
  private static boolean isAboutSomebody(FlatRow row) {
    for (int i = 0; i < row.size(); i++) {
      if (IDENTITIES.contains(FieldNames.meaning(RowShape.TABLE, row.node(i).names()).slot())) {
        return true;
      }
    }
    return false;
  }

  /// An object that is a row unless it turns out to hold rows.
  private final class Page {
    private final At at;
    private final RowSink sink;
    private boolean isRow;
    private boolean found;

    Page(At at, RowSink sink) {
      this.at = at;
      this.sink = sink;
    }

    void read(JsonParser parser, PathNode node) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (!isRow && value == JsonToken.START_ARRAY && mayHoldRows(name)) {
          list(parser, node, name);
        } else if (!isRow
            && value == JsonToken.START_OBJECT
            && at.document()
            && WRAPPERS.contains(name)) {
          read(parser, fields.property(node, name));
        } else {
          isRow |= value == JsonToken.START_OBJECT || name.equals("event");
          values.value(parser, value, fields.property(node, name), row);
        }
      }
    }

    /// Lists of a document do under any name, as long as nothing says that the document is a row.
    private boolean mayHoldRows(String name) {
      return PAGES.contains(name) || (at.document() && !isAboutSomebody(row));
    }

    /// Rows, if its first item is an object; else values of this object.
    private void list(JsonParser parser, PathNode node, String name) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        values.items(parser, fields.property(node, name), row);
        return;
      }
      found = true;
      FlatRow beside = new FlatRow();
      beside.copyOf(row);
      row(parser, at.of(parser), sink);
      rows(parser, at, sink);
      row.copyOf(beside);
    }
  }

  static String reason(JacksonException unreadable, ReadLimits limits) {
    if (unreadable instanceof StreamConstraintsException) {
      String message = String.valueOf(unreadable.getOriginalMessage());
      if (message.contains("depth")) {
        return limits.rowTooDeep();
      }
      if (message.contains("Name")) {
        return "it has a name of a field longer than is read: shorten it";
      }
      return message.contains("Number")
          ? "it has a number of more than " + NUMBER_CHARS_MAX + " digits: write it as a text"
          : limits.rowTooLong();
    }
    if (unreadable instanceof JacksonIOException io) {
      return io.getCause() instanceof DamagedStream damaged ? damaged.reason() : "not UTF-8";
    }
    return "broken JSON";
  }

  /// Adds the beginning of the bytes at hand to what is rejected of them.
  private static final class WithBeginning implements RowSink {
    private RowSink to = this;
    private byte[] bytes = {};
    private int length;

    RowSink over(RowSink sink, byte[] held, int heldLength) {
      to = sink;
      bytes = held;
      length = heldLength;
      return this;
    }

    @Override
    public void row(FlatRow row, long line) {
      to.row(row, line);
    }

    @Override
    public void rejected(long line, String reason) {
      to.rejected(line, reason, RejectedRows.beginning(bytes, length));
    }
  }
}
