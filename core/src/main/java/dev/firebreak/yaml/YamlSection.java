package dev.firebreak.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// One mapping of a file that is being read. Known keys are asked for with their type; whatever
/// nobody asked for is a problem at [#finish]. A value that is wrong is noted and a harmless
/// stand-in returned, so that reading goes on and finds the other problems. Confined to one thread.
public final class YamlSection {
  private final String path;
  private final Node node;
  private final YamlProblems problems;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();

  private YamlSection(String path, Node node, YamlProblems problems) {
    this.path = path;
    this.node = node;
    this.problems = problems;
  }

  static Optional<YamlSection> open(String path, Node node, YamlProblems problems) {
    if (!(node instanceof MappingNode mapping)) {
      problems.add(node, path + "expected `key: value` lines");
      return Optional.empty();
    }
    YamlSection section = new YamlSection(path, node, problems);
    for (NodeTuple entry : mapping.getValue()) {
      section
          .scalar("", entry.getKeyNode())
          .ifPresent(key -> {
            if (section.entries.putIfAbsent(key, entry) != null) {
              problems.add(entry.getKeyNode(), path + key + ": stands twice; keep one");
            }
          });
    }
    return Optional.of(section);
  }

  /// The text of a key; a missing one is a problem and gives empty text.
  public String text(String key) {
    return optionalText(key).orElseGet(() -> missing(key, ""));
  }

  /// The text of a key; empty where it is missing or says nothing.
  public Optional<String> optionalText(String key) {
    return value(key).flatMap(value -> scalar(key, value)).filter(text -> !text.isEmpty());
  }

  /// A value of any type that a parser makes of the text; what the parser refuses with an
  /// [IllegalArgumentException] is a problem that says what was expected.
  public <T> Optional<T> optional(String key, String expected, Function<String, T> parser) {
    return optionalText(key)
        .flatMap(text -> {
          try {
            return Optional.of(parser.apply(text));
          } catch (IllegalArgumentException e) {
            problem(key, "expected " + expected);
            return Optional.empty();
          }
        });
  }

  /// As [#optional], but a missing key is a problem too.
  public <T> T required(String key, String expected, Function<String, T> parser, T standIn) {
    if (optionalText(key).isEmpty()) {
      return missing(key, standIn);
    }
    return optional(key, expected, parser).orElse(standIn);
  }

  /// A constant of an enum, written in lower case with hyphens.
  public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    E[] constants = type.getEnumConstants();
    String expected =
        "one of " + String.join(", ", Arrays.stream(constants).map(YamlSection::spelling).toList());
    return optional(
        key,
        expected,
        text ->
            Arrays.stream(constants)
                .filter(constant -> spelling(constant).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
  }

  /// The texts of a list; empty where the key is missing.
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node item : items(key)) {
      scalar(key, item).ifPresent(texts::add);
    }
    return texts;
  }

  /// The mapping of a key; empty where it is missing or no mapping.
  public Optional<YamlSection> section(String key) {
    return value(key).flatMap(value -> open(path + key + ".", value, problems));
  }

  /// As [#section], but a missing key is a problem.
  public YamlSection requiredSection(String key) {
    return section(key)
        .orElseGet(() -> missing(key, new YamlSection(path + key + ".", node, problems)));
  }

  /// The mappings of a list; empty where the key is missing.
  public List<YamlSection> sections(String key) {
    List<YamlSection> sections = new ArrayList<>();
    int number = 0;
    for (Node item : items(key)) {
      open(path + key + "[" + number++ + "].", item, problems).ifPresent(sections::add);
    }
    return sections;
  }

  /// The keys that stand here, in their order; none counts as asked for.
  public List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /// True where the value of a key is a mapping; the key does not count as asked for.
  public boolean isSection(String key) {
    NodeTuple entry = entries.get(key);
    return entry != null && entry.getValueNode() instanceof MappingNode;
  }

  /// Notes a problem with the value of a key.
  public void problem(String key, String message) {
    NodeTuple entry = entries.get(key);
    problems.add(entry == null ? node : entry.getKeyNode(), path + key + ": " + message);
  }

  /// Notes a problem with the section as a whole.
  public void problem(String message) {
    problems.add(
        node, path.isEmpty() ? message : path.substring(0, path.length() - 1) + ": " + message);
  }

  /// Notes every key that nobody asked for.
  public void finish() {
    Set<String> unknown = new HashSet<>(entries.keySet());
    unknown.removeAll(asked);
    entries.forEach((key, entry) -> {
      if (unknown.contains(key)) {
        problems.add(
            entry.getKeyNode(),
            path + key + ": unknown key; known are " + String.join(", ", asked));
      }
    });
  }

  private Optional<Node> value(String key) {
    asked.add(key);
    return Optional.ofNullable(entries.get(key)).map(NodeTuple::getValueNode);
  }

  private List<Node> items(String key) {
    Optional<Node> value = value(key);
    if (value.isPresent() && !(value.get() instanceof SequenceNode)) {
      problem(key, "expected a list");
    }
    return value.orElse(null) instanceof SequenceNode list ? list.getValue() : List.of();
  }

  private Optional<String> scalar(String key, Node value) {
    if (value instanceof ScalarNode scalar) {
      String text = scalar.getValue();
      return Optional.of(text.equals("~") || text.equals("null") ? "" : text);
    }
    problems.add(value, path + key + ": expected one value");
    return Optional.empty();
  }

  private <T> T missing(String key, T standIn) {
    problem(key, "is required");
    return standIn;
  }

  private static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
