package dev.firebreak.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Gzip at its fastest level: a third of the time of the default one, for a tenth more bytes of
/// JSON lines. Not thread-safe.
public final class FastGzip extends GZIPOutputStream {
  private static final int BUFFER = 1 << 16;

  /// @param out takes what was compressed; closed with this stream
  public FastGzip(OutputStream out) throws IOException {
    super(out, BUFFER);
    def.setLevel(Deflater.BEST_SPEED);
  }
}
