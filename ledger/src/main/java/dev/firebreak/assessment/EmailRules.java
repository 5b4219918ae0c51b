package dev.firebreak.assessment;

import java.util.List;
import java.util.stream.Collectors;

/// Whether two e-mail addresses that are written differently may be one mailbox. Equal addresses
/// always come first: a rule finds only whom they do not.
public enum EmailRules {
  /// Addresses are equal or not, but for case.
  EXACT,
  /// Providers' own rules: dots and what follows `+` say nothing at Gmail, what follows `+` at
  /// others of a list; docs/reference/assessment.md.
  PROVIDER;

  private static final List<String> GMAIL = List.of("gmail.com", "googlemail.com");

  /// Providers that deliver `name+anything@` to `name@`, by their own documentation.
  private static final List<String> PLUS =
      List.of(
          "outlook.com",
          "hotmail.com",
          "live.com",
          "msn.com",
          "icloud.com",
          "me.com",
          "mac.com",
          "fastmail.com",
          "fastmail.fm",
          "proton.me",
          "protonmail.com",
          "pm.me",
          "mailbox.org",
          "posteo.de",
          "runbox.com",
          "zoho.com");

  /// SQL for the mailbox behind an address in normal form; the address itself where no rule fits.
  static String mailbox(String address) {
    String local = "split_part(split_part(" + address + ", '@', 1), '+', 1)";
    String domain = "split_part(" + address + ", '@', 2)";
    return "CASE WHEN "
        + domain
        + in(GMAIL)
        + " THEN replace("
        + local
        + ", '.', '') || '@gmail.com' WHEN "
        + domain
        + in(PLUS)
        + " THEN "
        + local
        + " || '@' || "
        + domain
        + " ELSE "
        + address
        + " END";
  }

  private static String in(List<String> domains) {
    return domains.stream().map(d -> "'" + d + "'").collect(Collectors.joining(", ", " IN (", ")"));
  }
}
