package dev.firebreak.duty;

import dev.firebreak.taxonomy.DataCategory;
import java.util.List;

/// The people of a scope of whom a law's kinds of data are exposed: of one and the same person, not
/// over all of them.
///
/// @param count how many
/// @param unionOnly true where it is not known who has which kinds, only that somebody has each
record Holders(Scope.Count count, boolean unionOnly) {
  private static final Holders NOBODY = new Holders(new Scope.Count(0, 0), false);

  /// A rule as masks: all of the one, and some of the other where it has any. Looked at once per
  /// combination of categories, of which there may be twenty thousand.
  private record Wanted(long all, long any) {
    static Wanted of(Duty.DataRule rule) {
      return new Wanted(mask(rule.all()), mask(rule.any()));
    }

    private static long mask(List<DataCategory> categories) {
      return categories.stream().mapToLong(DataCategory::mask).reduce(0, (a, b) -> a | b);
    }

    boolean holds(long mask) {
      return mask != 0 && (mask & all) == all && (any == 0 || (mask & any) != 0);
    }
  }

  static Holders of(DutyFacts facts, Scope scope, List<Duty.DataRule> rules, boolean clearOnly) {
    Residences residences = facts.residences();
    if (residences.holdings().isEmpty()) {
      return ofUnion(facts, scope, rules, clearOnly);
    }
    long certain = 0;
    long maybe = 0;
    long known = 0;
    List<Wanted> wanted = rules.stream().map(Wanted::of).toList();
    for (Holding holding : residences.holdings()) {
      long mask = personal(clearOnly ? holding.clear() : holding.anyForm());
      known |= mask;
      if (holdsAny(wanted, mask)) {
        Scope.Fits fits = scope.fits(holding.place());
        certain += fits == Scope.Fits.YES ? holding.people() : 0;
        maybe += fits == Scope.Fits.MAYBE ? holding.people() : 0;
      }
    }
    boolean moreInUnion = (union(facts, clearOnly) & ~known) != 0;
    return certain + maybe == 0 && moreInUnion
        ? ofUnion(facts, scope, rules, clearOnly)
        : new Holders(new Scope.Count(certain, maybe), false);
  }

  private static boolean holdsAny(List<Wanted> wanted, long mask) {
    for (Wanted one : wanted) {
      if (one.holds(mask)) {
        return true;
      }
    }
    return false;
  }

  private static Holders ofUnion(
      DutyFacts facts, Scope scope, List<Duty.DataRule> rules, boolean clearOnly) {
    long union = union(facts, clearOnly);
    List<Duty.DataRule> holding = rules.stream().filter(rule -> rule.holds(union)).toList();
    if (holding.isEmpty()) {
      return NOBODY;
    }
    Scope.Count people = scope.people(facts.residences());
    if (holding.stream().anyMatch(Duty.DataRule::isAnything)) {
      return new Holders(people, false);
    }
    boolean somebody =
        scope.everybody()
            && people.certain() > 0
            && holding.stream().anyMatch(Duty.DataRule::isSingle);
    return somebody
        ? new Holders(new Scope.Count(1, people.atMost() - 1), true)
        : new Holders(new Scope.Count(0, people.atMost()), true);
  }

  private static long union(DutyFacts facts, boolean clearOnly) {
    return personal(clearOnly ? facts.exposure().clear() : facts.exposure().anyForm());
  }

  private static long personal(long mask) {
    return mask & ~DataCategory.OPERATIONS.mask();
  }
}
