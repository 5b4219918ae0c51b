package dev.firebreak.ledger;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A version of a policy, with what it treated.
///
/// @param version 12 hex digits; for imported history as [Disclosure#policyVersion] has it
/// @param events how many events it treated
/// @param firstDay UTC day of the first disclosure
/// @param lastDay of the last
public record PolicyUse(String version, long events, LocalDate firstDay, LocalDate lastDay) {
  /// Adds up the policies of facts as they come. Confined to one thread.
  public static final class Sum {
    private final Map<String, PolicyUse> uses = new TreeMap<>();

    public void add(Disclosure fact) {
      uses.merge(
          fact.policyVersion(),
          new PolicyUse(fact.policyVersion(), fact.events(), fact.day(), fact.day()),
          PolicyUse::and);
    }

    /// In the order in which they were first used.
    public List<PolicyUse> uses() {
      return uses.values().stream()
          .sorted(Comparator.comparing(PolicyUse::firstDay).thenComparing(PolicyUse::version))
          .toList();
    }
  }

  /// The policies of some facts.
  public static List<PolicyUse> of(Collection<Disclosure> facts) {
    Sum sum = new Sum();
    facts.forEach(sum::add);
    return sum.uses();
  }

  /// True for history out of a vendor's own export, which no policy of ours treated.
  public boolean imported() {
    return version.startsWith(Disclosure.IMPORTED);
  }

  private PolicyUse and(PolicyUse other) {
    return new PolicyUse(
        version,
        events + other.events,
        firstDay.isBefore(other.firstDay) ? firstDay : other.firstDay,
        lastDay.isAfter(other.lastDay) ? lastDay : other.lastDay);
  }
}
