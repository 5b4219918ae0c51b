package dev.firebreak.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value of a YAML file with the line where it stands, counted from 1.
public sealed interface YamlNode {
  int line();

  /// A word, number or quoted text, as written but unquoted; empty text for `null` and `~`.
  record Scalar(String text, int line) implements YamlNode {}

  record Sequence(List<YamlNode> items, int line) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// Keys in the order of the file.
  record Mapping(Map<String, Entry> entries, int line) implements YamlNode {
    /// The value of a key; empty where it does not stand there.
    public Optional<YamlNode> value(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }
  }

  /// A key's value and the line of the key.
  record Entry(YamlNode value, int line) {}
}
