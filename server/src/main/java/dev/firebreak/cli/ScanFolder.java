package dev.firebreak.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder of a scan, mode 0700, for plaintext: gone when it is closed or the process is told to
/// end. What a killed scan left is swept when the next one begins.
///
/// ```
/// BASE/firebreak-scan-RANDOM/lock     held while the scan runs; free: whoever made it is gone
/// ```
///
/// A folder counts as left behind only if it belongs to this user and its lock can be had.
final class ScanFolder implements AutoCloseable {
  private static final String PREFIX = "firebreak-scan-";
  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel lock;
  private final Thread hook;

  private ScanFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
    hook = Thread.ofPlatform().unstarted(() -> remove(path));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Sweeps what earlier scans left there, and makes a folder.
  static ScanFolder in(Path base) throws IOException {
    while (true) {
      Path folder = Files.createTempDirectory(base, PREFIX);
      sweep(base, folder);
      FileChannel lock = lock(folder);
      if (lock != null) {
        return new ScanFolder(folder, lock);
      }
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    remove(path);
    lock.close();
    if (Files.exists(path)) {
      throw new IOException("the folder " + path + " could not be removed: remove it by hand");
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // the hook does the same
    }
  }

  private static void sweep(Path base, Path own) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, PREFIX + "*")) {
      for (Path folder : folders) {
        if (!folder.equals(own) && isOfSameUser(folder, own)) {
          sweep(folder);
        }
      }
    }
  }

  private static boolean isOfSameUser(Path folder, Path own) throws IOException {
    try {
      return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own));
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /// Removes a folder whose lock is free. One without a lock is just being made, or empty for good.
  private static void sweep(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    FileChannel free = lock(folder);
    if (free != null) {
      remove(folder);
      free.close();
    }
  }

  /// The lock of a folder; null where another has it, or the folder is gone.
  private static @Nullable FileChannel lock(Path folder) throws IOException {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null && Files.exists(folder.resolve(LOCK))) {
        return channel;
      }
    } catch (OverlappingFileLockException | NoSuchFileException taken) {
      // another has it, in this process or by sweeping
    }
    if (channel != null) {
      channel.close();
    }
    return null;
  }

  /// Removes all that can be removed.
  private static void remove(Path folder) {
    try (Stream<Path> below = Files.walk(folder)) {
      List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | java.io.UncheckedIOException left) {
      // told by whoever closes, swept by the next scan
    }
  }
}
