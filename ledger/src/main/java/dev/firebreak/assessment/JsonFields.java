package dev.firebreak.assessment;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Flattens JSON values into paths. Not thread-safe.
final class JsonFields {
  private static final int EMBEDDED_CHARS_MIN = 3;

  private final FieldTree fields;
  private final JsonFactory factory;
  private final ReadLimits limits;
  private final ValueCache cache = new ValueCache();

  JsonFields(FieldTree fields, JsonFactory factory, ReadLimits limits) {
    this.fields = fields;
    this.factory = factory;
    this.limits = limits;
  }

  /// Whether the row reached its bounds; what came then was not added.
  boolean isFull(FlatRow row) {
    return row.chars() > limits.rowBytes() || row.size() > limits.row().values();
  }

  /// The rest of an object whose start was read.
  void object(JsonParser parser, PathNode node, FlatRow into) {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      PathNode child = fields.property(node, parser.currentName());
      value(parser, parser.nextToken(), child, into);
    }
  }

  void value(JsonParser parser, JsonToken token, PathNode node, FlatRow into) {
    switch (token) {
      case START_OBJECT -> object(parser, node, into);
      case START_ARRAY -> {
        parser.nextToken();
        items(parser, node, into);
      }
      case VALUE_STRING -> add(into, node, read(parser, node, true));
      case VALUE_NULL -> {}
      default -> add(into, node, read(parser, node, false));
    }
  }

  /// The items of a list, from the current token to its end.
  void items(JsonParser parser, PathNode node, FlatRow into) {
    for (JsonToken token = parser.currentToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      value(parser, token, fields.item(node), into);
    }
  }

  private RowValue read(JsonParser parser, PathNode node, boolean string) {
    char[] chars = parser.getStringCharacters();
    return cache.of(node, chars, parser.getStringOffset(), parser.getStringLength(), string);
  }

  private void add(FlatRow into, PathNode node, RowValue value) {
    if (!isFull(into)) {
      into.add(node, value);
    }
  }

  /// Adds the fields of a JSON object or list that stands in a text. False, with nothing added,
  /// where the text is none.
  boolean flatten(String text, PathNode under, FlatRow into) {
    if (!looksLikeJson(text)) {
      return false;
    }
    FlatRow parsed = new FlatRow();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      value(parser, parser.nextToken(), under, parsed);
      if (parser.nextToken() != null) {
        return false;
      }
    } catch (JacksonException noJson) {
      return false;
    }
    for (int i = 0; i < parsed.size(); i++) {
      add(into, parsed.node(i), parsed.rowValue(i));
    }
    return true;
  }

  private static boolean looksLikeJson(String text) {
    if (text.length() < EMBEDDED_CHARS_MIN) {
      return false;
    }
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    return (first == '{' && last == '}') || (first == '[' && last == ']');
  }
}
