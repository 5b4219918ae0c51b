package dev.firebreak.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The linter's rules on what a forged notice lives from: links, requests for secrets, and values
/// that prove the sender knows the reader. Immutable.
final class LureRules {
  private static final Pattern URL =
      Pattern.compile(
          "(?i)\\b(?:https?://|www\\.)[^\\s<>\"]+"
              + "|\\b[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.[a-z]{2,10}/[^\\s<>\"]*");
  private static final Pattern LOGIN =
      Pattern.compile(
          "(?i)\\b(log-?in|sign-?in|reset|unlock|verify-account|password|auth|oauth)\\b");
  private static final Pattern CLICK =
      Pattern.compile(
          "(?i)\\b(click|tap|press)\\s+(here|on|the|this|below)\\b"
              + "|\\bfollow\\s+(the|this)\\s+link\\b");
  private static final Pattern REQUEST =
      Pattern.compile(
          "(?i)(?<!never )(?<!not )(?<!n't )"
              + "\\b(send|reply|give|tell|enter|provide|confirm|submit|type|share|fill)\\b"
              + "[^.!?]*\\b(password|passwords|codes?|pin|keys?|secrets?|card numbers?"
              + "|social security|ssn|date of birth|passport|bank)\\b");
  private static final Pattern MAIL =
      Pattern.compile("[^\\s<>()\"',;:]+@[^\\s<>()\"',;:]+\\.[a-zA-Z]{2,}");
  private static final Pattern IP = Pattern.compile("\\b\\d{1,3}(\\.\\d{1,3}){3}\\b");
  private static final Pattern ATTACHMENT =
      Pattern.compile("(?i)\\b(attached|attachment|open the file|download)\\b");
  private static final Set<String> SHORTENERS =
      Set.of(
          "bit.ly",
          "tinyurl.com",
          "t.co",
          "goo.gl",
          "ow.ly",
          "is.gd",
          "buff.ly",
          "rebrand.ly",
          "cutt.ly",
          "rb.gy",
          "t.ly",
          "lnkd.in",
          "shorturl.at",
          "tiny.cc",
          "v.gd",
          "s.id");

  private final NoticeIssuer issuer;

  LureRules(NoticeIssuer issuer) {
    this.issuer = issuer;
  }

  List<LintFinding> check(String text, Addressee addressee) {
    List<LintFinding> findings = new ArrayList<>();
    links(text, findings);
    for (String sentence : text.split("(?<=[.!?])\\s+|\n", -1)) {
      if (REQUEST.matcher(sentence).find()) {
        add(
            findings,
            "credential-request",
            "asks for a secret or an identifier; a real notice never does");
      }
    }
    if (CLICK.matcher(text).find()) {
      add(findings, "click", "tells people to click; they type the address themselves");
    }
    if (ATTACHMENT.matcher(text).find()) {
      add(findings, "attachment", "speaks of an attachment or download; a notice has none");
    }
    values(text, addressee, findings);
    return findings;
  }

  private void links(String text, List<LintFinding> findings) {
    for (String url : URL.matcher(text).results().map(MatchResult::group).toList()) {
      String bare = url.replaceFirst("[.,;:)]+$", "");
      if (bare.equals(issuer.page())) {
        continue;
      }
      String host =
          bare.replaceFirst("(?i)^https?://", "").split("[/?#:]", 2)[0].toLowerCase(Locale.ROOT);
      if (SHORTENERS.contains(host)) {
        add(findings, "shortener", "an address shortener hides where people end up");
      } else if (LOGIN.matcher(bare).find()) {
        add(findings, "login-link", "an address to sign in or reset is what forged notices have");
      } else {
        add(findings, "link", "the only address in a notice is the public page of the settings");
      }
    }
  }

  private void values(String text, Addressee addressee, List<LintFinding> findings) {
    List<String> own = List.of(issuer.contact(), issuer.replyTo(), issuer.from());
    boolean mail =
        MAIL.matcher(text)
            .results()
            .map(found -> found.group().replaceFirst("[.]+$", ""))
            .anyMatch(address -> !own.contains(address));
    String lower = text.toLowerCase(Locale.ROOT);
    boolean named =
        addressee.names().stream()
            .anyMatch(name -> name.indexOf(' ') > 0 && containsWord(lower, name));
    if (mail || named || IP.matcher(text).find() || containsWord(lower, addressee.address())) {
      add(findings, "value", "holds a value of a person; a notice names kinds of data only");
    }
  }

  private static boolean containsWord(String lower, String value) {
    return Pattern.compile(
            "(?<![\\p{L}\\p{N}])"
                + Pattern.quote(value.toLowerCase(Locale.ROOT))
                + "(?![\\p{L}\\p{N}])")
        .matcher(lower)
        .find();
  }

  private static void add(List<LintFinding> findings, String rule, String reason) {
    LintFinding finding = new LintFinding(rule, reason);
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }
}
