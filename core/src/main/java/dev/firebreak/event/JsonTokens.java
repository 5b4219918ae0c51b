package dev.firebreak.event;

import java.util.function.UnaryOperator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// Copies JSON texts into token buffers.
public final class JsonTokens {
  /// Depth and size are counted before parsing; the parser's own limits must not be narrower. The
  /// text is UTF-8, so nothing may make the parser take it for UTF-16.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(1_000)
                  .maxStringLength(20 << 20)
                  .maxNameLength(20 << 20)
                  .build())
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .build();

  private JsonTokens() {}

  /// Copies a message of our own writing, such as a treated one that was stored.
  ///
  /// @return false where it has more tokens, or is deeper, than a message that is accepted
  /// @throws tools.jackson.core.JacksonException where it is no JSON
  public static boolean read(byte[] json, TokenBuffer buffer) {
    buffer.clear();
    try (JsonParser parser = parser(json, 0, json.length)) {
      return fill(buffer, parser, DecodeLimits.DEFAULT, UnaryOperator.identity());
    }
  }

  static JsonParser parser(byte[] json, int offset, int length) {
    return JSON.createParser(ObjectReadContext.empty(), json, offset, length);
  }

  /// Copies all tokens; false where there are more than the limit.
  static boolean fill(
      TokenBuffer buffer, JsonParser parser, DecodeLimits limits, UnaryOperator<String> repaired) {
    int[] open = new int[limits.depthMax() + 1];
    int depth = 0;
    JsonToken token = parser.nextToken();
    while (token != null) {
      boolean opens = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
      if (buffer.size() == limits.tokensMax() || (opens && depth == open.length)) {
        return false;
      }
      switch (token) {
        case START_OBJECT -> open[depth++] = buffer.add(TokenBuffer.Kind.START_OBJECT);
        case START_ARRAY -> open[depth++] = buffer.add(TokenBuffer.Kind.START_ARRAY);
        case END_OBJECT -> buffer.close(open[--depth], buffer.add(TokenBuffer.Kind.END_OBJECT));
        case END_ARRAY -> buffer.close(open[--depth], buffer.add(TokenBuffer.Kind.END_ARRAY));
        case PROPERTY_NAME ->
            buffer.add(TokenBuffer.Kind.NAME, repaired.apply(parser.currentName()));
        case VALUE_STRING ->
            buffer.add(TokenBuffer.Kind.STRING, repaired.apply(parser.getString()));
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
            buffer.add(TokenBuffer.Kind.NUMBER, parser.getString());
        case VALUE_TRUE -> buffer.add(TokenBuffer.Kind.TRUE);
        case VALUE_FALSE -> buffer.add(TokenBuffer.Kind.FALSE);
        case VALUE_NULL -> buffer.add(TokenBuffer.Kind.NULL);
        case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
            throw new IllegalStateException("a parser of bytes gave " + token);
      }
      token = parser.nextToken();
    }
    return true;
  }
}
