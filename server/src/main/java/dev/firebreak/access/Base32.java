package dev.firebreak.access;

/// Base 32 without padding (RFC 4648 section 6), the form in which authenticator apps take a
/// secret.
final class Base32 {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;

  private Base32() {}

  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder((bytes.length * Byte.SIZE + BITS - 1) / BITS);
    int buffer = 0;
    int pending = 0;
    for (byte next : bytes) {
      buffer = (buffer << Byte.SIZE) | (next & 0xff);
      pending += Byte.SIZE;
      while (pending >= BITS) {
        pending -= BITS;
        text.append(ALPHABET.charAt((buffer >>> pending) & 0x1f));
      }
      buffer &= (1 << pending) - 1;
    }
    if (pending > 0) {
      text.append(ALPHABET.charAt((buffer << (BITS - pending)) & 0x1f));
    }
    return text.toString();
  }
}
