package dev.firebreak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for one try of a property, which JUnit's own folders do not know: gone when it is
/// closed, with everything in it.
///
/// @param path the folder
public record TemporaryFolder(Path path) implements AutoCloseable {
  /// Makes one.
  public static TemporaryFolder of(String prefix) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(prefix));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> below = Files.walk(path)) {
      List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    }
  }
}
