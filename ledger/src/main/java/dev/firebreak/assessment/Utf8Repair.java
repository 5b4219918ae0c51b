package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// A text of bytes as valid UTF-8: what is no UTF-8 is taken for Windows-1252, byte by byte, and
/// counted. So a file in that encoding is read right, and one damaged byte costs one character. Not
/// thread-safe.
final class Utf8Repair extends BulkInputStream {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int CHARACTER_BYTES_MAX = 4;
  private static final byte[][] WINDOWS_1252 = windows1252();

  private final InputStream in;
  private final byte[] raw = new byte[CHUNK_BYTES];
  private final byte[] valid = new byte[CHUNK_BYTES * 3];
  private int rawEnd;
  private int validAt;
  private int validEnd;
  private boolean ended;
  private long repaired;

  Utf8Repair(InputStream in) {
    this.in = in;
  }

  /// The bytes so far that were no UTF-8.
  long repaired() {
    return repaired;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (validAt == validEnd) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int count = Math.min(length, validEnd - validAt);
    System.arraycopy(valid, validAt, into, offset, count);
    validAt += count;
    return count;
  }

  private void fill() throws IOException {
    int read = in.read(raw, rawEnd, raw.length - rawEnd);
    ended = read < 0;
    rawEnd += Math.max(0, read);
    validAt = 0;
    validEnd = 0;
    int from = 0;
    int at = 0;
    while (at < rawEnd) {
      if (raw[at] >= 0) {
        at++;
        continue;
      }
      int length = sequence(raw, at, rawEnd);
      if (length > 0) {
        at += length;
      } else if (length < 0 && !ended) {
        break;
      } else {
        copy(from, at);
        byte[] character = WINDOWS_1252[raw[at] & 0x7f];
        System.arraycopy(character, 0, valid, validEnd, character.length);
        validEnd += character.length;
        repaired++;
        from = ++at;
      }
    }
    copy(from, at);
    System.arraycopy(raw, at, raw, 0, rawEnd - at);
    rawEnd -= at;
  }

  private void copy(int from, int to) {
    System.arraycopy(raw, from, valid, validEnd, to - from);
    validEnd += to - from;
  }

  /// Length of the valid character of several bytes (RFC 3629 section 4) at a place; 0 where there
  /// is none, -1 where the bytes end within one.
  static int sequence(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    for (int i = 1; i < length; i++) {
      if (at + i >= end) {
        return -1;
      }
      int next = bytes[at + i] & 0xff;
      int low = i > 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      int high = i > 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
      if (next < low || next > high) {
        return 0;
      }
    }
    return length;
  }

  /// The bytes from 128 on; the five that the encoding leaves open are the control characters of
  /// ISO 8859-1.
  private static byte[][] windows1252() {
    Charset charset = Charset.forName("windows-1252");
    byte[][] characters = new byte[128][];
    for (int i = 0; i < characters.length; i++) {
      byte[] one = {(byte) (i + 128)};
      String text = new String(one, charset);
      String known = text.equals("\ufffd") ? new String(one, StandardCharsets.ISO_8859_1) : text;
      characters[i] = known.getBytes(StandardCharsets.UTF_8);
      if (characters[i].length >= CHARACTER_BYTES_MAX) {
        throw new IllegalStateException("no character of Windows-1252 takes four bytes");
      }
    }
    return characters;
  }
}
