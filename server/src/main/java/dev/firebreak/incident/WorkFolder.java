package dev.firebreak.incident;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// A folder with plaintext that is removed with everything in it when closed, also after a failure.
/// What a killed process leaves behind is swept when the data directory is next opened.
public final class WorkFolder implements AutoCloseable {
  private final Path path;

  /// @param path a folder that there is, with mode 0700
  public WorkFolder(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    List<Path> contents;
    try (var walk = Files.walk(path)) {
      contents = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : contents) {
      Files.deleteIfExists(file);
    }
  }
}
