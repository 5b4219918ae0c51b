package dev.firebreak.ledger;

import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The ledger's folder on disk and its one writer.
///
/// ```
/// manifest.json                    the list; switched by rename
/// manifest.json.new                a list on its way; swept at open
/// l0-0000000017-facts-mixpanel.parquet  LedgerFileName says what is in it
/// compaction-0.parquet.new         a file that compaction is writing; swept at open
/// writer.lock                      held by the process that writes
/// ```
final class LedgerFolder implements AutoCloseable {
  private static final String MANIFEST = "manifest.json";
  private static final String NEXT = "manifest.json.new";
  private static final String STAGED = "compaction-";

  private final Path folder;
  private final FileChannel lockFile;
  private final FileLock lock;

  private LedgerFolder(Path folder, FileChannel lockFile, FileLock lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /// Makes the folder where missing and takes it for this process.
  static LedgerFolder own(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      // the folder's own name, also where a process that died had just made it
      synchronize(parent);
    }
    FileChannel channel =
        FileChannel.open(
            folder.resolve("writer.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new FirebreakException(
          ErrorCode.DATA_DIRECTORY_IN_USE,
          "another process writes the ledger in " + folder + "; stop it first");
    }
    return new LedgerFolder(folder, channel, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  Path path() {
    return folder;
  }

  Path resolve(String name) {
    return folder.resolve(name);
  }

  List<Path> resolve(List<String> names) {
    return names.stream().map(folder::resolve).toList();
  }

  /// Reads the manifest, the first time writing an empty one, and sweeps what a crash left behind.
  /// Files that were replaced not long ago stay: another process may still read them. Nothing is
  /// swept where a listed file is missing: what lies there may be needed to mend it.
  ///
  /// @throws FirebreakException DATA_DAMAGED where the manifest is missing, unreadable or older
  ///   than the files beside it; then nothing is swept
  LedgerManifest open() throws IOException {
    List<String> files = ledgerFiles();
    LedgerManifest manifest = readOrCreate(files);
    Set<String> listed =
        manifest.files().stream().map(LedgerFile::name).collect(Collectors.toSet());
    Set<String> known = new HashSet<>(listed);
    manifest.replaced().forEach(old -> known.add(old.name()));
    List<String> orphans = files.stream().filter(name -> !known.contains(name)).toList();
    for (String orphan : orphans) {
      if (LedgerFileName.parse(orphan).orElseThrow().sequence() > manifest.sequence() + 1) {
        throw damaged("is older than the files beside it (" + orphan + "); was it restored alone?");
      }
    }
    if (files.containsAll(listed)) {
      for (String orphan : orphans) {
        Files.delete(folder.resolve(orphan));
      }
    }
    Files.deleteIfExists(folder.resolve(NEXT));
    sweepStaged();
    return manifest;
  }

  /// Where compaction writes a file before it has a name.
  Path staged(int number) {
    return folder.resolve(STAGED + number + ".parquet.new");
  }

  /// Removes what compaction wrote and did not bring in.
  void sweepStaged() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        if (entry.getFileName().toString().startsWith(STAGED)) {
          Files.delete(entry);
        }
      }
    }
  }

  /// Gives staged files their names, durably. They are not listed yet.
  void publish(Map<Path, String> names) throws IOException {
    for (Map.Entry<Path, String> file : names.entrySet()) {
      Files.move(file.getKey(), folder.resolve(file.getValue()), StandardCopyOption.ATOMIC_MOVE);
    }
    synchronize(folder);
  }

  /// Deletes a file that no list names any more; one that is gone already is no failure.
  void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  private LedgerManifest readOrCreate(List<String> files) throws IOException {
    if (Files.exists(folder.resolve(MANIFEST))) {
      return read();
    }
    if (!files.isEmpty()) {
      throw damaged("is missing, but the files that it lists are there");
    }
    switchTo(LedgerManifest.EMPTY);
    return LedgerManifest.EMPTY;
  }

  /// The manifest as it now stands on disk.
  LedgerManifest read() throws IOException {
    try {
      return LedgerManifest.parse(Files.readAllBytes(folder.resolve(MANIFEST)));
    } catch (IllegalArgumentException e) {
      throw damaged("cannot be read (" + e.getMessage() + ")");
    }
  }

  /// Names of all ledger files that lie here, listed or not.
  List<String> ledgerFiles() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> LedgerFileName.parse(name).isPresent())
          .sorted()
          .toList();
    }
  }

  /// Makes a list the ledger's: [#prepare], then [#switchToPrepared].
  void switchTo(LedgerManifest manifest) throws IOException {
    prepare(manifest);
    switchToPrepared();
  }

  /// Writes a list beside the present one and synchronizes it; the present one stands.
  void prepare(LedgerManifest manifest) throws IOException {
    Path next = folder.resolve(NEXT);
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(manifest.toJson());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /// Renames the prepared list over the present one and synchronizes the rename. After a failure
  /// either may be there, and either may be the one that a crash leaves.
  void switchToPrepared() throws IOException {
    Files.move(folder.resolve(NEXT), folder.resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
    synchronize(folder);
  }

  /// Makes a file that was just written durable, and its name with it.
  static void synchronize(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  LedgerFile.Content content(Path file) throws IOException {
    MessageDigest sha256 = Sha256.start();
    long bytes = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
        bytes += n;
      }
    }
    return new LedgerFile.Content(bytes, Sha256.hex(sha256));
  }

  private FirebreakException damaged(String what) {
    return new FirebreakException(
        ErrorCode.DATA_DAMAGED,
        "the ledger's manifest in "
            + folder
            + " "
            + what
            + "; restore the whole folder from one backup");
  }

  @Override
  public void close() throws IOException {
    if (lockFile.isOpen()) {
      lock.release();
      lockFile.close();
    }
  }
}
