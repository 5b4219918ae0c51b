package dev.firebreak.assessment;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/// A stream that ends with a [ZipException] once it has given more bytes than a limit: a small
/// compressed file can hold any number.
final class InflationLimit extends FilterInputStream {
  private long left;

  InflationLimit(InputStream in, long bytesMax) {
    super(in);
    this.left = bytesMax;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    spend(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    spend(Math.max(0, read));
    return read;
  }

  private void spend(int bytes) throws ZipException {
    left -= bytes;
    if (left < 0) {
      throw new ZipException("the compressed file holds more than the limit");
    }
  }
}
