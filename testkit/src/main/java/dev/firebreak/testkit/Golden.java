package dev.firebreak.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reviewed files of expected output, in testkit's test resources.
public final class Golden {
  private Golden() {}

  /// Compares a text with its file; with `-Dgolden.update=true` writes the file instead.
  ///
  /// @throws AssertionError where they differ or the file is missing
  public static void check(String name, String actual) throws IOException {
    Path file = Path.of(System.getProperty("firebreak.root"), "testkit/src/test/resources", name);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, actual);
      return;
    }
    if (!Files.exists(file)) {
      throw new AssertionError(name + " is missing; write it with -Dgolden.update=true, review it");
    }
    String expected = Files.readString(file);
    if (!expected.equals(actual)) {
      throw new AssertionError(
          name + " differs: " + firstDifference(expected.split("\n", -1), actual.split("\n", -1)));
    }
  }

  private static String firstDifference(String[] expected, String[] actual) {
    for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
      if (!expected[i].equals(actual[i])) {
        return "line %d%nexpected: %s%nbut was:  %s".formatted(i + 1, expected[i], actual[i]);
      }
    }
    return "%d lines expected, but there are %d".formatted(expected.length, actual.length);
  }
}
