package dev.firebreak.detect;

import java.text.Normalizer;
import java.util.Map;

/// Characters that hide a value from a plain search: invisible ones that no value needs, NUL
/// (UTF-16 taken for single bytes), U+FFFD where bytes were broken, and others than ASCII's that
/// stand for one of its characters: full-width, mathematical and enclosed letters, the digits of
/// every script, unusual spaces, hyphens and dots.
final class OddCharacters {
  private static final int SKIPPED = -1;
  private static final int REFERENCE_CHARS_MAX = 8;

  /// What each character of the basic plane stands for; 0 for the odd ones that stand for nothing.
  private static final char[] PLAIN = table();

  private static final Map<String, Character> NAMES =
      Map.ofEntries(
          Map.entry("amp", '&'),
          Map.entry("lt", '<'),
          Map.entry("gt", '>'),
          Map.entry("quot", '"'),
          Map.entry("apos", '\''),
          Map.entry("nbsp", ' '),
          Map.entry("commat", '@'),
          Map.entry("period", '.'),
          Map.entry("lowbar", '_'),
          Map.entry("hyphen", '-'),
          Map.entry("plus", '+'));

  private OddCharacters() {}

  /// True where a text with this character has a plain form.
  static boolean isOdd(char c) {
    return c == 0 || (c >= '\u00A0' && (PLAIN[c] != c || isLead(c)));
  }

  /// Half of a mathematical or enclosed letter, or of a digit of a script beyond the basic plane.
  private static boolean isLead(char c) {
    return c == '\uD835' || c == '\uD83C' || (c >= '\uD801' && c <= '\uD807');
  }

  /// The character that this one stands for, itself for most; negative where it stands for none.
  static int plain(int point) {
    if (point == 0) {
      return SKIPPED;
    }
    if (point < PLAIN.length) {
      return PLAIN[point] == 0 ? SKIPPED : PLAIN[point];
    }
    int digit = Character.digit(point, 10);
    return digit >= 0 ? '0' + digit : compatible(point);
  }

  /// The character behind a reference such as `#64`, `#x40` or `commat`; -1 where it is none.
  static int reference(String text, int start, int end) {
    if (end - start < 2 || end - start > REFERENCE_CHARS_MAX) {
      return -1;
    }
    if (text.charAt(start) != '#') {
      Character named = NAMES.get(text.substring(start, end));
      return named == null ? -1 : named;
    }
    boolean hex = (text.charAt(start + 1) | 0x20) == 'x';
    int radix = hex ? 16 : 10;
    int point = 0;
    for (int i = start + (hex ? 2 : 1); i < end; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0) {
        return -1;
      }
      point = radix * point + digit;
    }
    return point > 0 && Character.isValidCodePoint(point) ? point : -1;
  }

  private static char[] table() {
    char[] table = new char[1 << 16];
    for (char c = 0; c < table.length - 1; c++) {
      table[c] = isInvisible(c) ? 0 : plainOf(c);
    }
    table[table.length - 1] = '\uFFFF';
    return table;
  }

  private static char plainOf(char c) {
    boolean compatible =
        (c >= '\u00AA' && c <= '\u00BA')
            || (c >= '\u2070' && c <= '\u24FF')
            || (c >= '\u3200' && c <= '\u33FF')
            || (c >= '\uFE50' && c <= '\uFE6B')
            || (c >= '\uFF01' && c <= '\uFF5E');
    if (c < '\u00A0') {
      return c;
    }
    if (Character.isDigit(c)) {
      return (char) ('0' + Character.digit(c, 10));
    }
    return switch (c) {
      case '\u00A0', '\u202F', '\u205F', '\u3000' -> ' ';
      case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212', '\uFE63' -> '-';
      case '\u3002', '\uFE52', '\uFF61', '\u2024' -> '.';
      case '\u00B7', '\u2022', '\u2219', '\u22C5', '\u30FB', '\uFF65' -> '.';
      case '\uFF3F' -> '_';
      default -> {
        if (c >= '\u2000' && c <= '\u200A') {
          yield ' ';
        }
        yield compatible ? (char) compatible(c) : c;
      }
    };
  }

  /// The one ASCII character that Unicode's compatibility form says, else the character itself.
  private static int compatible(int point) {
    String form = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
    return form.length() == 1 && form.charAt(0) < 0x80 ? form.charAt(0) : point;
  }

  private static boolean isInvisible(char c) {
    return c == '\u00AD'
        || c == '\u034F'
        || c == '\u061C'
        || c == '\u180E'
        || (c >= '\u200B' && c <= '\u200F')
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2060' && c <= '\u206F')
        || (c >= '\uFE00' && c <= '\uFE0F')
        || c == '\uFEFF'
        || c == '\uFFFD';
  }
}
