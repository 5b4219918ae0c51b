package dev.firebreak.assessment;

/// Numbers in groups of seven bits, the lowest first, the eighth bit saying that more follow.
final class SevenBits {
  /// The most bytes that a number takes.
  static final int BYTES_MAX = 10;

  private SevenBits() {}

  /// Writes a number; what is negative counts as above all others.
  ///
  /// @param into has room for [#BYTES_MAX] bytes
  /// @return the place after it
  static int put(byte[] into, int at, long value) {
    int next = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      into[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    into[next++] = (byte) rest;
    return next;
  }
}
