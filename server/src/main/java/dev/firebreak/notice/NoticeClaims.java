package dev.firebreak.notice;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.notice.AbsenceRules.Claim;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Refuses a template that claims what no finding backs: that a kind of data was not exposed or not
/// sent without the evidence, that it was exposed for everybody alike, or something about the
/// company's own systems that nobody signed. What differs from person to person has a placeholder.
/// Immutable.
final class NoticeClaims {
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?:])\\s+");

  private final NoticeFacts facts;
  private final AbsenceRules absences;
  private final KindWords kinds;
  private final Pattern exposure;
  private final Pattern ownSystems;

  NoticeClaims(NoticeFacts facts) {
    this.facts = facts;
    absences = new AbsenceRules(facts);
    kinds = KindWords.of(facts.language());
    LanguageRules rules = LanguageRules.of(facts.language());
    exposure = rules.pattern("exposure");
    ownSystems = rules.pattern("own-systems");
  }

  /// @throws FirebreakException WRONG_USE naming every line with such a claim, and the claim
  void requireBacked(NoticeTemplate template) {
    List<String> unbacked = new ArrayList<>();
    List<String> lines = template.source().lines().map(String::strip).toList();
    Claim lead = Claim.NONE;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isEmpty() || line.startsWith("# ")) {
        continue;
      }
      boolean bullet = line.startsWith("- ");
      String text = NoticeTemplate.PLACEHOLDER.matcher(line).replaceAll("");
      Claim last = Claim.NONE;
      for (String sentence : SENTENCE_END.split(bullet ? text.substring(2) : text, -1)) {
        last = absences.claim(sentence);
        for (String claim : claims(sentence, last == Claim.NONE && bullet ? lead : last)) {
          unbacked.add("line " + (i + 1) + " says that " + claim);
        }
      }
      lead = bullet ? lead : last;
    }
    if (!unbacked.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "the template in "
              + template.language().tag()
              + " claims what no finding backs: "
              + String.join("; ", unbacked));
    }
  }

  private List<String> claims(String sentence, Claim claim) {
    List<String> claims = new ArrayList<>(absences.unbacked(sentence, claim));
    if (claim == Claim.NONE && exposure.matcher(sentence).find()) {
      for (DataCategory category : kinds.named(sentence)) {
        claims.add(
            category.key()
                + " was exposed, of everybody alike; {exposed} says of each person what was");
      }
    }
    if (claim == Claim.NOT_EXPOSED && ownSystems.matcher(sentence).find() && !signed(sentence)) {
      claims.add(
          "our own systems are not concerned; nobody signed that: `firebreak incident sign` does,"
              + " and {findings} says it");
    }
    return claims;
  }

  private boolean signed(String sentence) {
    return facts.findings().stream().anyMatch(finding -> finding.strip().equals(sentence.strip()));
  }
}
