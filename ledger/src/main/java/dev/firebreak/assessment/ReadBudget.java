package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// What is left of the limits while a data set is read: files, inflated bytes, time. Not
/// thread-safe but for what says so.
///
/// The ratio is measured over all layers of a file as handed over: bytes that any decompressor gave
/// against bytes read from the disk. So a bomb in a bomb counts as one.
final class ReadBudget {
  private final ReadLimits limits;
  private final LongSupplier nanos;
  private final long startNanos;
  private int files;
  private long inflated;
  private long inflatedOfSource;
  private long readOfSource;
  private final AtomicLong read = new AtomicLong();
  private final Deque<Long> copies = new ArrayDeque<>();
  private long copied;

  /// @param nanos a clock that only goes forward
  ReadBudget(ReadLimits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    startNanos = nanos.getAsLong();
  }

  ReadLimits limits() {
    return limits;
  }

  /// Bytes read of all files as handed over. May be asked in any thread.
  long readBytes() {
    return read.get();
  }

  /// Begins a file as handed over.
  void beginSource() {
    inflatedOfSource = 0;
    readOfSource = 0;
  }

  /// Counts a file, in an archive or not.
  void file() throws DamagedStream {
    if (++files > limits.files()) {
      throw new DamagedStream(
          "there are more than "
              + limits.files()
              + " files, the most at once: give the rest alone");
    }
  }

  void requireDepth(int depth) throws DamagedStream {
    if (depth > limits.archives().depth()) {
      throw new DamagedStream(
          "more than "
              + limits.archives().depth()
              + " layers of compression in one another: unpack it, and give what it holds");
    }
  }

  void requireTime() throws DamagedStream {
    if (left().isNegative()) {
      throw new DamagedStream(
          "the time for reading is used up: "
              + limits.time().toSeconds()
              + " s; give what is left alone");
    }
  }

  /// Time that is left; negative when it is used up.
  Duration left() {
    return limits.time().minusNanos(nanos.getAsLong() - startNanos);
  }

  /// The bytes of a file as handed over.
  InputStream metered(InputStream in) {
    return new Counted(in) {
      @Override
      void count(long bytes) throws DamagedStream {
        readOfSource += bytes;
        read.addAndGet(bytes);
        requireTime();
      }
    };
  }

  /// What a decompressor gives. Its errors become [DamagedStream]s.
  InputStream inflated(InputStream in) {
    return new Counted(in) {
      @Override
      void count(long bytes) throws DamagedStream {
        spend(bytes);
      }
    };
  }

  /// Counts a file as handed over that another process reads.
  void readElsewhere(long bytes) {
    readOfSource += bytes;
    read.addAndGet(bytes);
  }

  /// Counts what another process made of it.
  void inflatedElsewhere(long bytes) throws DamagedStream {
    spend(bytes);
  }

  /// The bytes of a copy in the work folder.
  InputStream timed(InputStream in) {
    return new Counted(in) {
      @Override
      void count(long bytes) throws DamagedStream {
        requireTime();
      }
    };
  }

  /// Begins a copy in the work folder; copies may lie in one another.
  void beginCopy() {
    copies.push(0L);
  }

  /// Counts bytes of the copy begun last.
  void copied(long bytes) throws DamagedStream {
    copies.push(copies.pop() + bytes);
    copied += bytes;
    if (copied > limits.workBytes()) {
      throw new DamagedStream(
          "copies in the work folder are larger than "
              + limits.workBytes()
              + " bytes: unpack it, and give its files one by one");
    }
  }

  /// Forgets the copy begun last.
  void copyRemoved() {
    copied -= copies.pop();
  }

  private void spend(long bytes) throws DamagedStream {
    inflated += bytes;
    inflatedOfSource += bytes;
    ReadLimits.Archives bounds = limits.archives();
    if (inflated > bounds.inflatedBytes()) {
      throw new DamagedStream(
          "all files together hold more than "
              + bounds.inflatedBytes()
              + " bytes: give fewer at a time");
    }
    if (inflatedOfSource > bounds.ratioFree() && inflatedOfSource / bounds.ratio() > readOfSource) {
      throw new DamagedStream(
          "it holds more than "
              + bounds.ratio()
              + " times its size: a bomb. If it is none, unpack it and give what it holds");
    }
  }

  /// Bytes that pass, counted; whatever goes wrong below is damage.
  private abstract static class Counted extends BulkInputStream {
    private final InputStream in;

    Counted(InputStream in) {
      this.in = in;
    }

    abstract void count(long bytes) throws DamagedStream;

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read;
      try {
        read = in.read(into, offset, length);
      } catch (IOException | RuntimeException damage) {
        throw damaged(damage);
      }
      if (read > 0) {
        count(read);
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  static DamagedStream damaged(Exception cause) {
    if (cause instanceof DamagedStream known) {
      return known;
    }
    String message = String.valueOf(cause.getMessage());
    boolean cutOff = cause instanceof java.io.EOFException || message.contains("Truncated source");
    return new DamagedStream(cutOff ? DamagedStream.CUT_OFF : DamagedStream.DAMAGED);
  }
}
