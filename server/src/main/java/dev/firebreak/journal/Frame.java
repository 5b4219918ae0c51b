package dev.firebreak.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// One entry of a [SegmentedLog], as read back.
///
/// ```
/// length  u32   bytes after the checksum: 20 + body
/// crc32c  u32   over number, place, time and body
/// number  u64   0, 1, 2, ...
/// place   u32   how many frames of the same commit stand before it
/// time    i64   epoch milliseconds
/// body
/// ```
///
/// A commit begins when the one before is durable. So whoever reads this frame knows that all
/// frames below [#committedBelow] were durable once.
///
/// @param number its place in the log
/// @param place its place in its commit
/// @param timeMillis when, as the writer said
/// @param body not copied
public record Frame(long number, int place, long timeMillis, byte[] body) {
  /// Bytes before the body.
  static final int OVERHEAD = 28;

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

  /// The first 28 bytes of a frame, ready to be written.
  static void putHead(ByteBuffer into, long number, int place, Entry entry) {
    into.putInt(LENGTH_MIN + entry.body().length);
    into.putInt(checksum(number, place, entry.timeMillis(), entry.body()));
    into.putLong(number).putInt(place).putLong(entry.timeMillis());
  }

  /// Reads a frame whose bytes are all there, whatever they are.
  static Frame read(byte[] bytes, int at, int length) {
    ByteBuffer head = ByteBuffer.wrap(bytes, at + PREFIX, LENGTH_MIN);
    byte[] body = Arrays.copyOfRange(bytes, at + OVERHEAD, at + PREFIX + length);
    return new Frame(head.getLong(), head.getInt(), head.getLong(), body);
  }

  /// Frames with lower numbers were durable before this one was written.
  long committedBelow() {
    return number - place;
  }

  /// True where a length read from a file can be one of a frame.
  static boolean plausible(int length) {
    return length >= LENGTH_MIN && length <= LENGTH_MIN + BODY_BYTES_MAX;
  }

  boolean matches(int crc) {
    return checksum(number, place, timeMillis, body) == crc;
  }

  private static int checksum(long number, int place, long timeMillis, byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(
        ByteBuffer.allocate(LENGTH_MIN).putLong(number).putInt(place).putLong(timeMillis).flip());
    crc.update(body);
    return (int) crc.getValue();
  }
}
