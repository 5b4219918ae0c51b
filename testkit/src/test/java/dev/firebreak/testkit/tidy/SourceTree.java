package dev.firebreak.testkit.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The project's own files.
final class SourceTree {
  private static final List<String> MODULES =
      List.of("core", "ledger", "spark", "server", "testkit", "demo", "benchmarks");

  private SourceTree() {}

  /// A source file and its lines.
  record Source(Path path, List<String> lines) {
    String name() {
      return path.getFileName().toString();
    }

    boolean isMain() {
      return path.toString().contains("/src/main/");
    }

    /// The package as a path, such as `gateway`, empty for the root.
    String feature() {
      String text = path.toString();
      int start = text.indexOf("/dev/firebreak/") + "/dev/firebreak/".length();
      int end = text.indexOf('/', start);
      return end < 0 ? "" : text.substring(start, end);
    }

    boolean isIn(String module) {
      return path.startsWith(root().resolve(module));
    }

    @Override
    public String toString() {
      return root().relativize(path).toString();
    }
  }

  static Path root() {
    return Path.of(System.getProperty("firebreak.root"));
  }

  static List<Source> java() {
    return MODULES.stream()
        .flatMap(module -> files(module, ".java"))
        .map(SourceTree::read)
        .toList();
  }

  private static Stream<Path> files(String module, String suffix) {
    Path folder = root().resolve(module).resolve("src");
    if (!Files.exists(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Source read(Path file) {
    try {
      return new Source(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
