package dev.firebreak.notice;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The linters of one campaign, one for each of its languages. Immutable.
final class NoticeLinters {
  private final NoticeTemplateSet templates;
  private final Map<NoticeLanguage, NoticeLinter> linters = new EnumMap<>(NoticeLanguage.class);

  NoticeLinters(Campaign campaign, NoticeTemplateSet templates) {
    this.templates = templates;
    for (NoticeLanguage language : templates.languages()) {
      linters.put(language, new NoticeLinter(campaign.facts().in(language), campaign.issuer()));
    }
  }

  /// All rules that the notice to this addressee breaks.
  List<LintFinding> lint(NoticeDocument notice, Addressee addressee, String number, String word) {
    return named(notice, linter(notice).lint(notice, addressee, number, word));
  }

  /// The rules that look at who the addressee is, on a text that [#lint] saw for another one.
  List<LintFinding> values(NoticeDocument notice, Addressee addressee) {
    return named(notice, linter(notice).values(notice.subject() + "\n" + notice.text(), addressee));
  }

  private NoticeLinter linter(NoticeDocument notice) {
    NoticeLinter linter = linters.get(notice.language());
    if (linter == null) {
      throw new IllegalStateException("no linter for " + notice.language().tag());
    }
    return linter;
  }

  /// Where a campaign has several languages, the reason says in which the rule is broken.
  private List<LintFinding> named(NoticeDocument notice, List<LintFinding> findings) {
    if (templates.languages().size() == 1) {
      return findings;
    }
    return findings.stream()
        .map(finding ->
            new LintFinding(
                finding.rule(),
                "in " + notice.language().tag() + ": " + finding.reason(),
                finding.warning()))
        .toList();
  }
}
