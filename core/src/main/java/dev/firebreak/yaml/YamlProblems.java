package dev.firebreak.yaml;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/// Collects what is wrong with one file, so that its author sees all of it at once. Confined to the
/// thread that reads the file.
public final class YamlProblems {
  private static final int PROBLEMS_MAX = 100;

  private final String file;
  private final List<String> found = new ArrayList<>();

  /// @param file its name, for the messages
  public YamlProblems(String file) {
    this.file = file;
  }

  void add(Node node, String message) {
    String line = node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    add(line, message);
  }

  void add(String message) {
    add("", message);
  }

  /// Each with file and line, in the order they were found.
  public List<String> found() {
    return List.copyOf(found);
  }

  /// Throws one exception with every problem, a line each; does nothing where there is none.
  public void throwIfAny(ErrorCode code) {
    if (!found.isEmpty()) {
      String count = found.size() == 1 ? "one problem" : found.size() + " problems";
      throw new FirebreakException(
          code, file + " has " + count + ":\n  " + String.join("\n  ", found));
    }
  }

  private void add(String line, String message) {
    if (found.size() < PROBLEMS_MAX) {
      found.add(file + line + ": " + message);
    }
  }
}
