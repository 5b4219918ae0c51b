package dev.firebreak.assessment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// How a value looks, whatever it means.
public enum ValueShape {
  EMAIL,
  TOKEN,
  URL,
  IP_ADDRESS,
  UUID,
  /// Hex digits of the length of MD5, SHA-1 or SHA-256.
  HASH,
  /// A plus and 7 to 15 digits.
  PHONE,
  /// Two capital letters that ISO 3166 assigns.
  COUNTRY_CODE,
  /// A date or time as ISO 8601 writes it.
  TIME,
  TRUTH,
  WHOLE_NUMBER,
  NUMBER,
  /// Letters, digits and marks without blanks.
  WORD,
  TEXT;

  private static final Set<String> COUNTRIES = Set.copyOf(Arrays.asList(Locale.getISOCountries()));
  private static final int UUID_CHARS = 36;
  private static final int NUMBER_CHARS_MAX = 30;
  private static final int LOOKED_AT = 512;

  /// As documents spell it: `whole-number`.
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ValueShape of(String value) {
    int length = value.length();
    if (length == 2 && COUNTRIES.contains(value)) {
      return COUNTRY_CODE;
    }
    Chars chars = Chars.of(value);
    if (chars.digits == length) {
      return isHash(length, value) ? HASH : WHOLE_NUMBER;
    }
    if (chars.ats == 1 && chars.blanks == 0 && !Identifiers.email(value).isEmpty()) {
      return EMAIL;
    }
    if (ValueForm.isToken(value)) {
      return TOKEN;
    }
    if (chars.colons > 0 && value.regionMatches(true, 0, "http", 0, 4) && value.contains("://")) {
      return URL;
    }
    if (chars.hex == length && isHash(length, value)) {
      return HASH;
    }
    return structured(value, chars);
  }

  private static ValueShape structured(String value, Chars chars) {
    int length = value.length();
    if (length == UUID_CHARS && chars.hex == 32 && chars.dashes == 4) {
      return UUID;
    }
    if (isTime(value, length)) {
      return TIME;
    }
    if (isAddress(chars, length)) {
      return IP_ADDRESS;
    }
    if (value.charAt(0) == '+' && chars.others == 0 && chars.digits >= 7 && chars.digits <= 15) {
      return PHONE;
    }
    if (isNumber(value, chars)) {
      return chars.dots == 0 ? WHOLE_NUMBER : NUMBER;
    }
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      return TRUTH;
    }
    return chars.blanks == 0 && length <= LOOKED_AT ? WORD : TEXT;
  }

  private static boolean isHash(int length, String value) {
    return (length == 32 || length == 40 || length == 64) && ValueForm.isHash(value);
  }

  private static boolean isTime(String value, int length) {
    return length >= 10
        && length <= 40
        && value.charAt(4) == '-'
        && value.charAt(7) == '-'
        && isDigit(value.charAt(0))
        && isDigit(value.charAt(9))
        && EventTime.millis(value) != 0;
  }

  private static boolean isAddress(Chars chars, int length) {
    boolean four = chars.dots == 3 && chars.digits + 3 == length && chars.digits >= 4;
    boolean six = chars.colons >= 2 && chars.hex + chars.colons == length;
    return length <= 45 && (four || six);
  }

  private static boolean isNumber(String value, Chars chars) {
    int sign = value.charAt(0) == '-' ? 1 : 0;
    return chars.digits > 0
        && chars.dots <= 1
        && value.length() <= NUMBER_CHARS_MAX
        && chars.digits + chars.dots + sign == value.length();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// Counts of kinds of characters; of a long value only of its beginning.
  private static final class Chars {
    private static final int ASCII = 128;
    private static final int BITS = 10;
    private static final long MASK = (1L << BITS) - 1;
    private static final int DIGITS = 0;
    private static final int HEX = BITS;
    private static final int DOTS = 2 * BITS;
    private static final int DASHES = 3 * BITS;
    private static final int COLONS = 4 * BITS;
    private static final int ATS = 5 * BITS;
    private static final int BLANKS = 0;
    private static final int OTHERS = BITS;

    /// By character, a one in the place of each kind that it is of. A place counts to 1023, more
    /// than is looked at.
    private static final long[] KINDS = new long[ASCII];

    /// The same, for blanks and what has no other kind.
    private static final int[] FURTHER = new int[ASCII];

    static {
      for (char c = 0; c < ASCII; c++) {
        if (isDigit(c)) {
          KINDS[c] = 1L << DIGITS | 1L << HEX;
        } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
          KINDS[c] = 1L << HEX;
          FURTHER[c] = 1 << OTHERS;
        } else {
          switch (c) {
            case '.' -> KINDS[c] = 1L << DOTS;
            case '-' -> KINDS[c] = 1L << DASHES;
            case ':' -> KINDS[c] = 1L << COLONS;
            case '@' -> KINDS[c] = 1L << ATS;
            case ' ', '\t', '\n', '\r' -> FURTHER[c] = 1 << BLANKS;
            case '+', '(', ')', '/' -> {}
            default -> FURTHER[c] = 1 << OTHERS;
          }
        }
      }
    }

    private final int digits;
    private final int hex;
    private final int dots;
    private final int dashes;
    private final int colons;
    private final int ats;
    private final int blanks;
    private final int others;

    private Chars(long kinds, int further) {
      digits = (int) (kinds >>> DIGITS & MASK);
      hex = (int) (kinds >>> HEX & MASK);
      dots = (int) (kinds >>> DOTS & MASK);
      dashes = (int) (kinds >>> DASHES & MASK);
      colons = (int) (kinds >>> COLONS & MASK);
      ats = (int) (kinds >>> ATS & MASK);
      blanks = (int) (further >>> BLANKS & MASK);
      others = (int) (further >>> OTHERS & MASK);
    }

    static Chars of(String value) {
      long kinds = 0;
      int further = 0;
      int end = Math.min(value.length(), LOOKED_AT);
      for (int i = 0; i < end; i++) {
        char c = value.charAt(i);
        if (c < ASCII) {
          kinds += KINDS[c];
          further += FURTHER[c];
        } else {
          further += 1 << OTHERS;
        }
      }
      return new Chars(kinds, further);
    }
  }
}
