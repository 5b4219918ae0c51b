package dev.firebreak.notice;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The linter's rules on what a forged notice lives from: addresses to go to, numbers to call,
/// requests for secrets, things to open, and values that prove the sender knows the reader. What
/// mail programs make a link of counts as a link. Immutable.
final class LureRules {
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+|\n");
  private static final Pattern MAIL =
      Pattern.compile("[^\\s<>()\"',;:]+@[^\\s<>()\"',;:]+\\.[a-zA-Z]{2,}");
  private static final Pattern IP = Pattern.compile("\\b\\d{1,3}(\\.\\d{1,3}){3}\\b");

  /// Anything with a scheme, and anything shaped like a host: labels, dots, a last label of
  /// letters.
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?i)[a-z][a-z0-9+.-]*://\\S+|\\b(?:mailto|tel|sms|data|javascript):\\S+|\\bwww\\.\\S+"
              + "|(?<![\\p{L}\\p{N}])xn--\\S+"
              + "|(?<![\\p{L}\\p{N}@._-])(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?\\.)+"
              + "(?:xn--[a-z0-9-]+|\\p{L}{2,24})(?![\\p{L}\\p{N}-])[^\\s,;!?()\"<>]*");

  private static final Pattern LOGIN =
      Pattern.compile(
          "(?i)\\b(log-?in|sign-?in|reset|unlock|verify-account|password|auth|oauth)\\b");
  private static final Pattern CLICK =
      Pattern.compile(
          "(?i)\\b(?:click|tap|press|push|hit|touch|select|choose|open|follow|use|visit|scan)\\b"
              + "[^.!?\n]{0,30}\\b(?:here|links?|buttons?|banner|icon)\\b"
              + "|\\b(?:click|tap)\\s+(?:here|on|the|this|below)\\b");
  private static final Pattern ATTACHMENT =
      Pattern.compile(
          "(?i)\\b(?:attached|attachments?|open the (?:file|document)|downloads?|install(?:ing)?"
              + "|app store|(?:get|run|use) (?:the|our|this) (?:\\w+ )?(?:app|tool|program))\\b");
  private static final Pattern PICTURE =
      Pattern.compile("(?i)\\bQR\\b|\\bbar ?codes?\\b|\\bscan\\b[^.!?\n]*\\b(?:code|picture)\\b");
  private static final Pattern GREETING =
      Pattern.compile("\\b(?:Hello|Hi|Hey|Dear|Mr|Mrs|Ms)\\.?,? \\p{Lu}\\p{Ll}+");
  private static final Pattern DIGITS =
      Pattern.compile("(?<![\\p{L}\\p{N}-])\\+?\\(?\\d[\\d ()./\u00a0-]{4,}\\d(?![\\p{L}\\p{N}-])");
  private static final Pattern NO_TELEPHONE =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}|[1-9]\\d{0,2}(?:[ \u00a0.]\\d{3})+|\\d{5,6}");
  private static final Pattern CALL =
      Pattern.compile(
          "(?i)\\b(?:call|phone|ring|dial|text|telephone|tel|whatsapp)\\b[^.!?\n]*\\b\\d{3,}");

  /// What a notice never asks for.
  private static final String IDENTIFIER =
      "\\b(?:pass ?words?|pass ?codes?|pass ?phrases?|codes?|PINs?|(?:API |secret |access"
          + " )?keys?|secrets?|tokens?|digits|credentials?|(?:log|sign)[- ]?in"
          + " (?:details|data|name)|(?:credit |debit )?cards?|cvv|cvc|social security|ssn|dates? of"
          + " birth|birth ?(?:date|day)s?|passports?|(?:ID|identity)"
          + " (?:cards?|documents?|numbers?)|driv\\w+ licen[cs]es?|bank|iban|account"
          + " (?:numbers?|ids?|details)|user ?names?|security questions?|maiden name)\\b";

  private static final Pattern REQUEST =
      Pattern.compile(
          "(?i)\\b(?:send|reply|give|tell|enter|provide|confirm|submit|type|share|fill|read|say"
              + "|dictate|show|text|mail|email|quote|state|supply|verify|update|forward|upload"
              + "|present|hand|pass|we (?:\\w+ )?(?:need|want|require))\\b(?=[^.!?]*"
              + IDENTIFIER
              + ")|\\b(?:have|keep|hold)\\b(?=[^.!?]*"
              + IDENTIFIER
              + "[^.!?]*\\b(?:ready|at hand|to hand|handy)\\b)");

  /// Where a new clause begins, so that a "never" before it no longer counts.
  private static final Pattern CLAUSE =
      Pattern.compile(
          "(?i)[,;:\u2013\u2014](?!\\s*or\\b)|\\b(?:but|and|then|so|instead|just|please)\\b");

  private static final Pattern NEGATION =
      Pattern.compile("(?i)\\b(?:never|not|no one|nobody|cannot|without|\\w+n['\u2019]t)\\b");
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
  private final String vendor;

  LureRules(NoticeIssuer issuer, String vendor) {
    this.issuer = issuer;
    this.vendor = vendor;
  }

  List<LintFinding> check(String written, Addressee addressee) {
    String text =
        Normalizer.normalize(written, Normalizer.Form.NFKC).replaceAll("[\u3002\uff61]", ".");
    List<LintFinding> findings = new ArrayList<>();
    String rest = withoutOwn(text);
    links(rest, findings);
    for (String sentence : SENTENCE_END.split(text, -1)) {
      if (asks(sentence)) {
        add(
            findings,
            "credential-request",
            "asks for a secret or an identifier; a real notice never does");
      }
    }
    if (CALL.matcher(rest).find() || telephone(rest)) {
      add(
          findings,
          "telephone",
          "holds a telephone number; people find it on the public page, a thief prints his own");
    }
    if (CLICK.matcher(text).find()) {
      add(findings, "click", "tells people to click; they type the address themselves");
    }
    if (ATTACHMENT.matcher(text).find()) {
      add(findings, "attachment", "speaks of something to open, download or install");
    }
    if (PICTURE.matcher(text).find()) {
      add(findings, "qr-code", "speaks of a code to scan, which hides where people end up");
    }
    findings.addAll(values(text, addressee));
    return findings;
  }

  /// The text without the company's page, domain, addresses and contact, where they stand alone.
  private String withoutOwn(String text) {
    String rest = text;
    for (String own :
        List.of(
            issuer.page(),
            issuer.contact(),
            issuer.replyTo(),
            issuer.from(),
            issuer.domain(),
            issuer.company(),
            vendor)) {
      rest =
          Pattern.compile(
                  "(?<![\\p{L}\\p{N}@._/-])"
                      + Pattern.quote(own)
                      + "(?![\\p{L}\\p{N}/:?#@-])(?!\\.[\\p{L}\\p{N}])",
                  Pattern.CASE_INSENSITIVE)
              .matcher(rest)
              .replaceAll(" ");
    }
    return rest;
  }

  private static void links(String text, List<LintFinding> findings) {
    for (String found : ADDRESS.matcher(text).results().map(MatchResult::group).toList()) {
      String bare = found.replaceFirst("[.,;:)]+$", "");
      String host =
          bare.replaceFirst("(?i)^[a-z][a-z0-9+.-]*://", "")
              .split("[/?#:]", 2)[0]
              .toLowerCase(Locale.ROOT);
      if (SHORTENERS.contains(host)) {
        add(findings, "shortener", "an address shortener hides where people end up");
      } else if (LOGIN.matcher(bare).find()) {
        add(findings, "login-link", "an address to sign in or reset is what forged notices have");
      } else {
        add(
            findings,
            "link",
            "the only addresses in a notice are the company's domain, its public page and its mail"
                + " addresses");
      }
    }
  }

  /// A negation counts in its own clause only, and in no question.
  private static boolean asks(String sentence) {
    Matcher request = REQUEST.matcher(sentence);
    while (request.find()) {
      int clause = 0;
      Matcher boundary = CLAUSE.matcher(sentence).region(0, request.start());
      while (boundary.find()) {
        clause = boundary.end();
      }
      String before = sentence.substring(clause, request.start());
      if (sentence.strip().endsWith("?") || !NEGATION.matcher(before).find()) {
        return true;
      }
    }
    return false;
  }

  private static boolean telephone(String text) {
    return DIGITS
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .anyMatch(digits -> !NO_TELEPHONE.matcher(digits).matches());
  }

  /// What is wrong in a text because of who gets it.
  List<LintFinding> values(String text, Addressee addressee) {
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
    List<LintFinding> findings = new ArrayList<>();
    if (mail
        || named
        || IP.matcher(text).find()
        || GREETING.matcher(text).find()
        || containsWord(lower, addressee.address())) {
      add(findings, "value", "holds a value of a person; a notice names kinds of data only");
    }
    return findings;
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
