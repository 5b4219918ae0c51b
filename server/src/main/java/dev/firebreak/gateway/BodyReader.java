package dev.firebreak.gateway;

import dev.firebreak.event.RequestMemory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// Reads bodies into memory within limits: of one body, of all bodies and their decoded forms
/// together, and of time. Thread-safe.
final class BodyReader {
  private static final int CHUNK_BYTES = 64 << 10;

  /// How reading ended.
  sealed interface Body {
    /// All of it is here.
    record Whole(byte[] bytes) implements Body {}

    /// Over the limit; what was read of it is gone.
    record TooLarge(long bytes) implements Body {}

    /// It did not arrive in time.
    record Late() implements Body {}

    /// Other bodies take all the memory there is for them.
    record NoRoom() implements Body {}
  }

  private final GatewayLimits limits;
  private final LongSupplier nanos;
  private final Semaphore chunks;

  /// @param nanos as [System#nanoTime]: the time of day may be set while a body arrives
  BodyReader(GatewayLimits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    chunks = new Semaphore((int) Math.max(1, limits.bodiesBytesMax() / CHUNK_BYTES));
  }

  /// A claim on memory for one request: its body as it arrives, its decoded forms, and at last what
  /// is left of its messages. Closing it makes room for others. Confined to the request.
  final class Room implements RequestMemory, AutoCloseable {
    private long claimed;
    private int taken;

    @Override
    public boolean take(long bytes) {
      return claim(claimed + bytes);
    }

    @Override
    public boolean keepOnly(long bytes) {
      return claim(bytes);
    }

    private boolean claim(long bytes) {
      int wanted = (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(bytes, CHUNK_BYTES));
      if (wanted > taken && !chunks.tryAcquire(wanted - taken)) {
        return false;
      }
      if (wanted < taken) {
        chunks.release(taken - wanted);
      }
      taken = wanted;
      claimed = bytes;
      return true;
    }

    /// Reads a body of unknown length.
    ///
    /// @throws IOException where the client is gone
    Body read(InputStream in) throws IOException {
      long latest = nanos.getAsLong() + limits.bodyTimeout().toNanos();
      byte[] bytes = new byte[8 << 10];
      int size = 0;
      int read = in.read(bytes, 0, bytes.length);
      while (read >= 0) {
        size += read;
        if (size > limits.bodyBytesMax()) {
          return discard(in, size, latest);
        }
        if (isOver(latest)) {
          return new Body.Late();
        }
        if (!take(read)) {
          return new Body.NoRoom();
        }
        if (size == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(2L * size, limits.bodyBytesMax() + 1L));
        }
        read = in.read(bytes, size, Math.min(bytes.length - size, CHUNK_BYTES));
      }
      return new Body.Whole(Arrays.copyOf(bytes, size));
    }

    /// Reads on for a while, since a client that is still sending would see a broken connection
    /// instead of the answer.
    private Body discard(InputStream in, long alreadyRead, long latest) throws IOException {
      byte[] bin = new byte[CHUNK_BYTES];
      long size = alreadyRead;
      int read = in.read(bin);
      while (read >= 0 && size < 4L * limits.bodyBytesMax() && !isOver(latest)) {
        size += read;
        read = in.read(bin);
      }
      return new Body.TooLarge(size);
    }

    private boolean isOver(long latest) {
      return nanos.getAsLong() - latest > 0;
    }

    @Override
    public void close() {
      chunks.release(taken);
      taken = 0;
      claimed = 0;
    }
  }

  Room room() {
    return new Room();
  }
}
