package dev.firebreak.notice;

import dev.firebreak.notice.NoticeDocument.Block;
import dev.firebreak.notice.NoticeDocument.Bullets;
import dev.firebreak.notice.NoticeFacts.AbsenceGrade;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The linter's rule on what a notice may deny. A sentence that denies something and names a kind
/// of data claims that this kind was not exposed, whatever its verb: "no passwords were part of
/// this". Such a claim needs both grades of evidence. A list under a denial is part of it. "We did
/// not send" needs the second grade alone. Advice, such as "never send your password", and "we
/// never ask" claim nothing. Immutable.
final class AbsenceRules {
  private static final String RULE = "absence-grade";
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?:])\\s+");

  private final NoticeFacts facts;
  private final KindWords kinds;
  private final Pattern denial;
  private final Pattern exposure;
  private final Pattern only;
  private final Pattern rest;
  private final Pattern advice;
  private final Pattern notSent;

  AbsenceRules(NoticeFacts facts) {
    this.facts = facts;
    kinds = KindWords.of(facts.language());
    LanguageRules rules = LanguageRules.of(facts.language());
    denial = rules.pattern("denial");
    exposure = rules.pattern("exposure");
    only = rules.pattern("only");
    rest = rules.pattern("rest");
    advice = rules.pattern("advice");
    notSent = rules.pattern("not-sent");
  }

  /// What a sentence denies.
  enum Claim {
    NONE,
    NOT_EXPOSED,
    NOT_SENT
  }

  List<LintFinding> check(NoticeDocument notice) {
    List<LintFinding> findings = new ArrayList<>();
    Claim before = Claim.NONE;
    for (Block block : notice.blocks()) {
      Claim lead = block instanceof Bullets ? before : Claim.NONE;
      Claim last = Claim.NONE;
      for (String text : ReadingGrade.texts(block)) {
        for (String sentence : SENTENCE_END.split(text, -1)) {
          last = claim(sentence);
          check(sentence, last == Claim.NONE ? lead : last, findings);
        }
      }
      before = block instanceof Bullets ? before : last;
    }
    return findings;
  }

  Claim claim(String sentence) {
    String claimed = advice.matcher(sentence).replaceAll(" ");
    boolean sent = notSent.matcher(sentence).find();
    claimed = sent ? notSent.matcher(sentence).replaceAll(" ") : claimed;
    if (denial.matcher(claimed).find()) {
      return Claim.NOT_EXPOSED;
    }
    return sent ? Claim.NOT_SENT : Claim.NONE;
  }

  private void check(String sentence, Claim claim, List<LintFinding> findings) {
    if (facts.state() != State.NOT_AFFECTED
        && exposure.matcher(sentence).find()
        && (only.matcher(sentence).find() || rest.matcher(sentence).find())) {
      add(findings, "says that nothing but some kinds of data was exposed, which nobody can prove");
    }
    unbacked(sentence, claim).forEach(reason -> add(findings, "says that " + reason));
  }

  /// What a sentence with this claim says of kinds of data and the evidence does not.
  List<String> unbacked(String sentence, Claim claim) {
    List<String> unbacked = new ArrayList<>();
    if (claim == Claim.NONE) {
      return unbacked;
    }
    for (DataCategory category : kinds.named(sentence)) {
      AbsenceGrade grade = facts.absences().get(category);
      if (claim == Claim.NOT_EXPOSED && grade != AbsenceGrade.BOTH) {
        unbacked.add(
            category.key()
                + " was not exposed, but its absence does not have both grades of evidence");
      }
      if (claim == Claim.NOT_SENT
          && grade != AbsenceGrade.BOTH
          && grade != AbsenceGrade.NEVER_SENT) {
        unbacked.add(category.key() + " was not sent, but the evidence does not say so");
      }
    }
    return unbacked;
  }

  private static void add(List<LintFinding> findings, String reason) {
    LintFinding finding = new LintFinding(RULE, reason);
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }
}
