package dev.firebreak.yaml;

import dev.firebreak.yaml.YamlNode.Entry;
import dev.firebreak.yaml.YamlNode.Mapping;
import dev.firebreak.yaml.YamlNode.Scalar;
import dev.firebreak.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads one YAML document into [YamlNode]s. Keys that stand twice are a problem, not a silent
/// choice; anchors and aliases are refused, since no settings file here needs them.
public final class YamlReader {
  private static final YAMLMapper MAPPER = new YAMLMapper(new YAMLFactory());
  private static final int DEPTH_MAX = 20;

  private final JsonParser parser;
  private final Problems problems;

  private YamlReader(JsonParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /// The document's root mapping; empty where the text has another shape or is no YAML, with the
  /// reason among the problems.
  public static Optional<Mapping> read(String text, Problems problems) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      if (parser.nextToken() == null) {
        problems.add(1, "the file is empty");
        return Optional.empty();
      }
      YamlNode root = new YamlReader(parser, problems).node(0);
      if (root instanceof Mapping mapping) {
        return Optional.of(mapping);
      }
      problems.add(root.line(), "expected `key: value` lines at the top level");
      return Optional.empty();
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      problems.add(line, "not valid YAML: " + firstLine(e.getOriginalMessage()));
      return Optional.empty();
    }
  }

  private YamlNode node(int depth) {
    int line = line();
    if (depth > DEPTH_MAX) {
      problems.add(line, "nested deeper than " + DEPTH_MAX + " levels");
      parser.skipChildren();
      return new Scalar("", line);
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(line, depth);
      case START_ARRAY -> sequence(line, depth);
      case VALUE_NULL -> new Scalar("", line);
      case VALUE_STRING,
          VALUE_NUMBER_INT,
          VALUE_NUMBER_FLOAT,
          VALUE_TRUE,
          VALUE_FALSE,
          VALUE_EMBEDDED_OBJECT,
          NOT_AVAILABLE,
          END_OBJECT,
          END_ARRAY,
          PROPERTY_NAME ->
          new Scalar(parser.getString(), line);
    };
  }

  private Mapping mapping(int line, int depth) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line();
      parser.nextToken();
      YamlNode value = node(depth + 1);
      if (entries.putIfAbsent(key, new Entry(value, keyLine)) != null) {
        problems.add(keyLine, "the key `" + key + "` stands twice; keep one");
      }
    }
    return new Mapping(Collections.unmodifiableMap(entries), line);
  }

  private Sequence sequence(int line, int depth) {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(depth + 1));
    }
    return new Sequence(items, line);
  }

  private int line() {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
