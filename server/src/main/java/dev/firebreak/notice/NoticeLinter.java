package dev.firebreak.notice;

import dev.firebreak.notice.NoticeDocument.Block;
import dev.firebreak.notice.NoticeDocument.Heading;
import dev.firebreak.notice.NoticeDocument.Paragraph;
import dev.firebreak.notice.NoticeDocument.Steps;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Checks one notice against what breach notices get wrong: hedges, buried actions, comfort without
/// evidence, and everything that a phisher's copy would like to share with the real one. Each rule
/// has an id; docs/reference/notices.md lists them. Rules look at the finished text, so a template
/// that somebody wrote is held to them too. Immutable.
final class NoticeLinter {
  static final List<String> HEADINGS =
      List.of(
          "What happened",
          "What information was involved",
          "What we are doing",
          "What you can do",
          "For more information");

  private static final double READING_GRADE_MAX = 8.0;
  private static final int ACTIONS_MAX = 5;
  private static final int SUBJECT_LENGTH_MAX = 100;
  private static final Pattern HEDGE =
      words(
          "(?:may|might|could)(?: well| also)? (?:have|be)|potential(?:ly)?|possibl[ye]|likely"
              + "|unlikely|probabl[ye]|perhaps|maybe|presumably|apparently|allegedly|seems?"
              + "|seemed|appears?|appeared|suggests?|we (?:\\w+ )?(?:believe|think|assume|suspect"
              + "|expect|understand)|no (?:\\w+ )?(?:signs?|evidence|indications?|proof|traces?"
              + "|reasons? to believe)|not aware|unaware|as far as we|to our knowledge|best of our"
              + " knowledge|rule out|ruled out|abundance of caution|limited number");
  private static final Pattern COMFORT =
      words(
          "only metadata|just metadata|mere metadata|take your (privacy|security)( very)?"
              + " seriously|nothing to worry|no need to worry|rest assured|no cause for concern");
  private static final Pattern NEVER_ASK =
      words("never ask[^.]*passwords?[^.]*(mail|text|chat)[^.]*");
  private static final Pattern UNKNOWN = words("do not know yet whether you are affected");
  private static final Pattern NOT_AFFECTED = words("you are not affected");
  private static final Pattern AFFECTED = words("you are affected");
  private static final Pattern SECOND_FACTOR =
      words("second sign-in step|second factor|two-step|two-factor|passkey|MFA");
  private static final Pattern CONSEQUENCE =
      words("(?:thief|thieves|someone|somebody|anyone|criminals?|attackers?|they)\\b[^.]*\\bcan");

  private final NoticeFacts facts;
  private final NoticeIssuer issuer;
  private final LureRules lures;

  NoticeLinter(NoticeFacts facts, NoticeIssuer issuer) {
    this.facts = facts;
    this.issuer = issuer;
    lures = new LureRules(issuer, facts.vendor());
  }

  /// The rules that look at who the addressee is, on a text that [#lint] saw for another one.
  List<LintFinding> values(String text, Addressee addressee) {
    return lures.values(text, addressee);
  }

  /// The text without what only looks like a telephone number.
  private static String without(String text, Addressee addressee, String number, String word) {
    String rest = text.replace(number, "").replace(word, "");
    for (String account : addressee.accounts()) {
      rest = rest.replace("- " + NoticeWording.printable(account) + "\n", "\n");
    }
    return rest;
  }

  /// All rules that the notice to this addressee breaks.
  List<LintFinding> lint(NoticeDocument notice, Addressee addressee, String number, String word) {
    List<LintFinding> findings = new ArrayList<>();
    shape(notice, findings);
    firstLine(notice, findings);
    require(
        findings,
        facts.state() != State.NOT_AFFECTED || (addressee.exposed() | addressee.tokenized()) == 0,
        "state",
        "data about this person was exposed; nobody may tell them that they are not affected");
    wording(notice, findings);
    actions(notice, addressee, findings);
    exposure(notice, addressee, findings);
    findings.addAll(new AbsenceRules(facts).check(notice));
    String all = notice.subject() + "\n" + notice.text();
    findings.addAll(lures.check(without(all, addressee, number, word), addressee));
    require(
        findings,
        all.contains(NoticeWording.date(facts.nextUpdate())),
        "next-update",
        "the date of the next update is missing; people wait for it instead of asking");
    require(findings, all.contains(issuer.contact()), "contact", "the contact is missing");
    require(
        findings,
        all.contains(number) && all.contains(word),
        "verification",
        "notice number and word are missing; nobody could verify this notice");
    require(
        findings,
        all.contains(issuer.page()),
        "verification-page",
        "the public page is missing; nobody would know where to verify");
    require(
        findings,
        NEVER_ASK.matcher(all).find(),
        "never-ask",
        "say that you never ask for passwords, keys or codes by mail, text or chat");
    return List.copyOf(findings);
  }

  private void shape(NoticeDocument notice, List<LintFinding> findings) {
    List<String> headings =
        notice.blocks().stream()
            .filter(Heading.class::isInstance)
            .map(block -> ((Heading) block).text())
            .toList();
    require(
        findings,
        headings.equals(HEADINGS),
        "headings",
        "the headings are, in this order: " + String.join(" / ", HEADINGS));
    String subject = notice.subject();
    require(
        findings,
        !subject.isBlank() && subject.length() <= SUBJECT_LENGTH_MAX,
        "subject",
        "a subject has 1 to " + SUBJECT_LENGTH_MAX + " characters");
  }

  private void firstLine(NoticeDocument notice, List<LintFinding> findings) {
    String first =
        notice.blocks().isEmpty() || !(notice.blocks().getFirst() instanceof Paragraph paragraph)
            ? ""
            : paragraph.text();
    boolean says =
        switch (facts.state()) {
          case AFFECTED -> AFFECTED.matcher(first).find() && !UNKNOWN.matcher(first).find();
          case NOT_AFFECTED -> NOT_AFFECTED.matcher(first).find();
          case UNKNOWN -> UNKNOWN.matcher(first).find();
        };
    require(
        findings,
        says,
        "first-line",
        "the first line says whether the reader is affected, not affected, or that it is not yet"
            + " known, in the words of the campaign's state");
  }

  private void wording(NoticeDocument notice, List<LintFinding> findings) {
    double grade = ReadingGrade.of(notice);
    require(
        findings,
        grade <= READING_GRADE_MAX,
        "reading-grade",
        String.format(
            Locale.ROOT,
            "the reading grade is %.1f; at most 8: shorter sentences and words",
            grade));
    String all = notice.subject() + "\n" + notice.text();
    require(
        findings,
        facts.state() == State.UNKNOWN || !HEDGE.matcher(all).find(),
        "hedge",
        "what is known is said without may, might, potentially or no evidence");
    require(
        findings,
        !COMFORT.matcher(all).find(),
        "comfort",
        "comfort instead of facts: name and address with a few facts are all that a lure needs");
  }

  private void actions(NoticeDocument notice, Addressee addressee, List<LintFinding> findings) {
    List<Steps> lists =
        notice.blocks().stream().filter(Steps.class::isInstance).map(Steps.class::cast).toList();
    List<String> steps = lists.isEmpty() ? List.of() : lists.getFirst().items();
    require(
        findings,
        lists.size() == 1 && steps.size() <= ACTIONS_MAX,
        "actions",
        "what people can do is one numbered list of 1 to " + ACTIONS_MAX + " actions");
    boolean needed = facts.state() == State.AFFECTED && !addressee.secondFactor();
    require(
        findings,
        !needed || (!steps.isEmpty() && SECOND_FACTOR.matcher(steps.getFirst()).find()),
        "second-factor-first",
        "the account has no second factor: turning one on is the first action");
  }

  private void exposure(NoticeDocument notice, Addressee addressee, List<LintFinding> findings) {
    String involved = section(notice, HEADINGS.get(1));
    List<DataCategory> unnamed =
        DataCategory.ofMask(addressee.newlyExposed() | addressee.newlyTokenized()).stream()
            .filter(category -> !involved.contains(PlainWords.of(category)))
            .toList();
    require(
        findings,
        unnamed.isEmpty(),
        "exposed-kinds",
        "these exposed kinds of data are not named: " + unnamed);
    require(
        findings,
        facts.state() != State.AFFECTED || CONSEQUENCE.matcher(involved).find(),
        "consequences",
        "say under the second heading what the thief can do with the data (GDPR Art. 34(2))");
    if (((addressee.newlyExposed() | addressee.newlyTokenized()) & DataCategory.UNCLASSIFIED.mask())
        != 0) {
      findings.add(
          new LintFinding(
              "unsorted",
              "people are told of data that nobody has sorted yet: look at the fields without a"
                  + " kind in the findings first, and assess again",
              true));
    }
  }

  private static String section(NoticeDocument notice, String heading) {
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    for (Block block : notice.blocks()) {
      if (block instanceof Heading found) {
        inside = found.text().equals(heading);
      } else if (inside) {
        ReadingGrade.texts(block).forEach(part -> text.append(part).append('\n'));
      }
    }
    return text.toString();
  }

  private static void require(
      List<LintFinding> findings, boolean holds, String rule, String reason) {
    LintFinding finding = new LintFinding(rule, reason);
    if (!holds && !findings.contains(finding)) {
      findings.add(finding);
    }
  }

  private static Pattern words(String alternatives) {
    return Pattern.compile("\\b(" + alternatives + ")\\b", Pattern.CASE_INSENSITIVE);
  }
}
