package dev.firebreak.disk;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A directory of the local file system, mode 0700, files 0600.
public final class DiskFiles implements DurableFiles {
  private static final Logger LOG = LoggerFactory.getLogger(DiskFiles.class);
  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Set<OpenOption> WRITING =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  private static final Set<OpenOption> REPLACING =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
  private static final Set<OpenOption> READING = Set.of(StandardOpenOption.READ);

  private final Path directory;

  private DiskFiles(Path directory) {
    this.directory = directory;
  }

  /// Uses the directory, creating it where missing: [#createFolder].
  public static DiskFiles in(Path directory) throws IOException {
    createFolder(directory);
    return new DiskFiles(directory);
  }

  /// Creates a folder where it is missing, with all above it. Its name survives a loss of power
  /// when this returns, also where a process that died had created it.
  public static void createFolder(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path absolute = folder.toAbsolutePath();
    missing.push(absolute);
    for (Path above = absolute.getParent();
        above != null && !Files.exists(above);
        above = above.getParent()) {
      missing.push(above);
    }
    for (Path next : missing) {
      Files.createDirectories(next, FOLDER);
      Path parent = next.getParent();
      if (parent != null) {
        syncFolder(parent);
      }
    }
  }

  /// Makes the names in a folder survive a loss of power, where this user may read it.
  public static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READING)) {
      channel.force(true);
    } catch (AccessDeniedException notReadable) {
      // somebody else's folder above ours, which we may pass through only
      LOG.atDebug().log("FolderNotSynchronized");
    }
  }

  /// What a file is to hold.
  @FunctionalInterface
  public interface Content {
    /// @param out closing it changes nothing
    void writeTo(OutputStream out) throws IOException;
  }

  /// Puts a file in the place of another one, or of none: it is written beside its place, mode
  /// 0600, synchronized, then renamed, and the rename synchronized. Whoever looks finds the old one
  /// or the whole new one; after a failure the old one, and maybe a remain that the next attempt
  /// replaces.
  ///
  /// @param beside where it is written, in the same folder
  public static void replace(Path file, Path beside, Content content) throws IOException {
    try (FileChannel channel = FileChannel.open(beside, REPLACING, FILE)) {
      content.writeTo(new Unclosed(Channels.newOutputStream(channel)));
      channel.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }

  /// Leaves the channel open, so that it can be synchronized after the last byte.
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public DurableFile open(String name) throws IOException {
    return new ChannelFile(FileChannel.open(directory.resolve(name), WRITING, FILE));
  }

  @Override
  public DurableFile openForReading(String name) throws IOException {
    return new ChannelFile(FileChannel.open(directory.resolve(name), READING));
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void rename(String name, String newName) throws IOException {
    Files.move(directory.resolve(name), directory.resolve(newName), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READING)) {
      channel.force(true);
    }
  }

  private record ChannelFile(FileChannel channel) implements DurableFile {
    @Override
    public void write(long position, ByteBuffer bytes) throws IOException {
      long at = position;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      return Math.max(0, channel.read(into, position));
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
