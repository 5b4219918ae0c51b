package dev.firebreak.yaml;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads a text's one YAML document node by node, so that every problem is told with its line.
/// Aliases are followed, recursion and duplicate keys are problems, scalars are text: `NO` is
/// Norway.
public final class YamlDocument {
  private static final int ALIASES_MAX = 100;
  private static final int DEPTH_MAX = 20;

  private YamlDocument() {}

  /// The root mapping; empty where the text is no YAML or has another shape, with the reason among
  /// the problems.
  public static Optional<YamlSection> read(String text, YamlProblems problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setMaxAliasesForCollections(ALIASES_MAX)
            .setAllowDuplicateKeys(true)
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
      return YamlSection.open("", root.get(), problems);
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
      problems.add("not valid YAML" + line + ": " + e.getProblem());
      return Optional.empty();
    } catch (YamlEngineException e) {
      problems.add("not valid YAML: " + e.getMessage());
      return Optional.empty();
    }
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
}
