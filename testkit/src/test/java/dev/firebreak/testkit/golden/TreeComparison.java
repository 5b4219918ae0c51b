package dev.firebreak.testkit.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Says where two trees of JSON differ, to the letter. Order counts in lists, not in objects.
final class TreeComparison {
  private static final int TOLD_MAX = 60;

  private final List<String> differences = new ArrayList<>();

  private TreeComparison() {}

  /// @param expected the truth
  /// @param actual what was found
  /// @return a line for each difference, with its path; of many the first
  static List<String> differences(JsonNode expected, JsonNode actual) {
    TreeComparison comparison = new TreeComparison();
    comparison.compare("", expected, actual);
    return comparison.differences;
  }

  private void compare(String path, JsonNode expected, JsonNode actual) {
    if (differences.size() >= TOLD_MAX) {
      return;
    }
    if (expected.isObject() && actual.isObject()) {
      TreeSet<String> names = new TreeSet<>(expected.propertyNames());
      names.addAll(actual.propertyNames());
      for (String name : names) {
        property(path + "/" + name, expected.get(name), actual.get(name));
      }
    } else if (!expected.toString().equals(actual.toString())) {
      differences.add(path + ": true is " + expected + ", found was " + actual);
    }
  }

  private void property(String path, @Nullable JsonNode expected, @Nullable JsonNode actual) {
    if (expected == null) {
      differences.add(path + ": not true, but found: " + actual);
    } else if (actual == null) {
      differences.add(path + ": not found: " + expected);
    } else {
      compare(path, expected, actual);
    }
  }
}
