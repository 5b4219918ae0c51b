package dev.firebreak.detect;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
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
  private static final int HEX_CHARS_MIN = 16;
  private static final int NUMBER_CHARS_MAX = 1000;
  private static final int SCALE_MAX = 64;

  /// So many octets of ASCII in a row are none by chance.
  private static final int STRETCH_MIN = 9;

  /// Where the character comes from.
  int start(int index) {
    return origins[index];
  }

  /// Where in the source the text before `index` ends.
  int end(int index) {
    return origins[index];
  }

  /// Without the characters that hide a value, and with ASCII's for those that stand for them.
  static Optional<Decoding> plain(String source) {
    Builder builder = new Builder(source.length());
    int i = 0;
    while (i < source.length()) {
      int point = source.codePointAt(i);
      int plain = OddCharacters.plain(point);
      if (plain >= 0) {
        builder.addPoint(plain, i);
      }
      i += Character.charCount(point);
    }
    return builder.build(source);
  }

  /// With the character references of HTML resolved: `&#64;`, `&#x40;` and the few names that a
  /// value may need. Empty where there are none.
  static Optional<Decoding> references(String source) {
    Builder builder = new Builder(source.length());
    int i = 0;
    while (i < source.length()) {
      int end = source.charAt(i) == '&' ? source.indexOf(';', i) : -1;
      int point = end < 0 ? -1 : OddCharacters.reference(source, i + 1, end);
      if (point < 0) {
        builder.add(source.charAt(i++), i - 1);
      } else {
        builder.addPoint(point, i);
        i = end + 1;
      }
    }
    return builder.build(source);
  }

  /// A text that is one number, written out where it has an exponent or zeros after its point.
  /// Empty for others and for those without such a form of reasonable length.
  static Optional<String> number(String source) {
    boolean other = source.indexOf('e') >= 0 || source.indexOf('E') >= 0 || source.endsWith("0");
    if (!other || source.length() > NUMBER_CHARS_MAX || !isNumber(source)) {
      return Optional.empty();
    }
    try {
      BigDecimal value = new BigDecimal(source).stripTrailingZeros();
      return Math.abs(value.scale()) > SCALE_MAX
          ? Optional.empty()
          : Optional.of(value.toPlainString());
    } catch (NumberFormatException beyondAllExponents) {
      return Optional.empty();
    }
  }

  /// True for digits with a point or an exponent among them.
  private static boolean isNumber(String text) {
    boolean marked = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean mark = c == '.' || c == 'e' || c == 'E';
      marked |= mark;
      if (!mark && !TextShape.isDigit(c) && c != '-' && c != '+') {
        return false;
      }
    }
    return marked;
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
      int unicode = hexAt(source, i, 'u', 4);
      int octet = hexAt(source, i, 'x', 2);
      if (unicode >= 0 || octet >= 0) {
        builder.add((char) Math.max(unicode, octet), i);
        i += unicode >= 0 ? 6 : 4;
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
        if (!isText(octet)) {
          return Optional.empty();
        }
        bytes[size++] = (byte) octet;
      }
    }
    return utf8(bytes, size);
  }

  /// The text behind base64 that something is glued to: what decodes to no text is U+FFFD. Empty
  /// where no stretch of it could hold a value.
  static Optional<String> base64Among(String source, int start, int end) {
    byte[] bytes = new byte[(end - start) * 3 / 4 + 1];
    int size = 0;
    int bits = 0;
    int held = 0;
    int stretch = 0;
    int longest = 0;
    for (int i = start; i < end; i++) {
      bits = (bits << 6) | sextet(source.charAt(i));
      held += 6;
      if (held >= 8) {
        held -= 8;
        int octet = (bits >> held) & 0xff;
        // of ASCII: by chance seven octets in eight are text of some kind, three in eight are this
        stretch = octet >= ' ' && octet < 0x7f ? stretch + 1 : 0;
        longest = Math.max(longest, stretch);
        bytes[size++] = (byte) (isText(octet) ? octet : 0xff);
      }
    }
    return longest < STRETCH_MIN ? Optional.empty() : repaired(bytes, size);
  }

  private static boolean isText(int octet) {
    return octet >= ' ' || octet == 0 || octet == '\n' || octet == '\r' || octet == '\t';
  }

  /// The text that a run of hexadecimal digits spells, two for each octet; empty where it spells
  /// none.
  static Optional<String> hex(String source, int start, int end) {
    int length = (end - start) / 2;
    if (end - start < HEX_CHARS_MIN) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int high = Character.digit(source.charAt(start + 2 * i), 16);
      int low = Character.digit(source.charAt(start + 2 * i + 1), 16);
      int octet = 16 * high + low;
      if (high < 0 || low < 0 || !isText(octet) || octet == 0x7f) {
        return Optional.empty();
      }
      bytes[i] = (byte) octet;
    }
    return utf8(bytes, length);
  }

  private static Optional<String> repaired(byte[] bytes, int size) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .decode(ByteBuffer.wrap(bytes, 0, size))
              .toString());
    } catch (CharacterCodingException neverWhereReplaced) {
      return Optional.empty();
    }
  }

  /// Most of what is tried is no text, so that an exception for each would be costly.
  private static Optional<String> utf8(byte[] bytes, int size) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(size);
    if (decoder.decode(ByteBuffer.wrap(bytes, 0, size), text, true).isError()
        || decoder.flush(text).isError()) {
      return Optional.empty();
    }
    return Optional.of(text.flip().toString());
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

  /// The number behind a backslash and a letter, as in `\\u0040` and `\\x40`; -1 where there is
  /// none.
  private static int hexAt(String source, int index, char letter, int digits) {
    if (index + 1 + digits >= source.length() || source.charAt(index + 1) != letter) {
      return -1;
    }
    int value = 0;
    for (int i = index + 2; i < index + 2 + digits; i++) {
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

    void addPoint(int point, int origin) {
      if (Character.isBmpCodePoint(point)) {
        add((char) point, origin);
      } else {
        add(Character.highSurrogate(point), origin);
        add(Character.lowSurrogate(point), origin);
      }
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
