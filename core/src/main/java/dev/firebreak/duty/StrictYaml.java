package dev.firebreak.duty;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads YAML node by node and collects every problem with its line instead of stopping at the
/// first. Aliases are followed, recursion and duplicate keys are problems, scalars are text: `NO`
/// is Norway. Confined to one thread.
final class StrictYaml {
  private static final int ALIASES_MAX = 100;
  private static final int DEPTH_MAX = 20;

  private final List<String> problems = new ArrayList<>();

  /// A mapping whose keys are taken one by one; those never taken are unknown.
  final class Section {
    private final String where;
    private final Node node;
    private final Map<String, Node> entries = new LinkedHashMap<>();

    private Section(String where, Node node) {
      this.where = where;
      this.node = node;
    }

    String text(String key) {
      return optionalText(key).orElseGet(() -> missing(key));
    }

    Optional<String> optionalText(String key) {
      return take(key).flatMap(value -> scalar(where + "." + key, value));
    }

    List<String> texts(String key) {
      List<String> texts = new ArrayList<>();
      for (Node item : items(key)) {
        scalar(where + "." + key, item).ifPresent(texts::add);
      }
      return texts;
    }

    Optional<Section> section(String key) {
      return take(key).flatMap(value -> open(where + "." + key, value));
    }

    List<Section> sections(String key) {
      List<Section> sections = new ArrayList<>();
      int number = 0;
      for (Node item : items(key)) {
        open(where + "." + key + "[" + number++ + "]", item).ifPresent(sections::add);
      }
      return sections;
    }

    Section requiredSection(String key) {
      return section(key)
          .orElseGet(() -> {
            missing(key);
            return new Section(where + "." + key, node);
          });
    }

    void problem(String text) {
      problems.add(line(node) + where + ": " + text);
    }

    /// Reports the keys that nobody took.
    void finish() {
      entries.forEach((key, value) -> problems.add(line(value) + where + ": unknown key " + key));
    }

    private List<Node> items(String key) {
      Optional<Node> value = take(key);
      if (value.isPresent() && !(value.get() instanceof SequenceNode)) {
        problems.add(line(value.get()) + where + "." + key + ": expected a list");
      }
      return value.orElse(null) instanceof SequenceNode list ? list.getValue() : List.of();
    }

    private Optional<Node> take(String key) {
      return Optional.ofNullable(entries.remove(key));
    }

    private String missing(String key) {
      problem("the key " + key + " is missing");
      return "";
    }
  }

  /// Reads the text's one document.
  Optional<Section> read(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setMaxAliasesForCollections(ALIASES_MAX)
            .setAllowDuplicateKeys(false)
            .build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add("the file is empty");
        return Optional.empty();
      }
      if (isRecursive(root.get(), Collections.newSetFromMap(new IdentityHashMap<>()), 0)) {
        problems.add("an alias contains itself, or the nesting is deeper than " + DEPTH_MAX);
        return Optional.empty();
      }
      return open("file", root.get());
    } catch (YamlEngineException e) {
      problems.add("not YAML: " + e.getMessage());
      return Optional.empty();
    }
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  private Optional<Section> open(String where, Node node) {
    if (!(node instanceof MappingNode mapping)) {
      problems.add(line(node) + where + ": expected keys and values");
      return Optional.empty();
    }
    Section section = new Section(where, node);
    for (NodeTuple tuple : mapping.getValue()) {
      scalar(where, tuple.getKeyNode())
          .ifPresent(key -> {
            if (section.entries.put(key, tuple.getValueNode()) != null) {
              problems.add(line(tuple.getKeyNode()) + where + ": " + key + " stands twice");
            }
          });
    }
    return Optional.of(section);
  }

  private Optional<String> scalar(String where, Node node) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    problems.add(line(node) + where + ": expected one value");
    return Optional.empty();
  }

  private static boolean isRecursive(Node node, Set<Node> above, int depth) {
    if (depth > DEPTH_MAX || !above.add(node)) {
      return true;
    }
    boolean recursive = children(node).stream().anyMatch(c -> isRecursive(c, above, depth + 1));
    above.remove(node);
    return recursive;
  }

  private static List<Node> children(Node node) {
    if (node instanceof SequenceNode list) {
      return list.getValue();
    }
    if (node instanceof MappingNode mapping) {
      return mapping.getValue().stream().map(NodeTuple::getValueNode).toList();
    }
    return List.of();
  }

  private static String line(Node node) {
    return node.getStartMark().map(mark -> "line " + (mark.getLine() + 1) + ": ").orElse("");
  }
}
