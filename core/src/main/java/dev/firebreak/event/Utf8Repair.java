package dev.firebreak.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Makes any bytes valid UTF-8, and any text writable as such, so that what follows sees one
/// spelling of each character.
///
/// Surrogate halves of three bytes each (CESU-8, as mixpanel-browser's base64 encoder writes
/// characters outside the basic plane) become the four bytes of the character that they mean; a
/// lone half becomes its escape in JSON, and at last U+FFFD with invisible characters that say
/// which half it was: two ids that differ in one must not become one. An overlong form and any
/// other broken byte become U+FFFD.
final class Utf8Repair {
  /// The first of sixteen variation selectors, which nobody sees.
  private static final char SELECTOR = '\uFE00';

  private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

  private Utf8Repair() {}

  /// The same array where it is valid already, else a repaired copy.
  static byte[] repair(byte[] bytes) {
    int i = 0;
    while (i < bytes.length) {
      int length = bytes[i] >= 0 ? 1 : sequenceLength(bytes, i);
      if (length == 0) {
        return repairFrom(bytes, i);
      }
      i += length;
    }
    return bytes;
  }

  /// True where an escape of JSON may write a surrogate half: in what is parsed of other valid
  /// UTF-8 each has its other half.
  static boolean escapesSurrogates(byte[] json) {
    for (int i = 0; i < json.length - 2; i++) {
      if (json[i] == '\\' && json[i + 1] == 'u' && (json[i + 2] | 0x20) == 'd') {
        return true;
      }
    }
    return false;
  }

  /// The same text where each surrogate has its other half, else with U+FFFD and three variation
  /// selectors for each without: an escape such as `\\ud83d` can write one, and all of them would
  /// be one byte in UTF-8.
  static String repair(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return repairSurrogates(text);
      }
    }
    return text;
  }

  private static String repairSurrogates(String text) {
    StringBuilder repaired = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
      if (pair) {
        repaired.append(c).append(text.charAt(++i));
      } else if (Character.isSurrogate(c)) {
        repaired.append('\uFFFD');
        for (int shift = 8; shift >= 0; shift -= 4) {
          repaired.append((char) (SELECTOR | (((c - Character.MIN_SURROGATE) >> shift) & 0xF)));
        }
      } else {
        repaired.append(c);
      }
    }
    return repaired.toString();
  }

  private static byte[] repairFrom(byte[] bytes, int from) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
    out.write(bytes, 0, from);
    int i = from;
    while (i < bytes.length) {
      int length = sequenceLength(bytes, i);
      if (length > 0) {
        out.write(bytes, i, length);
        i += length;
      } else if (isHalf(bytes, i, 0xA0) && isHalf(bytes, i + 3, 0xB0)) {
        writeCharacter(out, Character.toCodePoint(half(bytes, i), half(bytes, i + 3)));
        i += 6;
      } else if (isHalf(bytes, i, 0xA0) || isHalf(bytes, i, 0xB0)) {
        writeEscape(out, half(bytes, i));
        i += 3;
      } else {
        out.writeBytes(REPLACEMENT);
        i++;
      }
    }
    return out.toByteArray();
  }

  /// Length of the well-formed sequence at `i` (Unicode 15, table 3-7), 0 where there is none.
  private static int sequenceLength(byte[] bytes, int i) {
    int first = bytes[i] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    if (first < 0xE0) {
      return isBetween(bytes, i + 1, 0x80, 0xBF) ? 2 : 0;
    }
    if (first < 0xF0) {
      int low = first == 0xE0 ? 0xA0 : 0x80;
      int high = first == 0xED ? 0x9F : 0xBF;
      return isBetween(bytes, i + 1, low, high) && isBetween(bytes, i + 2, 0x80, 0xBF) ? 3 : 0;
    }
    int low = first == 0xF0 ? 0x90 : 0x80;
    int high = first == 0xF4 ? 0x8F : 0xBF;
    boolean wellFormed =
        isBetween(bytes, i + 1, low, high)
            && isBetween(bytes, i + 2, 0x80, 0xBF)
            && isBetween(bytes, i + 3, 0x80, 0xBF);
    return wellFormed ? 4 : 0;
  }

  /// True where a surrogate half of three bytes stands at `i`: high from 0xA0, low from 0xB0.
  private static boolean isHalf(byte[] bytes, int i, int second) {
    return isBetween(bytes, i, 0xED, 0xED)
        && isBetween(bytes, i + 1, second, second + 0x0F)
        && isBetween(bytes, i + 2, 0x80, 0xBF);
  }

  private static char half(byte[] bytes, int i) {
    return (char) (0xD000 | (bytes[i + 1] & 0x3F) << 6 | (bytes[i + 2] & 0x3F));
  }

  private static void writeEscape(ByteArrayOutputStream out, char half) {
    out.writeBytes("\\u%04x".formatted((int) half).getBytes(StandardCharsets.US_ASCII));
  }

  private static void writeCharacter(ByteArrayOutputStream out, int codePoint) {
    out.write(0xF0 | codePoint >> 18);
    out.write(0x80 | (codePoint >> 12 & 0x3F));
    out.write(0x80 | (codePoint >> 6 & 0x3F));
    out.write(0x80 | (codePoint & 0x3F));
  }

  private static boolean isBetween(byte[] bytes, int i, int low, int high) {
    return i < bytes.length && (bytes[i] & 0xFF) >= low && (bytes[i] & 0xFF) <= high;
  }
}
