package dev.firebreak.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/// How a token is written, so that whoever scans texts for secrets finds it and knows it from what
/// only looks like one:
///
/// ```
/// fbk_ 43 characters, 256 random bits | 6 characters, CRC-32 of all before them
/// ```
///
/// The characters are 0-9, A-Z and a-z.
final class TokenText {
  static final String PREFIX = "fbk_";

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM_CHARS = 43;
  private static final int CHECK_CHARS = 6;
  private static final int CHARS = PREFIX.length() + RANDOM_CHARS + CHECK_CHARS;

  private TokenText() {}

  static String random(SecureRandom random) {
    StringBuilder text = new StringBuilder(PREFIX);
    for (int i = 0; i < RANDOM_CHARS; i++) {
      text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return text.append(check(text.toString())).toString();
  }

  /// Whether a text is written as tokens are; says nothing about whether there is such a token.
  static boolean isWellFormed(String text) {
    if (text.length() != CHARS || !text.startsWith(PREFIX)) {
      return false;
    }
    int end = CHARS - CHECK_CHARS;
    return text.substring(end).equals(check(text.substring(0, end)));
  }

  private static String check(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    long rest = crc.getValue();
    char[] digits = new char[CHECK_CHARS];
    for (int i = CHECK_CHARS - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
      rest /= DIGITS.length();
    }
    return new String(digits);
  }
}
