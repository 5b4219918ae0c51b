package dev.firebreak.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// One entry of a [SegmentedLog], as read back.
///
/// ```
/// length  u32   bytes after the checksum: 16 + body
/// crc32c  u32   over number, time and body
/// number  u64   0, 1, 2, ...
/// time    i64   epoch milliseconds
/// body
/// ```
///
/// @param number its place in the log
/// @param timeMillis when, as the writer said
/// @param body not copied
public record Frame(long number, long timeMillis, byte[] body) {
  /// Bytes before the body.
  static final int OVERHEAD = 24;

  /// Bytes that the length does not count: length and checksum.
  static final int PREFIX = 8;

  static final int BODY_BYTES_MAX = 64 << 20;

  private static final int LENGTH_MIN = OVERHEAD - PREFIX;

  /// What is to become a frame.
  public record Entry(long timeMillis, byte[] body) {
    public Entry {
      if (body.length > BODY_BYTES_MAX) {
        throw new IllegalArgumentException("a frame's body has at most 64 MiB");
      }
    }

    int bytes() {
      return OVERHEAD + body.length;
    }
  }

  /// The first 24 bytes of a frame, ready to be written.
  static void putHead(ByteBuffer into, long number, Entry entry) {
    into.putInt(LENGTH_MIN + entry.body().length);
    into.putInt(checksum(number, entry.timeMillis(), entry.body()));
    into.putLong(number).putLong(entry.timeMillis());
  }

  /// True where a length read from a file can be one of a frame.
  static boolean plausible(int length) {
    return length >= LENGTH_MIN && length <= LENGTH_MIN + BODY_BYTES_MAX;
  }

  boolean matches(int crc) {
    return checksum(number, timeMillis, body) == crc;
  }

  private static int checksum(long number, long timeMillis, byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(16).putLong(number).putLong(timeMillis).flip());
    crc.update(body);
    return (int) crc.getValue();
  }
}
