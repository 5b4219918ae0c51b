package dev.firebreak.notice;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

  private static final Pattern DIGITS =
      Pattern.compile("(?<![\\p{L}\\p{N}-])\\+?\\(?\\d[\\d ()./\u00a0-]{4,}\\d(?![\\p{L}\\p{N}-])");
  private static final Pattern NO_TELEPHONE =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}|[1-9]\\d{0,2}(?:[ \u00a0.]\\d{3})+|\\d{5,6}");
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

  private final Pattern request;
  private final Pattern clause;
  private final Pattern negation;
  private final Optional<Pattern> negationAfter;
  private final Pattern click;
  private final Pattern attachment;
  private final Pattern picture;
  private final Pattern greeting;
  private final Pattern call;
  private final Pattern signInAddress;

  LureRules(NoticeIssuer issuer, String vendor, NoticeLanguage language) {
    this.issuer = issuer;
    this.vendor = vendor;
    LanguageRules rules = LanguageRules.of(language);
    request = request(rules);
    clause =
        Pattern.compile(
            "(?iU)[,;:\u2013\u2014](?!\\s*"
                + rules.group("or")
                + "\\b)|\\b"
                + rules.group("clause")
                + "\\b");
    negation = rules.pattern("negation");
    negationAfter =
        rules.has("negation-after")
            ? Optional.of(rules.pattern("negation-after"))
            : Optional.empty();
    click = rules.pattern("click");
    attachment = rules.pattern("attachment");
    picture = rules.pattern("picture");
    greeting = Pattern.compile("\\b" + rules.group("greeting") + "\\.?,? \\p{Lu}\\p{Ll}+");
    call = LanguageRules.words(rules.group("call") + "\\b[^.!?\n]*\\b\\d{3,}\\w*");
    signInAddress = rules.pattern("sign-in-address");
  }

  /// A verb that asks, with something that a notice never asks for behind it in the sentence, or
  /// something to keep ready.
  private static Pattern request(LanguageRules rules) {
    String identifier = "(?=[^.!?]*\\b" + rules.group("identifier") + "\\b";
    return Pattern.compile(
        "(?iU)\\b"
            + rules.group("request")
            + "\\b"
            + identifier
            + ")|\\b"
            + rules.group("keep")
            + "\\b"
            + identifier
            + "[^.!?]*\\b"
            + rules.group("ready")
            + "\\b)");
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
    if (call.matcher(rest).find() || telephone(rest)) {
      add(
          findings,
          "telephone",
          "holds a telephone number; people find it on the public page, a thief prints his own");
    }
    if (click.matcher(text).find()) {
      add(findings, "click", "tells people to click; they type the address themselves");
    }
    if (attachment.matcher(text).find()) {
      add(findings, "attachment", "speaks of something to open, download or install");
    }
    if (picture.matcher(text).find()) {
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

  private void links(String text, List<LintFinding> findings) {
    for (String found : ADDRESS.matcher(text).results().map(MatchResult::group).toList()) {
      String bare = found.replaceFirst("[.,;:)]+$", "");
      String host =
          bare.replaceFirst("(?i)^[a-z][a-z0-9+.-]*://", "")
              .split("[/?#:]", 2)[0]
              .toLowerCase(Locale.ROOT);
      if (SHORTENERS.contains(host)) {
        add(findings, "shortener", "an address shortener hides where people end up");
      } else if (signInAddress.matcher(bare).find()) {
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
  private boolean asks(String sentence) {
    Matcher found = request.matcher(sentence);
    while (found.find()) {
      int begin = 0;
      Matcher boundary = clause.matcher(sentence).region(0, found.start());
      while (boundary.find()) {
        begin = boundary.end();
      }
      String before = sentence.substring(begin, found.start());
      boolean negated = negation.matcher(before).find() || negatedAfter(sentence, found.end());
      if (sentence.strip().endsWith("?") || !negated) {
        return true;
      }
    }
    return false;
  }

  /// In some languages the negation stands behind the verb.
  private boolean negatedAfter(String sentence, int verbEnd) {
    Matcher boundary = clause.matcher(sentence);
    int end = boundary.find(verbEnd) ? boundary.start() : sentence.length();
    return negationAfter
        .filter(pattern -> pattern.matcher(sentence.substring(verbEnd, end)).find())
        .isPresent();
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
        || greeting.matcher(text).find()
        || (!addressee.address().isEmpty() && containsWord(lower, addressee.address()))) {
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
