package dev.firebreak.detect;

/// The parts of a text that could be base64: every long run of its alphabet, the parts of such a
/// run between `/`, since a path can carry one, and what follows a hyphen or underscore in it,
/// since a prefix may be glued to one.
final class Base64Runs {
  /// Shorter runs hold no value worth finding.
  static final int CHARS_MIN = 12;

  private static final int PREFIXES_MAX = 4;

  /// Takes a run by its span; trailing `=` belongs to it.
  @FunctionalInterface
  interface Taker {
    void take(int start, int end);
  }

  private Base64Runs() {}

  static void forEach(String text, Taker taker) {
    int start = 0;
    int slash = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (TextShape.isWord(c)) {
        if (c == '/') {
          take(text, Math.max(start, slash + 1), i, taker);
          slash = i;
        }
        continue;
      }
      if (slash >= start) {
        take(text, slash + 1, i, taker);
      }
      take(text, start, i, taker);
      start = i + 1;
    }
  }

  private static void take(String text, int start, int end, Taker taker) {
    if (end - start < CHARS_MIN || !looksEncoded(text, start, end)) {
      return;
    }
    taker.take(start, end);
    int prefixes = 0;
    for (int i = start; i < end - CHARS_MIN && prefixes < PREFIXES_MAX; i++) {
      if (text.charAt(i) == '_' || text.charAt(i) == '-') {
        prefixes++;
        if (looksEncoded(text, i + 1, end)) {
          taker.take(i + 1, end);
        }
      }
    }
  }

  /// Words and paths have one case and no digits; base64 of text has both cases.
  private static boolean looksEncoded(String text, int start, int end) {
    boolean upper = false;
    boolean lower = false;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      upper |= c >= 'A' && c <= 'Z';
      lower |= c >= 'a' && c <= 'z';
      if (upper && lower) {
        return true;
      }
    }
    return false;
  }
}
