package dev.firebreak.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Gzip at its fastest level: a third of the time of the default one, for a tenth more bytes of
/// JSON lines. Not thread-safe.
public final class FastGzip extends GZIPOutputStream {
  private static final int BUFFER = 1 << 16;
  private static final int HEADER_BYTES = 10;

  /// @param out takes what was compressed; closed with this stream
  public FastGzip(OutputStream out) throws IOException {
    super(out, BUFFER);
    def.setLevel(Deflater.BEST_SPEED);
  }

  /// Ends a block: whoever inflates from its end on, without a header, needs nothing of before. The
  /// stream stays one for those who read all of it.
  ///
  /// @return how many bytes were written so far, the header included
  public long endBlock() throws IOException {
    int length = buf.length;
    while (length == buf.length) {
      length = def.deflate(buf, 0, buf.length, Deflater.FULL_FLUSH);
      out.write(buf, 0, length);
    }
    return HEADER_BYTES + def.getBytesWritten();
  }
}
