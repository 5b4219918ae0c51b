package dev.firebreak.config;

import dev.firebreak.yaml.Problems;
import dev.firebreak.yaml.YamlNode;
import dev.firebreak.yaml.YamlNode.Mapping;
import dev.firebreak.yaml.YamlNode.Scalar;
import dev.firebreak.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// One mapping of the settings file being read: known keys are taken out with their type, whatever
/// is left at the end is a problem. A value that is wrong is noted, and a harmless stand-in is
/// returned so that reading goes on and finds the other problems. Confined to one thread.
final class Section {
  private final String path;
  private final Mapping mapping;
  private final Problems problems;
  private final Set<String> known = new TreeSet<>();

  Section(String path, Mapping mapping, Problems problems) {
    this.path = path;
    this.mapping = mapping;
    this.problems = problems;
  }

  String text(String key) {
    return optionalText(key).orElseGet(() -> missing(key, ""));
  }

  Optional<String> optionalText(String key) {
    known.add(key);
    return mapping.value(key).flatMap(node -> scalar(key, node)).filter(text -> !text.isEmpty());
  }

  /// A value of any type that a parser makes of a text; the parser's complaint becomes the problem.
  <T> Optional<T> optional(String key, String expected, Function<String, T> parser) {
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

  <T> T required(String key, String expected, Function<String, T> parser, T standIn) {
    if (optionalText(key).isEmpty()) {
      return missing(key, standIn);
    }
    return optional(key, expected, parser).orElse(standIn);
  }

  <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    String expected =
        "one of "
            + String.join(
                ", ", Arrays.stream(type.getEnumConstants()).map(Section::spelling).toList());
    return optional(
        key,
        expected,
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> spelling(constant).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
  }

  List<String> texts(String key) {
    known.add(key);
    List<String> texts = new ArrayList<>();
    for (YamlNode node : items(key)) {
      scalar(key, node).ifPresent(texts::add);
    }
    return texts;
  }

  /// The mappings of a list; empty where the key is missing.
  List<Section> sections(String key) {
    known.add(key);
    List<Section> sections = new ArrayList<>();
    for (YamlNode node : items(key)) {
      if (node instanceof Mapping item) {
        sections.add(new Section(path + key + "[" + sections.size() + "].", item, problems));
      } else {
        problems.add(node.line(), path + key + ": expected a list of `key: value` groups");
      }
    }
    return sections;
  }

  Optional<Section> section(String key) {
    known.add(key);
    Optional<YamlNode> value = mapping.value(key);
    if (value.isPresent() && !(value.get() instanceof Mapping)) {
      problem(key, "expected `key: value` lines below it");
    }
    return value.flatMap(node ->
        node instanceof Mapping inner
            ? Optional.of(new Section(path + key + ".", inner, problems))
            : Optional.empty());
  }

  void problem(String key, String message) {
    int line =
        mapping.entries().containsKey(key) ? mapping.entries().get(key).line() : mapping.line();
    problems.add(line, path + key + ": " + message);
  }

  /// Notes every key that nobody asked for.
  void refuseUnknown() {
    for (Map.Entry<String, YamlNode.Entry> entry : mapping.entries().entrySet()) {
      if (!known.contains(entry.getKey())) {
        problems.add(
            entry.getValue().line(),
            path + entry.getKey() + ": unknown key; known are " + String.join(", ", known));
      }
    }
  }

  private List<YamlNode> items(String key) {
    Optional<YamlNode> value = mapping.value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof Sequence sequence) {
      return sequence.items();
    }
    problem(key, "expected a list");
    return List.of();
  }

  private Optional<String> scalar(String key, YamlNode node) {
    if (node instanceof Scalar scalar) {
      return Optional.of(scalar.text());
    }
    problem(key, "expected one value");
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
