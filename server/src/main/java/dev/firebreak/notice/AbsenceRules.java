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
  private static final Pattern DENIAL =
      Pattern.compile(
          "(?i)\\b(?:not|never|no|none|nothing|nobody|neither|nor|without|cannot|safe|secure"
              + "|untouched|intact|unaffected|spared|\\w+n['’]t)\\b");
  private static final Pattern EXPOSURE =
      words(
          "exposed?|stolen|copied|taken|leak(?:ed)?|affected|involved|accessed|compromised|lost"
              + "|disclosed|revealed|breached?|obtained|theft|seen");
  private static final Pattern ONLY =
      words("only|just|merely|solely|nothing but|no more than|limited to|confined to");
  private static final Pattern REST =
      words(
          "(?:no|nothing|none|nor|neither)\\b[^.!?]*\\b(?:else|other|more|further|sensitive"
              + "|personal|private|financial|confidential)");
  private static final Pattern ADVICE =
      Pattern.compile(
          "(?i)\\b(?:never|not|won['’]t|don['’]t)\\s+(?:ever\\s+|call you to\\s+)*"
              + "(?:ask|send|share|give|tell|enter|type|reply|use|reuse|trust|click|open|forward"
              + "|call|text|write|need|want|charge)\\b");
  private static final Pattern SENT =
      Pattern.compile(
          "(?i)\\bwe\\s+(?:(?:did not|didn['’]t|have not|haven['’]t|never)\\s+(?:ever\\s+)?"
              + "(?:send|sent|pass|passed|share|shared|give|gave|given)|had never sent)\\b");

  private final NoticeFacts facts;

  AbsenceRules(NoticeFacts facts) {
    this.facts = facts;
  }

  private enum Claim {
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

  private static Claim claim(String sentence) {
    String rest = ADVICE.matcher(sentence).replaceAll(" ");
    boolean sent = SENT.matcher(sentence).find();
    rest = sent ? SENT.matcher(sentence).replaceAll(" ") : rest;
    if (DENIAL.matcher(rest).find()) {
      return Claim.NOT_EXPOSED;
    }
    return sent ? Claim.NOT_SENT : Claim.NONE;
  }

  private void check(String sentence, Claim claim, List<LintFinding> findings) {
    boolean exposure = EXPOSURE.matcher(sentence).find();
    if (facts.state() != State.NOT_AFFECTED
        && exposure
        && (ONLY.matcher(sentence).find() || REST.matcher(sentence).find())) {
      add(findings, "says that nothing but some kinds of data was exposed, which nobody can prove");
    }
    if (claim == Claim.NONE) {
      return;
    }
    for (DataCategory category : KindWords.named(sentence)) {
      AbsenceGrade grade = facts.absences().get(category);
      if (claim == Claim.NOT_EXPOSED && grade != AbsenceGrade.BOTH) {
        add(
            findings,
            "says that "
                + category.key()
                + " was not exposed, but its absence does not have both grades of evidence");
      }
      if (claim == Claim.NOT_SENT
          && grade != AbsenceGrade.BOTH
          && grade != AbsenceGrade.NEVER_SENT) {
        add(
            findings,
            "says that " + category.key() + " was not sent, but the evidence does not say so");
      }
    }
  }

  private static void add(List<LintFinding> findings, String reason) {
    LintFinding finding = new LintFinding(RULE, reason);
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }

  private static Pattern words(String alternatives) {
    return Pattern.compile("(?i)\\b(?:" + alternatives + ")\\b");
  }
}
