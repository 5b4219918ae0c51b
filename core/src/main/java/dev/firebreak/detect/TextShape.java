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
  private static final int SEPARATORS_MAX = 3;

  static TextShape of(String text) {
    int digits = 0;
    int number = 0;
    int longestNumber = 0;
    int separators = 0;
    int dots = 0;
    int colons = 0;
    int flags = 0;
    int word = 0;
    int longestWord = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
        longestNumber = Math.max(longestNumber, ++number);
        separators = 0;
      } else if (!isNumberSeparator(c) || ++separators > SEPARATORS_MAX) {
        number = 0;
      }
      word = isWord(c) ? word + 1 : 0;
      longestWord = Math.max(longestWord, word);
      if (c == '.') {
        dots++;
      } else if (c == ':') {
        colons++;
      } else {
        flags |= flag(c);
      }
    }
    return new TextShape(
        digits,
        longestNumber,
        dots,
        colons,
        (flags & AT) != 0,
        (flags & PERCENT) != 0,
        (flags & EQUALS) != 0,
        (flags & PLUS) != 0,
        (flags & QUOTE) != 0,
        (flags & AMPERSAND) != 0,
        (flags & BACKSLASH) != 0,
        (flags & SLASH) != 0,
        (flags & ODD) != 0,
        longestWord);
  }

  private static int flag(char c) {
    return switch (c) {
      case '@' -> AT;
      case '%' -> PERCENT;
      case '=' -> EQUALS;
      case '+' -> PLUS;
      case '"' -> QUOTE;
      case '&' -> AMPERSAND;
      case '\\' -> BACKSLASH;
      case '/' -> SLASH;
      default -> OddCharacters.isOdd(c) ? ODD : 0;
    };
  }

  private static boolean isNumberSeparator(char c) {
    return c < 128 && !isAlphanumeric(c);
  }

  static boolean isWord(char c) {
    return isAlphanumeric(c) || c == '-' || c == '_' || c == '+' || c == '/';
  }

  static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
