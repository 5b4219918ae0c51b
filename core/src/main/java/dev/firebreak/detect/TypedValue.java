package dev.firebreak.detect;

import java.util.regex.Pattern;

/// Recognises values that are of a known type as a whole, in which digits mean no phone number and
/// no address: UUID, ISO 8601 time, long hexadecimal id.
final class TypedValue {
  static final int UUID_LENGTH = 36;
  private static final int HEX_LENGTH_MIN = 20;
  private static final int HEX_LENGTH_MAX = 128;
  private static final int TIME_LENGTH_MIN = 10;
  private static final int TIME_LENGTH_MAX = 35;
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}"
              + "([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?");

  private TypedValue() {}

  static boolean isTyped(String text) {
    int length = text.length();
    return (length == UUID_LENGTH && isUuid(text))
        || (length >= HEX_LENGTH_MIN && length <= HEX_LENGTH_MAX && isHex(text))
        || (length >= TIME_LENGTH_MIN && length <= TIME_LENGTH_MAX && isTime(text));
  }

  /// The shape of RFC 9562: hex digits with hyphens at 8, 13, 18 and 23.
  static boolean isUuid(String text) {
    if (text.length() != UUID_LENGTH) {
      return false;
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      char c = text.charAt(i);
      if (hyphen ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
        return false;
      }
    }
    return true;
  }

  /// Hex digits in one case, letters and digits both, that spell no text: all digits could be a
  /// card number.
  private static boolean isHex(String text) {
    boolean digit = false;
    boolean upper = false;
    boolean lower = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digit = true;
      } else if (c >= 'a' && c <= 'f') {
        lower = true;
      } else if (c >= 'A' && c <= 'F') {
        upper = true;
      } else {
        return false;
      }
    }
    return digit && upper != lower && Decoding.hex(text, 0, text.length()).isEmpty();
  }

  /// `2026-11-22`, `2026-11-22T10:15:30.123Z` and their kin, with nothing after them.
  private static boolean isTime(String text) {
    return text.charAt(4) == '-' && TIME.matcher(text).matches();
  }
}
