package dev.firebreak.assessment;

import dev.firebreak.pseudonym.DevicePrefix;
import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.taxonomy.DataCategory;
import java.util.regex.Pattern;

/// Tells by a value alone in which form it shows its category. The rules are simple and are listed
/// in docs/reference/assessment.md; in doubt a value counts as clear.
final class ValueForm {
  /// What Mixpanel puts before an id that no person has claimed yet; it stays outside a token.
  static final String DEVICE_PREFIX = DevicePrefix.TEXT;

  private static final Pattern TEMPLATE =
      Pattern.compile(
          "(?:https?://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)?"
              + "(?:/(?::id|\\*|\\{id\\}|[a-z_-]{0,40}))++");
  private static final Pattern HASH =
      Pattern.compile("(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})");
  private static final Pattern COARSE_DEGREES = Pattern.compile("-?[0-9]{1,3}(?:\\.[0-9]?)?");
  private static final Pattern COARSE_IP =
      Pattern.compile("[0-9A-Fa-f.:]{1,45}+(?<=\\.0|::)|[0-9A-Fa-f.:]{1,45}/[0-9]{1,3}");
  private static final Pattern YEAR = Pattern.compile("[0-9]{4}s?");
  private static final int PLACEHOLDER_CHARS_MAX = 64;
  private static final int URL_CHARS_MAX = 4096;
  private static final int HOST_CHARS_MAX = 253;
  private static final int SCHEME_CHARS_MAX = 21;
  private static final int PORT_DIGITS_MAX = 5;
  private static final String SCHEME_END = "://";

  private ValueForm() {}

  /// The id without Mixpanel's prefix for devices.
  static String withoutDevicePrefix(String id) {
    return DevicePrefix.strip(id);
  }

  static boolean isToken(String value) {
    return PseudonymResolver.looksLikeToken(withoutDevicePrefix(value));
  }

  /// True for hex digits of the length of MD5, SHA-1 or SHA-256.
  static boolean isHash(String value) {
    return HASH.matcher(value).matches();
  }

  /// True for what redaction leaves in a value's place: the category's key in brackets.
  static boolean isPlaceholder(String value) {
    return value.length() <= PLACEHOLDER_CHARS_MAX
        && value.startsWith("[")
        && value.endsWith("]")
        && DataCategory.ofKey(value.substring(1, value.length() - 1)).isPresent();
  }

  /// The form of a value in a field of a category.
  static Form of(DataCategory category, String value) {
    return isToken(value) ? Form.TOKEN : ofNoToken(category, value);
  }

  /// As [#of], of a value that is no token.
  static Form ofNoToken(DataCategory category, String value) {
    return switch (category) {
      case EMAIL, PHONE -> hashedOrMasked(value);
      case NAME, CREDIT_CARD, BANK_ACCOUNT, GOVERNMENT_ID -> generalizedIf(isMasked(value));
      case REFERRER -> generalizedIf(isOrigin(value));
      case BROWSING_HISTORY -> generalizedIf(isOrigin(value) || isTemplate(value));
      case USER_AGENT -> generalizedIf(!hasDigit(value));
      case PRECISE_LOCATION -> generalizedIf(COARSE_DEGREES.matcher(value).matches());
      case IP_ADDRESS -> generalizedIf(COARSE_IP.matcher(value).matches());
      case DATE_OF_BIRTH -> generalizedIf(YEAR.matcher(value).matches());
      default -> Form.CLEAR;
    };
  }

  private static Form hashedOrMasked(String value) {
    return isHash(value) ? Form.TOKEN : generalizedIf(isMasked(value));
  }

  private static boolean isMasked(String value) {
    return value.contains("***");
  }

  private static boolean hasDigit(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isDigit(value.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /// An origin or a host alone, `https://www.example.com:8080/` or `www.example.com`.
  private static boolean isOrigin(String value) {
    if (value.equals("$direct")) {
      return true;
    }
    int scheme = value.indexOf(SCHEME_END);
    if (scheme >= 0 && !isScheme(value, scheme)) {
      return false;
    }
    int host = scheme < 0 ? 0 : scheme + SCHEME_END.length();
    int end = host;
    while (end < value.length() && isOfHost(value.charAt(end))) {
      end++;
    }
    return end > host && end - host <= HOST_CHARS_MAX && endsAfterHost(value, end);
  }

  private static boolean isScheme(String value, int end) {
    if (end == 0 || end > SCHEME_CHARS_MAX || !isLower(value.charAt(0))) {
      return false;
    }
    for (int i = 1; i < end; i++) {
      char c = value.charAt(i);
      if (!isLower(c) && !isDigit(c) && c != '+' && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfHost(char c) {
    return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
  }

  /// Whether nothing but a port and a slash follows.
  private static boolean endsAfterHost(String value, int host) {
    int at = host;
    if (at < value.length() && value.charAt(at) == ':') {
      int port = at + 1;
      at = port;
      while (at < value.length() && isDigit(value.charAt(at))) {
        at++;
      }
      if (at == port || at - port > PORT_DIGITS_MAX) {
        return false;
      }
    }
    return at == value.length() || (at == value.length() - 1 && value.charAt(at) == '/');
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// An address without query and fragment whose path has only plain words and stand-ins for what
  /// was variable (`/projects/:id`).
  private static boolean isTemplate(String value) {
    return value.length() <= URL_CHARS_MAX
        && hasOnlyTemplateSigns(value)
        && TEMPLATE.matcher(value).matches();
  }

  /// False where the path alone shows that an address is no template: cheaper than the pattern.
  private static boolean hasOnlyTemplateSigns(String value) {
    int from = value.startsWith("http") ? value.indexOf(SCHEME_END) + SCHEME_END.length() : 0;
    for (int i = Math.max(0, value.indexOf('/', from)); i < value.length(); i++) {
      char c = value.charAt(i);
      if (isDigit(c) || (c >= 'A' && c <= 'Z') || c == '?' || c == '#' || c == '=') {
        return false;
      }
    }
    return true;
  }

  private static Form generalizedIf(boolean coarse) {
    return coarse ? Form.GENERALIZED : Form.CLEAR;
  }
}
