package dev.firebreak.policy;

import dev.firebreak.detect.PublicSuffixes;
import dev.firebreak.taxonomy.DataCategory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Writes values in a coarser form. A value that has none comes back empty and is dropped.
final class Generalizer {
  private static final int URL_CHARS_MAX = 4096;
  private static final int SEGMENTS_MAX = 12;
  private static final int SEGMENT_CHARS_MAX = 32;
  private static final int HYPHENS_MAX = 2;
  private static final int HOST_CHARS_MAX = 253;
  private static final int SCALE_MAX = 64;
  private static final Pattern IPV4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.\\d{1,3}");

  /// Path segments after which a name or an id stands.
  private static final Set<String> COLLECTIONS =
      Set.of(
          "u",
          "user",
          "users",
          "p",
          "people",
          "person",
          "profile",
          "profiles",
          "member",
          "members",
          "account",
          "accounts",
          "customer",
          "customers",
          "contact",
          "contacts",
          "o",
          "org",
          "orgs",
          "organization",
          "organizations",
          "organisation",
          "organisations",
          "team",
          "teams",
          "workspace",
          "workspaces",
          "w",
          "company",
          "companies",
          "tenant",
          "tenants",
          "author",
          "authors",
          "by",
          "invite",
          "reset",
          "share",
          "token");

  private Generalizer() {}

  /// The coarser text of a string value; times and numbers are the business of [#band].
  ///
  /// @param own true for a path segment that is a value of the message's own
  static Optional<String> text(
      Generalization level, DataCategory category, String value, Predicate<String> own) {
    return switch (level) {
      case CITY, REGION, COUNTRY -> place(level, category, value);
      case PREFIX -> network(value);
      case FAMILY -> UserAgents.family(value);
      case TEMPLATE -> template(value, own);
      case ORIGIN -> origin(value);
      case HOUR, DAY, BAND -> Optional.empty();
    };
  }

  private static Optional<String> place(Generalization level, DataCategory category, String value) {
    boolean keeps =
        switch (category) {
          case COUNTRY -> true;
          case REGION -> level != Generalization.COUNTRY;
          case CITY -> level == Generalization.CITY;
          default -> false;
        };
    return keeps ? Optional.of(value) : Optional.empty();
  }

  /// The step of 1, 2, 5, 10, 20, 50 ... at or below the number's size, with its sign.
  static Optional<String> band(String number) {
    if (number.length() > 32) {
      return Optional.empty();
    }
    BigDecimal value;
    try {
      value = new BigDecimal(number);
    } catch (NumberFormatException beyondAllExponents) {
      return Optional.empty();
    }
    if (value.signum() == 0) {
      return Optional.of("0");
    }
    if (value.scale() < -SCALE_MAX || value.scale() > SCALE_MAX) {
      return Optional.empty();
    }
    BigDecimal leading = value.abs().round(new MathContext(1, RoundingMode.DOWN));
    int digit = leading.unscaledValue().intValue();
    int step = digit >= 5 ? 5 : Math.min(digit, 2);
    if (Math.abs(leading.scale()) > 18) {
      return Optional.empty();
    }
    BigDecimal band = BigDecimal.valueOf(step).scaleByPowerOfTen(-leading.scale());
    return Optional.of((value.signum() < 0 ? band.negate() : band).toPlainString());
  }

  /// Epoch milliseconds cut down to the hour or day, UTC.
  static long time(Generalization level, long millis) {
    long unit = level == Generalization.DAY ? 86_400_000L : 3_600_000L;
    return Math.floorDiv(millis, unit) * unit;
  }

  private static Optional<String> network(String value) {
    var four = IPV4.matcher(value);
    if (four.matches()) {
      return Optional.of(four.group(1) + "." + four.group(2) + "." + four.group(3) + ".0");
    }
    String[] groups = value.split(":", -1);
    boolean whole = groups.length >= 4 && groups.length <= 8;
    for (int i = 0; i < 3 && whole; i++) {
      whole = !groups[i].isEmpty() && groups[i].length() <= 4 && isHex(groups[i]);
    }
    return whole
        ? Optional.of(
            (groups[0] + ":" + groups[1] + ":" + groups[2] + "::").toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /// Scheme and host of a web address, or a bare host name as it is, which a public suffix tells
  /// from other words with a dot; Mixpanel's `$direct` stays.
  private static Optional<String> origin(String value) {
    if (value.equals("$direct")) {
      return Optional.of(value);
    }
    if (value.length() > URL_CHARS_MAX) {
      return Optional.empty();
    }
    String lower = value.toLowerCase(Locale.ROOT);
    int start = schemeEnd(lower);
    if (start == 0) {
      return isHost(lower) && PublicSuffixes.isPublic(hostname(lower))
          ? Optional.of(lower)
          : Optional.empty();
    }
    String authority = lower.substring(start, authorityEnd(lower, start));
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    return isHost(host) ? Optional.of(lower.substring(0, start) + host) : Optional.empty();
  }

  private static Optional<String> template(String value, Predicate<String> own) {
    if (value.length() > URL_CHARS_MAX) {
      return Optional.empty();
    }
    if (value.startsWith("/")) {
      return Optional.of(templatePath(path(value, 0), own));
    }
    Optional<String> origin = origin(value);
    int start = schemeEnd(value.toLowerCase(Locale.ROOT));
    if (origin.isEmpty() || start == 0) {
      return origin;
    }
    return origin.map(o -> o + templatePath(path(value, authorityEnd(value, start)), own));
  }

  private static String path(String value, int start) {
    int end = start;
    while (end < value.length() && value.charAt(end) != '?' && value.charAt(end) != '#') {
      end++;
    }
    return value.substring(start, end);
  }

  private static String templatePath(String path, Predicate<String> own) {
    StringBuilder template = new StringBuilder();
    String before = "";
    int segments = 0;
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty()) {
        continue;
      }
      if (++segments > SEGMENTS_MAX) {
        break;
      }
      boolean keep = isWord(segment) && !COLLECTIONS.contains(before) && !own.test(segment);
      template.append('/').append(keep ? segment : ":id");
      before = segment;
    }
    return template.isEmpty() ? "/" : template.toString();
  }

  /// Words of an application's own routes: lower case, hyphens, no digits.
  private static boolean isWord(String segment) {
    int hyphens = 0;
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '-' || c == '_') {
        hyphens++;
      } else if (c < 'a' || c > 'z') {
        return false;
      }
    }
    return segment.length() <= SEGMENT_CHARS_MAX && hyphens <= HYPHENS_MAX;
  }

  private static int schemeEnd(String lower) {
    if (lower.startsWith("https://")) {
      return "https://".length();
    }
    return lower.startsWith("http://") ? "http://".length() : 0;
  }

  private static int authorityEnd(String value, int start) {
    int end = start;
    while (end < value.length() && "/?#\\".indexOf(value.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String hostname(String host) {
    int port = host.indexOf(':');
    return port < 0 ? host : host.substring(0, port);
  }

  private static boolean isHost(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && c != '.' && c != '-' && c != ':') {
        return false;
      }
    }
    return host.length() <= HOST_CHARS_MAX && host.indexOf('.') > 0;
  }
}
