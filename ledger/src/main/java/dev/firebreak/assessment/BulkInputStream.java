package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;

/// A stream that is read in bulk: a single byte, like skipping, goes through the bulk read, so that
/// a subclass counts or checks in one place. Closing does nothing; marks are not supported. Not
/// thread-safe.
abstract class BulkInputStream extends InputStream {
  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] into, int offset, int length) throws IOException;
}
