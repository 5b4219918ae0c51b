package dev.firebreak.detect;

/// Cheap features of a text, counted in one pass: they open or close the gates of the detectors.
///
/// @param digits number of ASCII digits
/// @param longestNumber most digits in one run of digits with at most three other signs between two
/// @param dots number of `.`
/// @param colons number of `:`
/// @param at whether `@` occurs
/// @param percent whether `%` occurs
/// @param equals whether `=` occurs
/// @param plus whether `+` occurs
/// @param quote whether `"` occurs
/// @param ampersand whether `&` occurs
/// @param backslash whether `\` occurs
/// @param slash whether `/` occurs
/// @param odd whether any of [OddCharacters] occurs
/// @param longestWord length of the longest run of letters, digits, `-`, `_`, `+` and `/`
public record TextShape(
    int digits,
    int longestNumber,
    int dots,
    int colons,
    boolean at,
    boolean percent,
    boolean equals,
    boolean plus,
    boolean quote,
    boolean ampersand,
    boolean backslash,
    boolean slash,
    boolean odd,
    int longestWord) {
  private static final int AT = 1;
  private static final int PERCENT = 2;
  private static final int EQUALS = 4;
  private static final int PLUS = 8;
  private static final int QUOTE = 16;
  private static final int BACKSLASH = 32;
  private static final int SLASH = 64;
  private static final int ODD = 128;
  private static final int AMPERSAND = 256;
  private static final int DIGIT = 512;
  private static final int WORD = 1024;
  private static final int SEPARATOR = 2048;
  private static final int DOT = 4096;
  private static final int COLON = 8192;
  private static final int ALPHANUMERIC = 16384;
  private static final int ASCII_CHARS = 128;
  private static final int SEPARATORS_MAX = 3;

  /// What each ASCII character is, as bits: looked up, since every text is counted.
  private static final short[] ASCII = new short[ASCII_CHARS];

  static {
    for (char c = 0; c < ASCII_CHARS; c++) {
      ASCII[c] = (short) bits(c);
    }
  }

  static TextShape of(String text) {
    int digits = 0;
    int number = 0;
    int longestNumber = 0;
    int separators = 0;
    int dots = 0;
    int colons = 0;
    int seen = 0;
    int word = 0;
    int longestWord = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int bits = c < ASCII_CHARS ? ASCII[c] : odd(c);
      seen |= bits;
      if ((bits & DIGIT) != 0) {
        digits++;
        longestNumber = Math.max(longestNumber, ++number);
        separators = 0;
      } else if ((bits & SEPARATOR) == 0 || ++separators > SEPARATORS_MAX) {
        number = 0;
      }
      word = (bits & WORD) != 0 ? word + 1 : 0;
      longestWord = Math.max(longestWord, word);
      dots += (bits & DOT) / DOT;
      colons += (bits & COLON) / COLON;
    }
    return new TextShape(
        digits,
        longestNumber,
        dots,
        colons,
        (seen & AT) != 0,
        (seen & PERCENT) != 0,
        (seen & EQUALS) != 0,
        (seen & PLUS) != 0,
        (seen & QUOTE) != 0,
        (seen & AMPERSAND) != 0,
        (seen & BACKSLASH) != 0,
        (seen & SLASH) != 0,
        (seen & ODD) != 0,
        longestWord);
  }

  private static int bits(char c) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    int kind = isDigit(c) ? DIGIT | ALPHANUMERIC : letter ? ALPHANUMERIC : SEPARATOR;
    boolean word = (kind & ALPHANUMERIC) != 0 || c == '-' || c == '_' || c == '+' || c == '/';
    return kind | (word ? WORD : 0) | sign(c);
  }

  private static int sign(char c) {
    return switch (c) {
      case '.' -> DOT;
      case ':' -> COLON;
      case '@' -> AT;
      case '%' -> PERCENT;
      case '=' -> EQUALS;
      case '+' -> PLUS;
      case '"' -> QUOTE;
      case '&' -> AMPERSAND;
      case '\\' -> BACKSLASH;
      case '/' -> SLASH;
      default -> odd(c);
    };
  }

  private static int odd(char c) {
    return OddCharacters.isOdd(c) ? ODD : 0;
  }

  static boolean isWord(char c) {
    return c < ASCII_CHARS && (ASCII[c] & WORD) != 0;
  }

  static boolean isAlphanumeric(char c) {
    return c < ASCII_CHARS && (ASCII[c] & ALPHANUMERIC) != 0;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
