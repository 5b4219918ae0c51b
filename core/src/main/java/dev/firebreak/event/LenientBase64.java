package dev.firebreak.event;

import java.util.Arrays;

/// Base64 as SDKs send it in forms and queries: either alphabet, padded or not, with `+` that a
/// form decoder has turned into a space, with line ends.
final class LenientBase64 {
  private static final byte INVALID = -1;
  private static final byte IGNORED = -2;
  private static final byte[] VALUES = values();

  private LenientBase64() {}

  /// The decoded bytes; broken off before a character of no alphabet, or where a lone one is left
  /// over.
  static BodyText decode(byte[] text) {
    byte[] out = new byte[text.length / 4 * 3 + 3];
    int size = 0;
    int bits = 0;
    int held = 0;
    for (byte character : text) {
      byte value = character < 0 ? INVALID : VALUES[character];
      if (value == INVALID) {
        return new BodyText(Arrays.copyOf(out, size), true);
      }
      if (value == IGNORED) {
        continue;
      }
      bits = (bits << 6 | value) & 0xFFF;
      held += 6;
      if (held >= 8) {
        held -= 8;
        out[size++] = (byte) (bits >> held);
      }
    }
    return new BodyText(Arrays.copyOf(out, size), held == 6);
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, INVALID);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    values[' '] = 62;
    values['-'] = 62;
    values['_'] = 63;
    values['='] = IGNORED;
    values['\r'] = IGNORED;
    values['\n'] = IGNORED;
    return values;
  }
}
