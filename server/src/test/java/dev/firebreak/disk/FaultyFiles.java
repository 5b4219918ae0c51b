package dev.firebreak.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Files on a disk that can be full, or fail to read, for files whose names begin in some way.
/// Thread-safe.
public final class FaultyFiles implements DurableFiles {
  private static final String NONE = "/";

  private final DurableFiles files;
  private volatile String full = NONE;
  private volatile String unreadable = NONE;
  private final AtomicInteger failingForces = new AtomicInteger();

  public FaultyFiles(DurableFiles files) {
    this.files = files;
  }

  /// From now on nothing can be written to files whose names begin so.
  public void fill(String prefix) {
    full = prefix;
  }

  public void makeRoom() {
    full = NONE;
  }

  /// From now on files whose names begin so cannot be opened for reading.
  public void failReads(String prefix) {
    unreadable = prefix;
  }

  /// The next forces fail, and nothing can be cut until then.
  public void failForces(int count) {
    failingForces.set(count);
  }

  public void heal() {
    unreadable = NONE;
  }

  @Override
  public List<String> list() throws IOException {
    return files.list();
  }

  @Override
  public DurableFile open(String name) throws IOException {
    return new Faulty(name, files.open(name));
  }

  @Override
  public DurableFile openForReading(String name) throws IOException {
    if (name.startsWith(unreadable)) {
      throw new IOException("Input/output error");
    }
    return files.openForReading(name);
  }

  @Override
  public void delete(String name) throws IOException {
    files.delete(name);
  }

  @Override
  public void rename(String name, String newName) throws IOException {
    files.rename(name, newName);
  }

  @Override
  public void sync() throws IOException {
    files.sync();
  }

  private final class Faulty implements DurableFile {
    private final String name;
    private final DurableFile file;

    private Faulty(String name, DurableFile file) {
      this.name = name;
      this.file = file;
    }

    @Override
    public void write(long position, ByteBuffer bytes) throws IOException {
      if (name.startsWith(full)) {
        throw new IOException("No space left on device");
      }
      file.write(position, bytes);
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      return file.read(position, into);
    }

    @Override
    public void force() throws IOException {
      if (failingForces.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IOException("Input/output error");
      }
      file.force();
    }

    @Override
    public void truncate(long size) throws IOException {
      if (failingForces.get() > 0) {
        throw new IOException("Input/output error");
      }
      file.truncate(size);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
