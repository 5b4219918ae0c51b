package dev.firebreak.yaml;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with one file, so that its author sees all of it at once. Confined to the
/// thread that reads the file.
public final class Problems {
  private static final int PROBLEMS_MAX = 100;

  private final String file;
  private final List<String> found = new ArrayList<>();

  public Problems(String file) {
    this.file = file;
  }

  /// Notes a problem: what is wrong, and what to write instead.
  public void add(int line, String message) {
    if (found.size() < PROBLEMS_MAX) {
      found.add(file + ":" + line + ": " + message);
    }
  }

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
}
