package dev.firebreak.pseudonym;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The ledger's name for a data subject: the first 16 bytes of HMAC-SHA-256 under the company's
/// ledger key over the namespace (account or device) and the canonical id. The same person has the
/// same key at every vendor; nobody without the ledger key can compute or check one.
///
/// @param high bytes 0 to 7, big endian
/// @param low bytes 8 to 15, big endian
public record SubjectKey(long high, long low) implements Comparable<SubjectKey> {
  /// Length in bytes.
  public static final int LENGTH = 16;

  /// Reads 16 bytes; anything else is an [IllegalArgumentException].
  public static SubjectKey of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a subject key has 16 bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new SubjectKey(buffer.getLong(), buffer.getLong());
  }

  /// Reads 32 hex digits, as [#toString] writes them.
  public static SubjectKey parse(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  public byte[] toBytes() {
    return ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
  }

  /// Unsigned byte order, the order of the ledger's files.
  @Override
  public int compareTo(SubjectKey other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(toBytes());
  }
}
