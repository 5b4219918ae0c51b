package dev.firebreak.yaml;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/// Collects what is wrong with one file, so that its author sees all of it at once. Confined to the
/// thread that reads the file.
public final class YamlProblems {
  private static final int PROBLEMS_MAX = 100;

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  /// @param file its name, for the messages
  public YamlProblems(String file) {
    this.file = file;
  }

  void add(Node node, String message) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    add(line, message);
  }

  void add(String message) {
    add(0, message);
  }

  /// Each with file and line, in the order of their lines; first those of the whole file.
  public List<String> found() {
    return found.stream()
        .sorted(Comparator.comparingInt(Problem::line))
        .map(problem -> file + problem.place() + ": " + problem.message())
        .toList();
  }

  /// Throws one exception with every problem, a line each; does nothing where there is none.
  public void throwIfAny(ErrorCode code) {
    if (!found.isEmpty()) {
      String count = found.size() == 1 ? "one problem" : found.size() + " problems";
      throw new FirebreakException(
          code, file + " has " + count + ":\n  " + String.join("\n  ", found()));
    }
  }

  private void add(int line, String message) {
    if (found.size() < PROBLEMS_MAX) {
      found.add(new Problem(line, message));
    }
  }

  /// One problem; line 0 where it is one of the whole file.
  private record Problem(int line, String message) {
    String place() {
      return line == 0 ? "" : ":" + line;
    }
  }
}
