package dev.firebreak.config;

import dev.firebreak.disk.DiskFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The data directory and its one owner process.
///
/// ```
/// journal/BINDING/   segments        ledger/        Parquet and manifest
/// incidents/ID/      sealed files    keys/          wrapped keysets
/// work/              plaintext while an assessment runs, mode 0700, swept at start
/// control.db         SQLite          lock, owner.sock
/// observed/BINDING   what observe mode counted
/// ```
public final class DataDirectory implements AutoCloseable {
  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
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
      FileChannel channel =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new FirebreakException(
            ErrorCode.DATA_DIRECTORY_IN_USE,
            "another process owns the data directory "
                + root
                + "; stop it, or send it commands"
                + " through its socket (the command line does so by itself while `serve` runs)");
      }
      return swept(new DataDirectory(root, channel, lock));
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the data directory " + root + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static DataDirectory swept(DataDirectory directory) throws IOException {
    try {
      directory.sweepWork();
      // folders that a process made just before it died
      DiskFiles.syncFolder(directory.root);
      return directory;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
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
      lock.release();
      channel.close();
    }
  }

  private void sweepWork() throws IOException {
    if (Files.exists(work())) {
      try (var files = Files.walk(work())) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(
        work(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }
}
