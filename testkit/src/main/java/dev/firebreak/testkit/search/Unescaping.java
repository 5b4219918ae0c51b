package dev.firebreak.testkit.search;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/// Undoes escapes wherever they stand in a text of any kind; what is no escape stays as it is.
final class Unescaping {
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cf}\\x{FE00}-\\x{FE0F}\\x{FFFD}\\x00]");

  private Unescaping() {}

  /// A text whose first `length` bytes count.
  record Text(byte[] bytes, int length) {}

  /// `%41` becomes `A`, `+` a space.
  static Text percent(byte[] text, int length) {
    byte[] out = new byte[length];
    int to = 0;
    for (int i = 0; i < length; i++) {
      int high = text[i] == '%' && i + 2 < length ? digit(text[i + 1]) : -1;
      int low = high >= 0 ? digit(text[i + 2]) : -1;
      if (low >= 0) {
        out[to++] = (byte) ((high << 4) | low);
        i += 2;
      } else {
        out[to++] = text[i] == '+' ? (byte) ' ' : text[i];
      }
    }
    return new Text(out, to);
  }

  /// JSON's escapes, a pair of surrogates made one character; never longer than the text.
  static Text json(byte[] text, int length) {
    byte[] out = new byte[length + 4];
    int to = 0;
    for (int i = 0; i < length; i++) {
      if (text[i] != '\\' || i + 1 >= length) {
        out[to++] = text[i];
        continue;
      }
      int unit = unit(text, length, i);
      if (unit < 0) {
        i++;
        out[to++] = simple(text[i]);
        continue;
      }
      i += 5;
      int point = unit;
      if (Character.isHighSurrogate((char) unit)) {
        int low = unit(text, length, i + 1);
        if (low >= 0 && Character.isLowSurrogate((char) low)) {
          point = Character.toCodePoint((char) unit, (char) low);
          i += 6;
        }
      }
      byte[] utf8 = Character.toString(point).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(utf8, 0, out, to, utf8.length);
      to += utf8.length;
    }
    return new Text(out, to);
  }

  /// UTF-8 with the letters that others stand for (full-width, mathematical, enclosed) and without
  /// what nobody sees. Empty where the bytes are none, and where nothing changes.
  static Optional<Text> folded(byte[] text, int length) {
    String source;
    try {
      source =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, 0, length)).toString();
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
    String folded =
        UNSEEN.matcher(Normalizer.normalize(source, Normalizer.Form.NFKC)).replaceAll("");
    byte[] bytes = folded.getBytes(StandardCharsets.UTF_8);
    return folded.equals(source) ? Optional.empty() : Optional.of(new Text(bytes, bytes.length));
  }

  /// The UTF-16 unit of an escape like `\\u00e9` that begins here, or -1.
  private static int unit(byte[] text, int length, int at) {
    if (at + 5 >= length || text[at] != '\\' || text[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = digit(text[i]);
      if (digit < 0) {
        return -1;
      }
      unit = (unit << 4) | digit;
    }
    return unit;
  }

  private static byte simple(byte escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> escaped;
    };
  }

  private static int digit(byte b) {
    return Character.digit(b, 16);
  }
}
