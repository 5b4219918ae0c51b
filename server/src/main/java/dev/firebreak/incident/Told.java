package dev.firebreak.incident;

import java.time.Instant;
import java.util.List;

/// How many notices went out about an incident, as the audit log has it: what "people were told"
/// rests on. One notice goes to one address and may be about several accounts. Immutable.
///
/// @param campaigns in the order in which their sending ended last
public record Told(List<Campaign> campaigns) {
  static final Told NOBODY = new Told(List.of());

  public Told {
    campaigns = List.copyOf(campaigns);
  }

  /// One campaign.
  ///
  /// @param name its id
  /// @param accepted notices that mail servers accepted so far
  /// @param at when its sending ended last
  public record Campaign(String name, long accepted, Instant at) {}

  /// Notices accepted in all.
  public long accepted() {
    return campaigns.stream().mapToLong(Campaign::accepted).sum();
  }

  /// What was told, in sentences; empty where no notice was sent.
  ///
  /// @param found how many people are known to be affected
  public List<String> words(long found) {
    if (campaigns.isEmpty()) {
      return List.of();
    }
    StringBuilder sent =
        new StringBuilder(ReportWords.count(accepted(), "notice"))
            .append(" for the ")
            .append(ReportWords.people(found))
            .append(" found ")
            .append(accepted() == 1 ? "was" : "were")
            .append(" accepted by mail servers");
    String separator = campaigns.size() == 1 ? "" : ":";
    for (Campaign campaign : campaigns) {
      sent.append(separator)
          .append(campaigns.size() == 1 ? "" : " " + ReportWords.number(campaign.accepted()))
          .append(" by ")
          .append(ReportWords.time(campaign.at()));
      separator = ",";
    }
    String whole = sent.append('.').toString();
    return accepted() < found
        ? List.of(
            whole,
            "One notice covers all accounts of its address; whoever is in no campaign was not"
                + " written to.")
        : List.of(whole);
  }
}
