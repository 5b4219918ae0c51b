package dev.firebreak.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
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

  @Test
  void directoryThatIsOwnedIsRefusedAndStaysOwned() throws Exception {
    Path root = folder.resolve("data");
    try (DataDirectory directory = DataDirectory.own(root)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> DataDirectory.own(root))
            .isInstanceOf(FirebreakException.class)
            .hasMessageContaining("owns the data directory");
        assertThat(lockOfAnotherProcess(directory.root())).isFalse();
      }
    }
    assertThat(lockOfAnotherProcess(root)).isTrue();
    DataDirectory.own(root).close();
  }

  @Test
  void directoryThatCanNotBeSweptIsGivenBack() throws Exception {
    Path root = Files.createDirectory(folder.resolve("data"));
    Path work = Files.createSymbolicLink(root.resolve("work"), folder.resolve("nowhere"));
    assertThatThrownBy(() -> DataDirectory.own(root)).hasMessageContaining("cannot be used");
    assertThat(lockOfAnotherProcess(root)).isTrue();
    Files.delete(work);
    DataDirectory.own(root).close();
  }

  @Test
  void lockThatCanNotBeOpenedIsToldAndLeavesNothingBehind() throws Exception {
    Path root = folder.resolve("data");
    Files.createDirectories(root.resolve("lock"));
    assertThatThrownBy(() -> DataDirectory.own(root)).hasMessageContaining("cannot be used");
    Files.delete(root.resolve("lock"));
    DataDirectory.own(root).close();
  }

  /// Whether another process gets the lock at this moment.
  private static boolean lockOfAnotherProcess(Path root) throws Exception {
    String lock = root.resolve("lock").toString();
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                LockProbe.class.getName(),
                lock)
            .start();
    return process.waitFor() == 0;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
