package dev.firebreak.testkit.mixpanel;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.json.JsonMapper;

/// Reads the events of one request: a JSON array, one object, or one object a line.
///
/// Values are streamed, never made into a tree; strings are cut at 255 characters as the vendor
/// does, numbers keep their very characters. Immutable, safe for many threads.
final class EventReader {
  static final int STRING_CHARS_MAX = 255;
  static final int PROPERTIES_MAX = 254;
  static final int INSERT_ID_CHARS_MAX = 36;

  private static final Duration FUTURE_MAX = Duration.ofHours(1);
  private static final long OLDEST_MILLIS = Duration.ofDays(365).toMillis();

  /// Ids that stand for nobody in particular; the vendor refuses them.
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "null",
          "anonymous",
          "undefined",
          "none",
          "nil",
          "n/a",
          "na",
          "unknown",
          "false",
          "true",
          "0",
          "-1",
          "00000000-0000-0000-0000-000000000000",
          "[]",
          "{}",
          "lmy47d");

  private static final JsonMapper JSON = JsonMapper.shared();

  /// One event of a request: understood, or refused with the vendor's words.
  sealed interface Read {
    record Understood(StoredEvent event, String token, Map<String, List<String>> identity)
        implements Read {}

    record Refused(String insertId, String field, String message) implements Read {}
  }

  /// Identity fields that only merges read.
  private static final Set<String> IDENTITY =
      Set.of("$identified_id", "$anon_id", "$anon_distinct_id", "alias", "$distinct_ids");

  private final String endpoint;
  private final boolean strict;

  /// @param strict whether `/import?strict=1` rules hold: `$insert_id`, time and a real id needed
  EventReader(String endpoint, boolean strict) {
    this.endpoint = endpoint;
    this.strict = strict;
  }

  /// @throws StreamReadException where the body is no JSON
  List<Read> read(byte[] json, long nowMillis) {
    List<Read> all = new ArrayList<>();
    var buffer = new ByteArrayOutputStream(1024);
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case START_ARRAY, END_ARRAY -> {}
          case START_OBJECT -> all.add(readEvent(parser, buffer, nowMillis));
          default -> throw new StreamReadException(parser, "an event is a JSON object");
        }
      }
    }
    return all;
  }

  private Read readEvent(JsonParser parser, ByteArrayOutputStream buffer, long nowMillis) {
    String name = "";
    Fields fields = new Fields();
    buffer.reset();
    boolean properties = false;
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      JsonToken value = parser.nextToken();
      if (key.equals("event") && value == JsonToken.VALUE_STRING) {
        name = parser.getString();
      } else if (key.equals("properties") && value == JsonToken.START_OBJECT && !properties) {
        properties = true;
        copyProperties(parser, buffer, fields);
      } else {
        parser.skipChildren();
      }
    }
    return check(name, properties, fields, buffer.toByteArray(), nowMillis);
  }

  private static void copyProperties(
      JsonParser parser, ByteArrayOutputStream buffer, Fields fields) {
    try (JsonGenerator out = JSON.createGenerator(buffer)) {
      out.writeStartObject();
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        JsonToken value = parser.nextToken();
        fields.count++;
        if (value.isScalarValue()) {
          fields.take(key, parser.getString());
        }
        if (IDENTITY.contains(key)) {
          copyIdentity(parser, out, key, fields);
        } else if (!Fields.KEPT_APART.contains(key)) {
          out.writeName(key);
          copyValue(parser, out);
        } else {
          parser.skipChildren();
        }
      }
      out.writeEndObject();
    }
  }

  private static void copyIdentity(
      JsonParser parser, JsonGenerator out, String key, Fields fields) {
    List<String> ids = fields.identity.computeIfAbsent(key, _ -> new ArrayList<>());
    out.writeName(key);
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      if (parser.currentToken().isScalarValue()) {
        ids.add(parser.getString());
      }
      copyValue(parser, out);
      return;
    }
    out.writeStartArray();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken().isScalarValue()) {
        ids.add(parser.getString());
      }
      copyValue(parser, out);
    }
    out.writeEndArray();
  }

  /// Copies the value that the parser stands on.
  private static void copyValue(JsonParser parser, JsonGenerator out) {
    int depth = 0;
    JsonToken token = parser.currentToken();
    while (true) {
      switch (token) {
        case START_OBJECT -> out.writeStartObject();
        case START_ARRAY -> out.writeStartArray();
        case END_OBJECT -> out.writeEndObject();
        case END_ARRAY -> out.writeEndArray();
        case PROPERTY_NAME -> out.writeName(parser.currentName());
        case VALUE_STRING -> out.writeString(cut(parser.getString()));
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(parser.getString());
        case VALUE_TRUE -> out.writeBoolean(true);
        case VALUE_FALSE -> out.writeBoolean(false);
        case VALUE_NULL -> out.writeNull();
        case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
            throw new StreamReadException(parser, "not a JSON value");
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
      if (depth == 0) {
        return;
      }
      token = parser.nextToken();
      if (token == null) {
        throw new StreamReadException(parser, "the JSON ends too early");
      }
    }
  }

  static String cut(String text) {
    if (text.length() <= STRING_CHARS_MAX) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(STRING_CHARS_MAX - 1)) ? 254 : 255;
    return text.substring(0, end);
  }

  private Read check(String name, boolean properties, Fields fields, byte[] json, long nowMillis) {
    String insertId = fields.get("$insert_id");
    if (name.isBlank()) {
      return new Read.Refused(insertId, "event", "'event' must not be missing or blank");
    }
    if (!properties) {
      return new Read.Refused(insertId, "properties", "'properties' must be an object");
    }
    if (fields.count > PROPERTIES_MAX) {
      return new Read.Refused(insertId, "properties", "must have fewer than 255 properties");
    }
    if (strict && insertId.isEmpty()) {
      return new Read.Refused("", "properties.$insert_id", "'$insert_id' must not be missing");
    }
    if (insertId.length() > INSERT_ID_CHARS_MAX) {
      return new Read.Refused(
          insertId, "properties.$insert_id", "'$insert_id' must be at most 36 characters");
    }
    String distinctId = fields.get("distinct_id");
    if (strict && PLACEHOLDERS.contains(lower(distinctId))) {
      return new Read.Refused(
          insertId, "properties.distinct_id", "'distinct_id' must identify one person");
    }
    long time = millis(fields.get("time"), strict ? -1 : nowMillis);
    if (time < OLDEST_MILLIS || time > nowMillis + FUTURE_MAX.toMillis()) {
      return new Read.Refused(
          insertId, "properties.time", "'time' must be after 1971 and at most an hour from now");
    }
    return new Read.Understood(
        new StoredEvent(
            name.intern(),
            distinctId,
            fields.get("$device_id"),
            fields.get("$user_id"),
            fields.get("mp_country_code").intern(),
            time,
            insertId,
            nowMillis,
            endpoint,
            json),
        fields.get("token"),
        fields.identity);
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(java.util.Locale.ROOT);
  }

  /// Seconds, with or without a fraction, or milliseconds; the vendor tells them by their size.
  private static long millis(String text, long missing) {
    if (text.isEmpty()) {
      return missing;
    }
    try {
      var value = new BigDecimal(text);
      if (value.precision() - value.scale() > 18) {
        return -1;
      }
      boolean seconds = value.abs().compareTo(BigDecimal.valueOf(100_000_000_000L)) < 0;
      return (seconds ? value.movePointRight(3) : value).longValue();
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  /// What one walk over the properties collects.
  private static final class Fields {
    static final Set<String> KEPT_APART = Set.of("token", "distinct_id", "time");
    private static final Set<String> WANTED =
        Set.of(
            "token",
            "distinct_id",
            "time",
            "$insert_id",
            "$device_id",
            "$user_id",
            "mp_country_code");

    private final Map<String, String> values = HashMap.newHashMap(8);
    private final Map<String, List<String>> identity = HashMap.newHashMap(2);
    private int count;

    void take(String key, String value) {
      if (WANTED.contains(key)) {
        values.put(key, value);
      }
    }

    String get(String key) {
      return values.getOrDefault(key, "");
    }
  }
}
