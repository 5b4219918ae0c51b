package dev.firebreak.notice;

/// The canonical text of one notice, in both forms that the mail has.
///
/// @param number notice number, as printed in the notice
/// @param subject the mail's subject
/// @param text plain text
/// @param html the same as HTML without links or pictures
public record RenderedNotice(String number, String subject, String text, String html) {
  private static final char NO_BREAK_SPACE = '\u00a0';

  /// Digest of what a reader sees and what mail programs act on. White space of any length counts
  /// as one space: mail servers wrap and pad lines.
  public String digest() {
    return digest(subject, text, html);
  }

  static String digest(String subject, String text, String html) {
    return new Digest("firebreak notice text 1")
        .text(normalized(subject))
        .text(normalized(text))
        .text(normalized(html))
        .hex();
  }

  private static String normalized(String text) {
    StringBuilder normalized = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        space = true;
        continue;
      }
      if (space && !normalized.isEmpty()) {
        normalized.append(' ');
      }
      space = false;
      normalized.append(c);
    }
    return normalized.toString().strip();
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == NO_BREAK_SPACE;
  }

  /// Without the text: it says what was exposed about a person.
  @Override
  public String toString() {
    return "RenderedNotice[" + number + "]";
  }
}
