package dev.firebreak.notice;

import java.util.regex.Pattern;

/// The canonical text of one notice, in both forms that the mail has.
///
/// @param number notice number, as printed in the notice
/// @param subject the mail's subject
/// @param text plain text
/// @param html the same as HTML without links or pictures
public record RenderedNotice(String number, String subject, String text, String html) {
  private static final Pattern SPACE = Pattern.compile("[\\s\\u00a0]+");

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
    return SPACE.matcher(text).replaceAll(" ").strip();
  }

  /// Without the text: it says what was exposed about a person.
  @Override
  public String toString() {
    return "RenderedNotice[" + number + "]";
  }
}
