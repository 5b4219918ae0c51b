package dev.firebreak.assessment;

import java.io.IOException;

/// A number of bytes of a source: the content of one file of an archive. Where the source ends
/// before, reading throws a [DamagedStream]. Not thread-safe.
final class LimitedBytes extends BulkInputStream {
  private final ByteSource source;
  private long left;

  LimitedBytes(ByteSource source, long bytes) {
    this.source = source;
    left = bytes;
  }

  /// True where all of them were read.
  boolean isReadWhole() {
    return left == 0;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = source.read(into, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new DamagedStream(DamagedStream.CUT_OFF);
    }
    left -= read;
    return read;
  }
}
