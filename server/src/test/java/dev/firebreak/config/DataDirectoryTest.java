package dev.firebreak.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path folder;

  @Test
  void directoryThatWasOpenToOthersIsClosedToThem() throws IOException {
    Path root = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (DataDirectory directory = DataDirectory.own(root)) {
      assertThat(mode(directory.root())).isEqualTo("rwx------");
      assertThat(mode(directory.work())).isEqualTo("rwx------");
    }
  }

  @Test
  void newDirectoryIsItsOwnersAlone() throws IOException {
    try (DataDirectory directory = DataDirectory.own(folder.resolve("new"))) {
      assertThat(mode(directory.root())).isEqualTo("rwx------");
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
