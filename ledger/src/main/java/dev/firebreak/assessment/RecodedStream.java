package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A text of another encoding as UTF-8; what it cannot decode becomes the replacement character.
/// Not thread-safe.
final class RecodedStream extends BulkInputStream {
  private static final int CHUNK = 1 << 13;

  private final Reader reader;
  private final char[] chars = new char[CHUNK];
  private byte[] bytes = new byte[0];
  private int at;
  private @Nullable Character pending;

  RecodedStream(InputStream in, Charset charset) {
    reader = new InputStreamReader(in, charset);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (at == bytes.length && !fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, into, offset, count);
    at += count;
    return count;
  }

  private boolean fill() throws IOException {
    int start = 0;
    Character before = pending;
    if (before != null) {
      chars[start++] = before;
      pending = null;
    }
    int read = reader.read(chars, start, chars.length - start);
    int end = start + Math.max(0, read);
    if (end == 0) {
      return false;
    }
    if (read > 0 && Character.isHighSurrogate(chars[end - 1])) {
      end--;
      pending = chars[end];
    }
    bytes = new String(chars, 0, end).getBytes(StandardCharsets.UTF_8);
    at = 0;
    return bytes.length > 0 || fill();
  }
}
