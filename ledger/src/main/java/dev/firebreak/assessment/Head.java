package dev.firebreak.assessment;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/// The first bytes of a stream, and the whole of it. Where the stream breaks off within them, the
/// whole gives what there is, then the error.
///
/// @param bytes as many as were asked for, or all where there are fewer
/// @param rest what follows them
record Head(byte[] bytes, InputStream rest) {
  private static final int CHUNK = 1 << 13;

  static Head of(InputStream in, int bytes) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(Math.min(bytes, CHUNK));
    byte[] chunk = new byte[Math.min(bytes, CHUNK)];
    try {
      while (head.size() < bytes) {
        int read = in.read(chunk, 0, Math.min(chunk.length, bytes - head.size()));
        if (read < 0) {
          break;
        }
        head.write(chunk, 0, read);
      }
    } catch (DamagedStream damaged) {
      return new Head(head.toByteArray(), new Broken(damaged));
    }
    return new Head(head.toByteArray(), in);
  }

  InputStream whole() {
    return wholeFrom(0);
  }

  /// The whole without so many of the first bytes.
  InputStream wholeFrom(int skipped) {
    byte[] head = Arrays.copyOfRange(bytes, skipped, bytes.length);
    return new SequenceInputStream(new ByteArrayInputStream(head), rest);
  }

  /// Nothing but an error.
  private static final class Broken extends InputStream {
    private final DamagedStream error;

    Broken(DamagedStream error) {
      this.error = error;
    }

    @Override
    public int read() throws IOException {
      throw error;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      throw error;
    }
  }
}
