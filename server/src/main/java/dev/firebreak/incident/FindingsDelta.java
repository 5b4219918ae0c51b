package dev.firebreak.incident;

import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.taxonomy.DataCategory;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What a later version of findings changes against an earlier one, account by account. People
/// without an account have no name that two versions share; they are not compared. Printing shows
/// numbers only.
///
/// A category in a more revealing form (token, then coarser, then in clear) is newly exposed, in a
/// less revealing one no longer. Somebody may be both, by different categories.
///
/// @param newly accounts that only the later version has
/// @param noLonger accounts that only the earlier version has
/// @param newlyExposed of accounts in both, the categories that are newly exposed, as mask; never 0
/// @param noLongerExposed likewise those that no longer are
public record FindingsDelta(
    Set<String> newly,
    Set<String> noLonger,
    Map<String, Long> newlyExposed,
    Map<String, Long> noLongerExposed) {
  /// Nothing changed.
  public static final FindingsDelta NONE =
      new FindingsDelta(Set.of(), Set.of(), Map.of(), Map.of());

  public FindingsDelta {
    newly = Set.copyOf(newly);
    noLonger = Set.copyOf(noLonger);
    newlyExposed = Map.copyOf(newlyExposed);
    noLongerExposed = Map.copyOf(noLongerExposed);
  }

  /// The forms of one account's categories, as masks.
  record Forms(long clear, long generalized, long tokenized) {
    static final Forms NONE = new Forms(0, 0, 0);

    static Forms of(PersonExposure person) {
      return new Forms(person.clear(), person.generalized(), person.tokenized());
    }

    /// An account that stands in a version twice.
    Forms and(Forms other) {
      return new Forms(
          clear | other.clear, generalized | other.generalized, tokenized | other.tokenized);
    }

    /// Categories that this shows in a more revealing form than the other does.
    long beyond(Forms other) {
      long coarser = other.clear | other.generalized;
      return (clear & ~other.clear)
          | (generalized & ~coarser)
          | (tokenized & ~(coarser | other.tokenized));
    }
  }

  /// The difference between two versions.
  static FindingsDelta of(Map<String, Forms> earlier, Map<String, Forms> later) {
    Set<String> newly = new HashSet<>();
    Map<String, Long> more = new HashMap<>();
    Map<String, Long> less = new HashMap<>();
    later.forEach((account, now) -> {
      Forms before = earlier.get(account);
      if (before == null) {
        newly.add(account);
        return;
      }
      put(more, account, now.beyond(before));
      put(less, account, before.beyond(now));
    });
    Set<String> noLonger = new HashSet<>(earlier.keySet());
    noLonger.removeAll(later.keySet());
    return new FindingsDelta(newly, noLonger, more, less);
  }

  private static void put(Map<String, Long> changes, String account, long mask) {
    if (mask != 0) {
      changes.put(account, mask);
    }
  }

  /// How many accounts each category is newly exposed of.
  public Map<DataCategory, Long> gained() {
    return count(newlyExposed.values());
  }

  /// How many accounts each category is no longer exposed of.
  public Map<DataCategory, Long> lost() {
    return count(noLongerExposed.values());
  }

  private static Map<DataCategory, Long> count(Collection<Long> masks) {
    Map<DataCategory, Long> counts = new EnumMap<>(DataCategory.class);
    for (long mask : masks) {
      for (DataCategory category : DataCategory.ofMask(mask)) {
        counts.merge(category, 1L, Long::sum);
      }
    }
    return counts;
  }

  @Override
  public String toString() {
    return "FindingsDelta[newly="
        + newly.size()
        + ", noLonger="
        + noLonger.size()
        + ", newlyExposed="
        + newlyExposed.size()
        + ", noLongerExposed="
        + noLongerExposed.size()
        + "]";
  }
}
