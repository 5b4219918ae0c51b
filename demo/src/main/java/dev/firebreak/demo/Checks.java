package dev.firebreak.demo;

import java.util.ArrayList;
import java.util.List;

/// What must hold at the end of the replay; whatever does not makes the command fail. Confined to
/// the replay's thread.
final class Checks {
  private final List<String> failed = new ArrayList<>();

  /// Notes a sentence that does not hold.
  void require(boolean holds, String sentence) {
    if (!holds) {
      failed.add(sentence);
    }
  }

  void equal(long expected, long actual, String what) {
    require(expected == actual, what + ": expected " + expected + ", was " + actual);
  }

  List<String> failed() {
    return List.copyOf(failed);
  }
}
