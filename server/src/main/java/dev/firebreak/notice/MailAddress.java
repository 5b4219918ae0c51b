package dev.firebreak.notice;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A mail address in the one form that addresses are compared in: domain in ASCII (RFC 5891) and
/// everything in lower case. Nothing else is folded: `a+b@` and `a.b@` may be other people than
/// `a@`. Printing hides it.
///
/// @param value the normalised address
record MailAddress(String value) implements Comparable<MailAddress> {
  private static final int LENGTH_MAX = 254;
  private static final int LOCAL_LENGTH_MAX = 64;
  private static final Pattern LOCAL =
      Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /// What is wrong with an address as somebody wrote it; empty where nothing is.
  static Optional<SetAsideReason> flaw(String written) {
    String address = written.strip();
    if (address.isEmpty()) {
      return Optional.of(SetAsideReason.MISSING);
    }
    if (address.length() > LENGTH_MAX) {
      return Optional.of(SetAsideReason.TOO_LONG);
    }
    int at = address.lastIndexOf('@');
    if (at < 1) {
      return Optional.of(SetAsideReason.MALFORMED);
    }
    String local = address.substring(0, at);
    if (!local.chars().allMatch(c -> c < 128)) {
      return Optional.of(SetAsideReason.NOT_ASCII);
    }
    if (local.length() > LOCAL_LENGTH_MAX) {
      return Optional.of(SetAsideReason.TOO_LONG);
    }
    return parse(address).isEmpty() ? Optional.of(SetAsideReason.MALFORMED) : Optional.empty();
  }

  /// The normalised address; empty where mail cannot go there.
  static Optional<MailAddress> parse(String written) {
    String address = written.strip();
    int at = address.lastIndexOf('@');
    if (at < 1 || at > LOCAL_LENGTH_MAX || address.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    String local = address.substring(0, at).toLowerCase(Locale.ROOT);
    String domain = asciiDomain(address.substring(at + 1));
    boolean valid =
        LOCAL.matcher(local).matches()
            && DOMAIN.matcher(domain).matches()
            && at + 1 + domain.length() <= LENGTH_MAX;
    return valid ? Optional.of(new MailAddress(local + "@" + domain)) : Optional.empty();
  }

  /// What follows the `@`.
  String domain() {
    return value.substring(value.lastIndexOf('@') + 1);
  }

  @Override
  public int compareTo(MailAddress other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return "(address)";
  }

  private static String asciiDomain(String domain) {
    try {
      return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notADomain) {
      return "";
    }
  }
}
