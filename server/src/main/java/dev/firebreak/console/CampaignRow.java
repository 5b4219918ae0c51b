package dev.firebreak.console;

import dev.firebreak.notice.Campaign;
import dev.firebreak.notice.CampaignProgress;
import java.util.LinkedHashMap;
import java.util.Map;

/// A campaign in the list. Public for the template alone.
public record CampaignRow(Campaign campaign, CampaignProgress progress) {
  /// How many addressees have which outcome, by the key of its words; those with nobody left out.
  public Map<String, Long> outcomes() {
    Map<String, Long> outcomes = new LinkedHashMap<>();
    outcomes.put("sent", progress.sent());
    outcomes.put("queued", progress.queued() + progress.sending());
    outcomes.put("deferred", progress.deferred());
    outcomes.put("in_doubt", progress.inDoubt());
    outcomes.put("bounced", progress.bounced());
    outcomes.put("returned", progress.returned());
    outcomes.put("given_up", progress.givenUp());
    outcomes.put("opted_out", progress.optedOut());
    outcomes.values().removeIf(count -> count == 0);
    return outcomes;
  }

  /// People without a usable address.
  public long setAside() {
    return progress.setAside().values().stream().mapToLong(Long::longValue).sum();
  }

  /// How many of 100 have an outcome that is the end.
  public long percentDone() {
    return progress.total() == 0
        ? 0
        : 100 * (progress.total() - progress.open()) / progress.total();
  }
}
