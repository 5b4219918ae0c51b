package dev.firebreak.assessment;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The beginning of a text as characters, and the whole of it as UTF-8 without a mark. A damaged
/// compressed stream gives what it holds, then its error.
record SniffedText(String start, InputStream whole) {
  private static final int SNIFF_BYTES = 1 << 18;
  private static final int CHUNK = 1 << 13;

  static SniffedText of(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(SNIFF_BYTES);
    InputStream rest = in;
    byte[] chunk = new byte[CHUNK];
    try {
      while (head.size() < SNIFF_BYTES) {
        int read = in.read(chunk);
        if (read < 0) {
          break;
        }
        head.write(chunk, 0, read);
      }
    } catch (EOFException | ZipException damaged) {
      rest = new Broken(damaged);
    }
    byte[] bytes = head.toByteArray();
    if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
      return text(bytes, 3, rest, StandardCharsets.UTF_8);
    }
    if (startsWith(bytes, 0xfe, 0xff)) {
      return text(bytes, 2, rest, StandardCharsets.UTF_16BE);
    }
    boolean littleEndian = startsWith(bytes, 0xff, 0xfe);
    return littleEndian
        ? text(bytes, 2, rest, StandardCharsets.UTF_16LE)
        : text(bytes, 0, rest, StandardCharsets.UTF_8);
  }

  private static SniffedText text(byte[] head, int from, InputStream rest, Charset charset) {
    byte[] text = Arrays.copyOfRange(head, from, head.length);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(text), rest);
    boolean utf8 = charset.equals(StandardCharsets.UTF_8);
    return new SniffedText(
        new String(text, charset),
        utf8 ? whole : new Recoded(new InputStreamReader(whole, charset)));
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /// Nothing but an error.
  private static final class Broken extends InputStream {
    private final IOException error;

    Broken(IOException error) {
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

  /// Characters as UTF-8.
  private static final class Recoded extends InputStream {
    private final Reader reader;
    private final char[] chars = new char[CHUNK];
    private byte[] bytes = new byte[0];
    private int at;
    private @Nullable Character pending;

    Recoded(Reader reader) {
      this.reader = reader;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
}
