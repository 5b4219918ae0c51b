package dev.firebreak.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The parts of a text that could be base64 or hexadecimal digits: every long run of base64's
/// alphabet; the parts of such a run between `/`, since a path can carry one; and what follows a
/// hyphen or underscore in it, since a prefix may be glued to one.
final class Base64Runs {
  /// Shorter runs hold no value worth finding.
  static final int CHARS_MIN = 12;

  /// So many characters of base64 are whole octets.
  static final int GROUP = 4;

  private static final int PREFIXES_MAX = 4;

  /// A stretch of a text that could be encoded; trailing `=` does not belong to it.
  ///
  /// @param hex true where all of it is hexadecimal digits, which are tried as such
  record Part(int start, int end, boolean hex) {}

  /// One run.
  ///
  /// @param parts the run itself first, where that is long enough to be looked at
  /// @param whole true where the first part is the whole run, which may have anything glued to it
  record Run(List<Part> parts, boolean whole) {}

  private Base64Runs() {}

  static void forEach(String text, Consumer<Run> taker) {
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && TextShape.isWord(text.charAt(i))) {
        continue;
      }
      if (i - start >= CHARS_MIN) {
        Run run = run(text, start, i);
        if (!run.parts().isEmpty()) {
          taker.accept(run);
        }
      }
      start = i + 1;
    }
  }

  /// True where any run decodes to text.
  static boolean anyDecodes(String text) {
    boolean[] any = {false};
    forEach(
        text,
        run -> {
          for (Part part : run.parts()) {
            any[0] |=
                part.hex()
                    ? Decoding.hex(text, part.start(), part.end()).isPresent()
                    : Decoding.base64(text, part.start(), part.end()).isPresent();
          }
        });
    return any[0];
  }

  private static Run run(String text, int start, int end) {
    List<Part> parts = new ArrayList<>(0);
    boolean whole = looksEncoded(text, start, end);
    if (whole) {
      take(text, start, end, parts);
    }
    int from = start;
    for (int i = start; i <= end; i++) {
      if (i == end || text.charAt(i) == '/') {
        boolean part = i - from >= CHARS_MIN && i - from < end - start;
        if (part && looksEncoded(text, from, i)) {
          take(text, from, i, parts);
        }
        int digits = text.startsWith("0x", from) ? from + 2 : from;
        if (isHex(text, digits, i)) {
          parts.add(new Part(digits, i, true));
        }
        from = i + 1;
      }
    }
    return new Run(parts, whole);
  }

  private static void take(String text, int start, int end, List<Part> parts) {
    parts.add(new Part(start, end, false));
    int prefixes = 0;
    for (int i = start; i < end - CHARS_MIN && prefixes < PREFIXES_MAX; i++) {
      if (text.charAt(i) == '_' || text.charAt(i) == '-') {
        prefixes++;
        if (looksEncoded(text, i + 1, end)) {
          parts.add(new Part(i + 1, end, false));
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

  private static boolean isHex(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (!letter && !TextShape.isDigit(c)) {
        return false;
      }
    }
    return end - start >= CHARS_MIN;
  }
}
