package dev.firebreak.assessment;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/// Brings the identifiers of a data set and of the accounts directory into one form.
final class Identifiers {
  /// Longest identifier; a longer text is none.
  static final int CHARS_MAX = 512;

  private static final int PHONE_DIGITS_MIN = 7;
  private static final int PHONE_DIGITS_MAX = 15;

  /// What SDKs and integrations send when they know nobody. They would join everybody.
  private static final Set<String> NOBODY =
      Set.of(
          "null",
          "nil",
          "none",
          "undefined",
          "unknown",
          "anonymous",
          "anon",
          "nan",
          "n/a",
          "na",
          "0",
          "-1",
          "true",
          "false",
          "[]",
          "{}",
          "lmy47d",
          "id",
          "user_id",
          "distinct_id",
          "email",
          "guest",
          "not_authenticated",
          "unidentified",
          "default",
          "test",
          "00000000-0000-0000-0000-000000000000");

  private Identifiers() {}

  /// True for an id that stands for one person or device.
  static boolean isSomebody(String id) {
    return !id.isBlank()
        && id.length() <= CHARS_MAX
        && !NOBODY.contains(id.strip().toLowerCase(Locale.ROOT));
  }

  /// The address for comparison: without surrounding blanks and `mailto:`, in lower case, NFC;
  /// empty for what is no address.
  static String email(String text) {
    String address = text.strip();
    if (address.regionMatches(true, 0, "mailto:", 0, 7)) {
      address = address.substring(7);
    }
    int at = address.indexOf('@');
    boolean plausible =
        at > 0
            && at == address.lastIndexOf('@')
            && at < address.length() - 1
            && address.length() <= 320
            && address.chars().noneMatch(c -> Character.isWhitespace(c) || c < ' ');
    return plausible
        ? Normalizer.normalize(address, Normalizer.Form.NFC).toLowerCase(Locale.ROOT)
        : "";
  }

  /// The digits of a number, without a leading `00`; empty for what is no number.
  static String phone(String text) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      } else if ("+-(). /".indexOf(c) < 0) {
        return "";
      }
    }
    String number = digits.toString();
    if (number.startsWith("00")) {
      number = number.substring(2);
    }
    boolean plausible = number.length() >= PHONE_DIGITS_MIN && number.length() <= PHONE_DIGITS_MAX;
    return plausible ? number : "";
  }
}
