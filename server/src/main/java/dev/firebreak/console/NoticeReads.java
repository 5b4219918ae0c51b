package dev.firebreak.console;

import dev.firebreak.notice.Campaign;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.LintFinding;
import dev.firebreak.notice.NoticeDecisions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the pages of notices show, and what the linter said last: it reads every text, so it is
/// asked, not run for each page. Thread-safe.
final class NoticeReads {
  private final Campaigns campaigns;
  private final NoticeDecisions decisions;
  private final NoticeSends sends;
  private final Clock clock;
  private final Latest<CampaignView.Check> checks = new Latest<>();

  NoticeReads(Campaigns campaigns, NoticeDecisions decisions, NoticeSends sends, Clock clock) {
    this.campaigns = campaigns;
    this.decisions = decisions;
    this.sends = sends;
    this.clock = clock;
  }

  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where there is none of that id
  CampaignView campaign(String id) {
    Campaign campaign = campaigns.find(id);
    return new CampaignView(
        new CampaignRow(campaign, campaigns.status(id)),
        campaigns.sharedTexts(id),
        decisions.of(campaign.incident()).reversed(),
        checks.get(id),
        sends.isRunning(id)
            ? Optional.of(new CampaignView.Sending(sends.left(id)))
            : Optional.empty(),
        sends.failure(id));
  }

  /// Asks the linter, and keeps what it says.
  List<LintFinding> check(String id) {
    Instant at = clock.instant();
    List<LintFinding> findings = campaigns.lint(id);
    checks.put(id, new CampaignView.Check(at, findings));
    return findings;
  }
}
