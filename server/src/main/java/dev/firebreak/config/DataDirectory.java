package dev.firebreak.config;

import dev.firebreak.disk.DiskFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The data directory and its one owner process.
///
/// ```
/// journal/BINDING/   segments        ledger/        Parquet and manifest
/// incidents/ID/      sealed files    keys/          wrapped keysets
/// work/              plaintext while an assessment runs, mode 0700, swept at start
/// control.db         SQLite          lock, owner.sock
/// reviews/ID/        evidence, sealed
/// observed/BINDING   what observe mode counted
/// ```
public final class DataDirectory implements AutoCloseable {
  /// Directories that this process owns, by their real paths.
  private static final Set<Path> OWNED = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final Path real;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path root, Path real, FileChannel channel, FileLock lock) {
    this.root = root;
    this.real = real;
    this.channel = channel;
    this.lock = lock;
  }

  /// Takes the directory for this process, creating it where missing. One that is there already is
  /// closed to other users: its socket takes commands.
  ///
  /// @throws FirebreakException DATA_DIRECTORY_IN_USE where another process owns it
  public static DataDirectory own(Path root) {
    try {
      DiskFiles.createFolder(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      return swept(locked(root, root.toRealPath()));
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the data directory " + root + " cannot be used: " + e.getMessage(), e);
    }
  }

  /// Takes the lock. One that this process has already is not tried for: closing the second file
  /// would give up the first one's lock (POSIX fcntl).
  private static DataDirectory locked(Path root, Path real) throws IOException {
    if (!OWNED.add(real)) {
      throw inUse(root);
    }
    @Nullable FileLock lock = null;
    @Nullable FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
      if (lock == null) {
        throw inUse(root);
      }
      return new DataDirectory(root, real, channel, lock);
    } finally {
      if (lock == null) {
        OWNED.remove(real);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private static FirebreakException inUse(Path root) {
    return new FirebreakException(
        ErrorCode.DATA_DIRECTORY_IN_USE,
        "another process owns the data directory "
            + root
            + "; stop it, or send it commands"
            + " through its socket (the command line does so by itself while `serve` runs)");
  }

  private static DataDirectory swept(DataDirectory directory) throws IOException {
    try {
      directory.sweepWork();
      // folders that a process made just before it died
      DiskFiles.syncFolder(directory.root);
      return directory;
    } catch (IOException | RuntimeException e) {
      try (directory) {
        throw e;
      }
    }
  }

  public Path root() {
    return root;
  }

  public Path journal() {
    return root.resolve("journal");
  }

  public Path ledger() {
    return root.resolve("ledger");
  }

  public Path incidents() {
    return root.resolve("incidents");
  }

  /// Documents that vendors showed in reviews, sealed.
  public Path reviews() {
    return root.resolve("reviews");
  }

  public Path keys() {
    return root.resolve("keys");
  }

  /// True where a journal or the ledger has ever held anything, as far as files tell.
  public boolean holdsRecords() throws IOException {
    return holds(journal(), ".seg") || holds(ledger(), ".parquet");
  }

  private static boolean holds(Path folder, String suffix) throws IOException {
    if (!Files.exists(folder)) {
      return false;
    }
    try (var files = Files.walk(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(suffix));
    }
  }

  /// For plaintext while work goes on; whoever makes a folder here removes it at the end.
  public Path work() {
    return root.resolve("work");
  }

  /// What policies in observe mode would have done; counts without values.
  public Path observed() {
    return root.resolve("observed");
  }

  public Path controlDatabase() {
    return root.resolve("control.db");
  }

  /// Where the owner process listens for commands.
  public Path ownerSocket() {
    return ownerSocket(root);
  }

  public static Path ownerSocket(Path root) {
    return root.resolve("owner.sock");
  }

  /// Gives the directory back; a second call does nothing.
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try (channel) {
        lock.release();
      } finally {
        OWNED.remove(real);
      }
    }
  }

  private void sweepWork() throws IOException {
    if (Files.exists(work())) {
      try (var files = Files.walk(work())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.createDirectories(
        work(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
