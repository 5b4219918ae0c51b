package dev.firebreak.detect;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A text in a decoded form, with the place in its source of every character. Immutable.
///
/// ```
/// source   maya%40example.com
/// text     maya@example.com
/// origins  0 1 2 3 4 7 8 ...      (one more than characters: the last is the source's end)
/// ```
record Decoding(String text, int[] origins) {
  private static final int BASE64_CHARS_MIN = 12;

  /// Where the character comes from.
  int start(int index) {
    return origins[index];
  }

  /// Where in the source the text before `index` ends.
  int end(int index) {
    return origins[index];
  }

  /// Characters that hide a value from a plain search: invisible ones that no value needs, NUL
  /// (UTF-16 taken for single bytes), U+FFFD where bytes were broken, and others than ASCII's that
  /// stand for one of its characters.
  static boolean isOdd(char c) {
    return c == 0 || (c >= '\u00A0' && (isInvisible(c) || plain(c) != c));
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

  /// The ASCII character that another stands for: full-width and small forms, spaces, hyphens, the
  /// ideographic full stop; else the character itself.
  private static char plain(char c) {
    if (c >= '\uFF01' && c <= '\uFF5E') {
      return (char) (c - 0xFEE0);
    }
    return switch (c) {
      case '\u00A0', '\u202F', '\u205F', '\u3000' -> ' ';
      case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212', '\uFE63' -> '-';
      case '\uFE6B' -> '@';
      case '\u3002', '\uFE52', '\uFF61', '\u2024' -> '.';
      default -> c >= '\u2000' && c <= '\u200A' ? ' ' : c;
    };
  }

  /// Without the odd characters.
  static Optional<Decoding> plain(String source) {
    Builder builder = new Builder(source.length());
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c != 0 && !isInvisible(c)) {
        builder.add(plain(c), i);
      }
    }
    return builder.build(source);
  }

  /// Percent-decoded as UTF-8, `+` as a space. Empty where nothing changes.
  static Optional<Decoding> percent(String source) {
    Builder builder = new Builder(source.length());
    byte[] bytes = new byte[source.length() / 3 + 1];
    int i = 0;
    while (i < source.length()) {
      int run = 0;
      int from = i;
      while (hexByte(source, i) >= 0) {
        bytes[run++] = (byte) hexByte(source, i);
        i += 3;
      }
      if (run > 0) {
        builder.addBytes(bytes, run, from, 3);
      } else {
        char c = source.charAt(i);
        builder.add(c == '+' ? ' ' : c, i);
        i++;
      }
    }
    return builder.build(source);
  }

  /// With JSON's and JavaScript's backslash escapes resolved. Empty where nothing changes.
  static Optional<Decoding> backslash(String source) {
    Builder builder = new Builder(source.length());
    int i = 0;
    while (i < source.length()) {
      char c = source.charAt(i);
      if (c != '\\' || i + 1 == source.length()) {
        builder.add(c, i++);
        continue;
      }
      int unicode = unicode(source, i);
      if (unicode >= 0) {
        builder.add((char) unicode, i);
        i += 6;
        continue;
      }
      char escaped = source.charAt(i + 1);
      switch (escaped) {
        case 'n', 'r', 't', 'b', 'f' -> builder.add(' ', i);
        default -> builder.add(escaped, i);
      }
      i += 2;
    }
    return builder.build(source);
  }

  /// The text behind a run of base64 or base64url, all of it mapped to the whole run: a hit inside
  /// redacts the run. Empty where it decodes to no text.
  static Optional<String> base64(String source, int start, int end) {
    int length = end - start;
    if (length < BASE64_CHARS_MIN) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length * 3 / 4];
    int size = 0;
    int bits = 0;
    int held = 0;
    for (int i = start; i < end; i++) {
      int value = sextet(source.charAt(i));
      if (value < 0) {
        return Optional.empty();
      }
      bits = (bits << 6) | value;
      held += 6;
      if (held >= 8) {
        held -= 8;
        int octet = (bits >> held) & 0xff;
        if (octet < ' ' && octet != 0 && octet != '\n' && octet != '\r' && octet != '\t') {
          return Optional.empty();
        }
        bytes[size++] = (byte) octet;
      }
    }
    return utf8(bytes, size);
  }

  private static Optional<String> utf8(byte[] bytes, int size) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, size)).toString());
    } catch (CharacterCodingException noText) {
      return Optional.empty();
    }
  }

  private static int sextet(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return switch (c) {
      case '+', '-' -> 62;
      case '/', '_' -> 63;
      default -> -1;
    };
  }

  private static int hexByte(String source, int index) {
    if (index + 2 >= source.length() || source.charAt(index) != '%') {
      return -1;
    }
    int high = Character.digit(source.charAt(index + 1), 16);
    int low = Character.digit(source.charAt(index + 2), 16);
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }

  private static int unicode(String source, int index) {
    if (index + 5 >= source.length() || source.charAt(index + 1) != 'u') {
      return -1;
    }
    int value = 0;
    for (int i = index + 2; i < index + 6; i++) {
      int digit = Character.digit(source.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = 16 * value + digit;
    }
    return value;
  }

  private static final class Builder {
    private final StringBuilder text;
    private int[] origins;

    Builder(int capacity) {
      text = new StringBuilder(capacity);
      origins = new int[capacity + 1];
    }

    void add(char c, int origin) {
      if (text.length() + 1 >= origins.length) {
        origins = Arrays.copyOf(origins, 2 * origins.length + 2);
      }
      origins[text.length()] = origin;
      text.append(c);
    }

    /// Adds a run of bytes as UTF-8; a byte that is none is the letter that it is in Latin-1, or
    /// U+FFFD.
    void addBytes(byte[] bytes, int length, int origin, int width) {
      int i = 0;
      while (i < length) {
        int size = Math.min(sequenceLength(bytes[i]), length - i);
        String decoded = new String(bytes, i, size, StandardCharsets.UTF_8);
        if (decoded.indexOf('\uFFFD') >= 0) {
          size = 1;
          char latin = (char) (bytes[i] & 0xff);
          decoded = String.valueOf(Character.isLetterOrDigit(latin) ? latin : '\uFFFD');
        }
        for (int j = 0; j < decoded.length(); j++) {
          add(decoded.charAt(j), origin + i * width);
        }
        i += size;
      }
    }

    private static int sequenceLength(byte lead) {
      int value = lead & 0xff;
      if (value >= 0xf0) {
        return 4;
      }
      if (value >= 0xe0) {
        return 3;
      }
      return value >= 0xc0 ? 2 : 1;
    }

    Optional<Decoding> build(String source) {
      if (text.length() == source.length() && source.contentEquals(text)) {
        return Optional.empty();
      }
      origins[text.length()] = source.length();
      return Optional.of(new Decoding(text.toString(), origins));
    }
  }
}
