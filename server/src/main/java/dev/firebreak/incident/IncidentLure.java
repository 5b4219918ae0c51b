package dev.firebreak.incident;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.policy.Policy;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the thief of an incident's data set can write: to the person in the middle of the ranking
/// by phishing risk, and to the one at its top. The rows are invented; they have the same kinds of
/// data in clear. Immutable.
///
/// @param company whose customers the people are
/// @param phishing the ranking
public record IncidentLure(FirebreakConfig.Company company, Findings.Phishing phishing) {

  /// The two lures; with a policy also those that it would have left.
  public List<Lure.Side> sides(Optional<Policy> policy) {
    List<Lure.Side> sides = new ArrayList<>();
    add(sides, "The middle of the ranking", phishing.median(), policy);
    add(sides, "The top of the ranking", phishing.worst(), policy);
    return sides;
  }

  private void add(
      List<Lure.Side> sides, String title, Findings.Rank rank, Optional<Policy> policy) {
    sides.add(side(title, rank.clear()));
    policy.ifPresent(other -> {
      long left = new PolicyEffect(other).treat(rank.clear(), 0, 0).clear();
      sides.add(side(title + ", under policy " + other.version(), left));
    });
  }

  private Lure.Side side(String title, long clear) {
    Map<DataCategory, String> row = SyntheticRow.of(clear);
    return new Lure.Side(title, row, Lure.of(company.name(), row));
  }
}
