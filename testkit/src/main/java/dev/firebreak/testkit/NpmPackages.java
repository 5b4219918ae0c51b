package dev.firebreak.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The npm packages of `testkit/src/test/npm`, installed into `testkit/target` as its lock file
/// pins them.
public final class NpmPackages {
  private static final long MINUTES_MAX = 3;

  private NpmPackages() {}

  /// The folder with `node_modules` and the scripts beside it.
  public static synchronized Path install() throws IOException {
    Path testkit = Path.of(System.getProperty("firebreak.root"), "testkit");
    Path source = testkit.resolve("src/test/npm");
    Path folder = Files.createDirectories(testkit.resolve("target/npm"));
    boolean locked = sameLock(source, folder);
    try (var files = Files.list(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!locked) {
      run(
          folder,
          List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
    }
    return folder;
  }

  /// Runs a program in the folder and gives what it printed, errors included.
  public static String run(Path folder, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(command.get(0) + " failed: " + printed);
      }
      return printed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.get(0) + " ran", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /// True where the last installation was of this lock file and ended well.
  private static boolean sameLock(Path source, Path folder) throws IOException {
    Path before = folder.resolve("package-lock.json");
    return Files.exists(folder.resolve("node_modules/.package-lock.json"))
        && Files.exists(before)
        && Files.mismatch(source.resolve("package-lock.json"), before) < 0;
  }
}
