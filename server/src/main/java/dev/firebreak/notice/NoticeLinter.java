package dev.firebreak.notice;

import dev.firebreak.notice.NoticeDocument.Block;
import dev.firebreak.notice.NoticeDocument.Heading;
import dev.firebreak.notice.NoticeDocument.Paragraph;
import dev.firebreak.notice.NoticeDocument.Steps;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;

/// Checks one notice against what breach notices get wrong: hedges, buried actions, comfort without
/// evidence, and everything that a phisher's copy would like to share with the real one. Each rule
/// has an id; docs/reference/notices.md lists them. Rules look at the finished text, so a template
/// that somebody wrote is held to them too. Immutable.
final class NoticeLinter {
  private static final int ACTIONS_MAX = 5;
  private static final int SUBJECT_LENGTH_MAX = 100;

  private final NoticeFacts facts;
  private final NoticeIssuer issuer;
  private final LureRules lures;
  private final LanguageRules rules;
  private final NoticeWords words;
  private final List<String> headings;

  NoticeLinter(NoticeFacts facts, NoticeIssuer issuer) {
    this.facts = facts;
    this.issuer = issuer;
    lures = new LureRules(issuer, facts.vendor(), facts.language());
    rules = LanguageRules.of(facts.language());
    words = NoticeWords.of(facts.language());
    headings = rules.list("heading");
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
        all.contains(facts.language().date(facts.nextUpdate())),
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
        finds("never-ask", all),
        "never-ask",
        "say that you never ask for passwords, keys or codes by mail, text or chat");
    return List.copyOf(findings);
  }

  private void shape(NoticeDocument notice, List<LintFinding> findings) {
    List<String> found =
        notice.blocks().stream()
            .filter(Heading.class::isInstance)
            .map(block -> ((Heading) block).text())
            .toList();
    require(
        findings,
        found.equals(headings),
        "headings",
        "the headings are, in this order: " + String.join(" / ", headings));
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
          case AFFECTED -> finds("affected", first) && !finds("unknown", first);
          case NOT_AFFECTED -> finds("not-affected", first);
          case UNKNOWN -> finds("unknown", first);
        };
    require(
        findings,
        says,
        "first-line",
        "the first line says whether the reader is affected, not affected, or that it is not yet"
            + " known, in the words of the campaign's state");
  }

  private void wording(NoticeDocument notice, List<LintFinding> findings) {
    ReadingGrade grade = ReadingGrade.of(notice);
    require(
        findings,
        grade.plain(),
        "reading-grade",
        "the " + grade.words() + ": shorter sentences and words");
    String all = notice.subject() + "\n" + notice.text();
    require(
        findings,
        facts.state() == State.UNKNOWN || !finds("hedge", all),
        "hedge",
        "what is known is said without may, might, potentially or no evidence");
    require(
        findings,
        !finds("comfort", all),
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
        !needed || (!steps.isEmpty() && finds("second-factor", steps.getFirst())),
        "second-factor-first",
        "the account has no second factor: turning one on is the first action");
  }

  private void exposure(NoticeDocument notice, Addressee addressee, List<LintFinding> findings) {
    String involved = section(notice, headings.get(1));
    List<DataCategory> unnamed =
        DataCategory.ofMask(addressee.newlyExposed() | addressee.newlyTokenized()).stream()
            .filter(category -> !involved.contains(words.kind(category)))
            .toList();
    require(
        findings,
        unnamed.isEmpty(),
        "exposed-kinds",
        "these exposed kinds of data are not named: " + unnamed);
    require(
        findings,
        facts.state() != State.AFFECTED || finds("consequence", involved),
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

  private boolean finds(String list, String text) {
    return rules.pattern(list).matcher(text).find();
  }
}
