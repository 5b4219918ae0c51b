package dev.firebreak.assessment;

import java.nio.charset.StandardCharsets;

/// Names of parts of archives, fit to be printed.
final class PartName {
  private static final int CHARS_MAX = 300;

  private PartName() {}

  /// The bytes as UTF-8, without control characters and not longer than is printed.
  static String of(byte[] bytes) {
    String name = new String(bytes, StandardCharsets.UTF_8);
    String bounded = name.length() <= CHARS_MAX ? name : name.substring(0, CHARS_MAX);
    StringBuilder clean = new StringBuilder(bounded.length());
    bounded.codePoints().forEach(c -> clean.appendCodePoint(isPrinted(c) ? c : 0xfffd));
    return clean.toString();
  }

  private static boolean isPrinted(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
  }

  static String within(String archive, String part) {
    return archive + "!/" + part;
  }
}
