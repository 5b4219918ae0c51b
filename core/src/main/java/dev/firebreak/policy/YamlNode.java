package dev.firebreak.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// A YAML document that remembers its lines and its duplicate keys, so that problems can be told
/// with their place. Aliases are refused: a policy has no use for them.
sealed interface YamlNode {
  int DEPTH_MAX = 16;

  /// Line of its first character, from 1.
  int line();

  /// A scalar by its text.
  record Scalar(String text, int line) implements YamlNode {}

  /// A mapping with its entries in order, duplicates included.
  record Mapping(List<Entry> entries, int line) implements YamlNode {
    Optional<Entry> entry(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }
  }

  /// A sequence; its items matter to no policy.
  record Sequence(int line) implements YamlNode {}

  /// One key of a mapping.
  record Entry(String key, int line, YamlNode value) {}

  /// The file can't be read as YAML at this line.
  final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    Unreadable(int line, String message) {
      super(message);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  /// Reads the first document of a text.
  static YamlNode read(String yaml) throws Unreadable {
    try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), yaml)) {
      if (parser.nextToken() == null) {
        return new Mapping(List.of(), 1);
      }
      return node(parser, 0);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw new Unreadable(line, "this is no YAML that can be read");
    }
  }

  private static YamlNode node(JsonParser parser, int depth) throws Unreadable {
    int line = line(parser);
    if (depth > DEPTH_MAX) {
      throw new Unreadable(line, "nested deeper than " + DEPTH_MAX + " levels");
    }
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw new Unreadable(line, "aliases are not supported");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(parser, depth, line);
      case START_ARRAY -> {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          node(parser, depth + 1);
        }
        yield new Sequence(line);
      }
      default -> new Scalar(parser.getString(), line);
    };
  }

  private static Mapping mapping(JsonParser parser, int depth, int line) throws Unreadable {
    List<Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line(parser);
      parser.nextToken();
      entries.add(new Entry(key, keyLine, node(parser, depth + 1)));
    }
    return new Mapping(List.copyOf(entries), line);
  }

  private static int line(JsonParser parser) {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }
}
