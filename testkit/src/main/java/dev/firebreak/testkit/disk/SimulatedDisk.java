package dev.firebreak.testkit.disk;

import dev.firebreak.disk.DurableFile;
import dev.firebreak.disk.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A disk in memory that keeps only what was forced when the power fails: each write since the last
/// force is kept, torn or lost by chance, each unsynced creation or deletion likewise. It can also
/// fail: forces and writes throw on demand. Thread-safe.
public final class SimulatedDisk {
  private record Write(long position, byte[] bytes) {}

  private static final class Content {
    private byte[] durable = new byte[0];
    private byte[] seen = new byte[0];
    private final List<Write> unforced = new ArrayList<>();
  }

  private final RandomGenerator random;
  private final boolean forceWorks;
  private final TreeMap<String, Content> seen = new TreeMap<>();
  private final TreeMap<String, Content> synced = new TreeMap<>();
  private int generation;
  private long freeBytes = Long.MAX_VALUE;
  private int failingForces;

  private SimulatedDisk(RandomGenerator random, boolean forceWorks) {
    this.random = random;
    this.forceWorks = forceWorks;
  }

  /// A disk that keeps what is forced.
  public static SimulatedDisk honest(RandomGenerator random) {
    return new SimulatedDisk(random, true);
  }

  /// A disk whose force does nothing: a test that passes on it proves nothing about durability.
  public static SimulatedDisk ignoringForce(RandomGenerator random) {
    return new SimulatedDisk(random, false);
  }

  /// The power fails. Files that are open are of no use any more.
  public synchronized void crash() {
    generation++;
    TreeMap<String, Content> left = new TreeMap<>(synced);
    seen.forEach((name, content) -> {
      if (!synced.containsKey(name) && random.nextBoolean()) {
        left.put(name, content);
      }
    });
    left.keySet().removeIf(name -> !seen.containsKey(name) && random.nextBoolean());
    left.values().forEach(this::losePart);
    seen.clear();
    seen.putAll(left);
    synced.clear();
    synced.putAll(left);
    freeBytes = Long.MAX_VALUE;
    failingForces = 0;
  }

  /// From now on so many more bytes fit.
  public synchronized void fullAfter(long bytes) {
    freeBytes = bytes;
  }

  /// The next forces throw.
  public synchronized void failForces(int count) {
    failingForces = count;
  }

  /// The disk as one process sees it, until the power fails.
  public synchronized DurableFiles mount() {
    return new Mounted(generation);
  }

  private void losePart(Content content) {
    byte[] bytes = content.durable;
    for (Write write : content.unforced) {
      int kept =
          switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> random.nextInt(write.bytes().length + 1);
            default -> write.bytes().length;
          };
      bytes = put(bytes, write.position(), Arrays.copyOf(write.bytes(), kept));
    }
    content.durable = bytes;
    content.seen = bytes;
    content.unforced.clear();
  }

  private static byte[] put(byte[] into, long position, byte[] bytes) {
    if (bytes.length == 0) {
      return into;
    }
    int at = Math.toIntExact(position);
    byte[] result = Arrays.copyOf(into, Math.max(into.length, at + bytes.length));
    System.arraycopy(bytes, 0, result, at, bytes.length);
    return result;
  }

  private void check(int openedIn) throws IOException {
    if (openedIn != generation) {
      throw new IOException("the power failed");
    }
  }

  private final class Mounted implements DurableFiles {
    private final int openedIn;

    private Mounted(int openedIn) {
      this.openedIn = openedIn;
    }

    @Override
    public List<String> list() throws IOException {
      synchronized (SimulatedDisk.this) {
        check(openedIn);
        return List.copyOf(seen.keySet());
      }
    }

    @Override
    public DurableFile open(String name) throws IOException {
      synchronized (SimulatedDisk.this) {
        check(openedIn);
        return new Handle(seen.computeIfAbsent(name, _ -> new Content()), openedIn);
      }
    }

    @Override
    public DurableFile openForReading(String name) throws IOException {
      synchronized (SimulatedDisk.this) {
        check(openedIn);
        Content content = seen.get(name);
        if (content == null) {
          throw new IOException("no file " + name);
        }
        return new Handle(content, openedIn);
      }
    }

    @Override
    public void delete(String name) throws IOException {
      synchronized (SimulatedDisk.this) {
        check(openedIn);
        seen.remove(name);
      }
    }

    @Override
    public void rename(String name, String newName) throws IOException {
      synchronized (SimulatedDisk.this) {
        check(openedIn);
        Content content = seen.remove(name);
        if (content == null) {
          throw new IOException("no file " + name);
        }
        seen.put(newName, content);
      }
    }

    @Override
    public void sync() throws IOException {
      synchronized (SimulatedDisk.this) {
        check(openedIn);
        if (forceWorks) {
          synced.clear();
          synced.putAll(seen);
        }
      }
    }
  }

  private final class Handle implements DurableFile {
    private final Content content;
    private final int openedIn;

    private Handle(Content content, int openedIn) {
      this.content = content;
      this.openedIn = openedIn;
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      synchronized (SimulatedDisk.this) {
        check(openedIn);
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        int fitting = (int) Math.min(bytes.length, freeBytes);
        freeBytes -= fitting;
        byte[] written = Arrays.copyOf(bytes, fitting);
        content.seen = put(content.seen, position, written);
        content.unforced.add(new Write(position, written));
        if (fitting < bytes.length) {
          throw new IOException("No space left on device");
        }
      }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      synchronized (SimulatedDisk.this) {
        check(openedIn);
        int count = (int) Math.min(into.remaining(), content.seen.length - position);
        if (count <= 0) {
          return 0;
        }
        into.put(content.seen, Math.toIntExact(position), count);
        return count;
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (SimulatedDisk.this) {
        check(openedIn);
        if (failingForces > 0) {
          failingForces--;
          throw new IOException("Input/output error");
        }
        if (forceWorks) {
          content.durable = content.seen;
          content.unforced.clear();
        }
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (SimulatedDisk.this) {
        check(openedIn);
        if (size < content.seen.length) {
          content.seen = Arrays.copyOf(content.seen, Math.toIntExact(size));
        }
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (SimulatedDisk.this) {
        check(openedIn);
        return content.seen.length;
      }
    }

    @Override
    public void close() {}
  }
}
