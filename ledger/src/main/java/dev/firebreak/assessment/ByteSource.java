package dev.firebreak.assessment;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;

/// Bytes read ahead of whoever parses them, with what an inflater did not need put back. An end
/// where more is required is a [DamagedStream]. Not thread-safe.
final class ByteSource implements Closeable {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long taken;

  ByteSource(InputStream in) {
    this.in = in;
  }

  /// The next byte, or -1 at the end.
  int next() throws IOException {
    if (at == end && !fill()) {
      return -1;
    }
    taken++;
    return buffer[at++] & 0xff;
  }

  int required() throws IOException {
    int next = next();
    if (next < 0) {
      throw new DamagedStream(DamagedStream.CUT_OFF);
    }
    return next;
  }

  /// An unsigned number of so many bytes, at most 8.
  long littleEndian(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= ((long) required()) << (8 * i);
    }
    return value;
  }

  byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int read = 0; read < count; ) {
      int got = read(bytes, read, count - read);
      if (got < 0) {
        throw new DamagedStream(DamagedStream.CUT_OFF);
      }
      read += got;
    }
    return bytes;
  }

  /// Some bytes, or -1 at the end.
  int read(byte[] into, int offset, int length) throws IOException {
    if (at == end && !fill()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(buffer, at, into, offset, count);
    at += count;
    taken += count;
    return count;
  }

  void skip(long bytes) throws IOException {
    for (long left = bytes; left > 0; ) {
      if (at == end && !fill()) {
        throw new DamagedStream(DamagedStream.CUT_OFF);
      }
      int count = (int) Math.min(left, end - at);
      at += count;
      taken += count;
      left -= count;
    }
  }

  /// Skips a text that ends with a zero.
  void skipPastZero() throws IOException {
    int b = required();
    while (b != 0) {
      b = required();
    }
  }

  /// Gives an inflater that wants more what there is.
  void feed(Inflater inflater) throws IOException {
    if (at == end && !fill()) {
      throw new DamagedStream(DamagedStream.CUT_OFF);
    }
    inflater.setInput(buffer, at, end - at);
    taken += end - at;
    at = end;
  }

  /// Takes back what an inflater did not use of what it was last fed.
  void takeBack(Inflater inflater) {
    at = end - inflater.getRemaining();
    taken -= inflater.getRemaining();
  }

  /// How many bytes were taken so far.
  long taken() {
    return taken;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
