package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// In what a policy is stricter, and in what laxer, than an earlier one: rules of categories,
/// properties and events as the policies' files name them. What cannot be compared counts as both:
/// a rule that only one of them has says nothing of what governs its fields in the other one.
/// Immutable.
public record PolicyComparison(List<String> stricter, List<String> laxer) {
  public PolicyComparison {
    stricter = List.copyOf(stricter);
    laxer = List.copyOf(laxer);
  }

  /// Compares rule by rule.
  public static PolicyComparison of(Policy before, Policy now) {
    Collecting found = new Collecting();
    before
        .categories()
        .forEach((category, was) ->
            found.compare(category.key(), was, now.categories().getOrDefault(category, was)));
    Map<String, PropertyRule> paths = new TreeMap<>(before.propertyRules());
    paths.putAll(now.propertyRules());
    paths.keySet().forEach(path -> found.compare(before, now, path));
    TreeSet<String> events = new TreeSet<>(before.eventRules().keySet());
    events.addAll(now.eventRules().keySet());
    boolean drops = now.eventRules().containsValue(Treatment.drop());
    for (String event : events) {
      Treatment was = before.eventRules().getOrDefault(event, Treatment.pass());
      found.compare("event " + event, was, now.eventRules().getOrDefault(event, Treatment.pass()));
      if (drops && was instanceof Treatment.Pass && !now.eventRules().containsKey(event)) {
        found.addStricter("event " + event);
      }
    }
    found.compareCaps(before, now);
    return new PolicyComparison(found.stricter, found.laxer);
  }

  /// Nowhere laxer: what was treated under the earlier one can be treated again under this one.
  public boolean isStricterOrEqual() {
    return laxer.isEmpty();
  }

  /// Nowhere stricter: what was treated under the earlier one may go out as it is.
  public boolean isLaxerOrEqual() {
    return stricter.isEmpty();
  }

  private static final class Collecting {
    private final List<String> stricter = new ArrayList<>();
    private final List<String> laxer = new ArrayList<>();

    void compare(String name, Treatment was, Treatment is) {
      if (is.strictness() > was.strictness()) {
        addStricter(name);
      } else if (is.strictness() < was.strictness()) {
        laxer.add(name);
      }
    }

    private void addStricter(String name) {
      if (!stricter.contains(name)) {
        stricter.add(name);
      }
    }

    /// A cap also bites through the category that a field's key says, whatever its rule names.
    void compareCaps(Policy before, Policy now) {
      if (now.propertyRules().isEmpty()) {
        return; // the categories say all of it
      }
      for (DataCategory category : DataCategory.values()) {
        if (now.cap(category).strictness() > before.cap(category).strictness()) {
          stricter.add("cap of " + category.key());
        }
      }
    }

    void compare(Policy before, Policy now, String path) {
      Optional<PropertyRule> first = Optional.ofNullable(before.propertyRules().get(path));
      Optional<PropertyRule> next = Optional.ofNullable(now.propertyRules().get(path));
      if (first.isEmpty() || next.isEmpty() || makesOtherTokens(before, now, next.get())) {
        compareAlone(now, path, first, next);
      }
      Optional<DataCategory> wasOf = first.or(() -> next).flatMap(PropertyRule::governed);
      Optional<DataCategory> isOf = next.or(() -> first).flatMap(PropertyRule::governed);
      Optional<Treatment> was = treatment(before, first, wasOf);
      Optional<Treatment> is = treatment(now, next, isOf);
      String name = "property " + path;
      boolean withheld = is.filter(Treatment::withholds).isPresent();
      boolean passed = was.filter(Treatment.Pass.class::isInstance).isPresent();
      if (was.isPresent() && is.isPresent() && (wasOf.equals(isOf) || withheld)) {
        compare(name, was.get(), is.get());
      } else if (withheld || (passed && wasOf.equals(isOf))) {
        addStricter(name);
      } else {
        // nobody knows what the field was, or is, without the rule
        addStricter(name);
        laxer.add(name);
      }
    }

    /// A rule that is there once: what governs its fields where it is not may be any other rule.
    private void compareAlone(
        Policy now, String path, Optional<PropertyRule> first, Optional<PropertyRule> next) {
      boolean stricterThere =
          next.isPresent()
              ? isCapped(now) || !(next.get().treatment() instanceof Treatment.Pass)
              : first.isEmpty() || first.get().treatment().strictness() < strictest(now);
      String name = "property " + path;
      if (stricterThere) {
        addStricter(name);
      }
    }

    /// A glob makes tokens only of what the category of a field's key makes tokens of, too.
    private static boolean makesOtherTokens(Policy before, Policy now, PropertyRule rule) {
      return Glob.isGlob(rule.path())
          && rule.treatment() instanceof Treatment.Pseudonymize
          && !before.categories().equals(now.categories());
    }

    private static boolean isCapped(Policy policy) {
      return Stream.of(DataCategory.values())
          .anyMatch(category -> !(policy.cap(category) instanceof Treatment.Pass));
    }

    /// No field of any name can become less than this.
    private static int strictest(Policy policy) {
      boolean globs = policy.propertyRules().keySet().stream().anyMatch(Glob::isGlob);
      if (globs || isCapped(policy)) {
        return Treatment.drop().strictness(); // where a treatment does not fit, a field is dropped
      }
      // where a rule's does not fit, it is redacted
      return Stream.concat(
              policy.categories().values().stream(),
              policy.propertyRules().values().stream().map(PropertyRule::treatment))
          .mapToInt(Treatment::strictness)
          .reduce(Treatment.redact().strictness(), Math::max);
    }

    private static Optional<Treatment> treatment(
        Policy policy, Optional<PropertyRule> rule, Optional<DataCategory> category) {
      if (rule.isEmpty()) {
        return category.map(policy::of);
      }
      Treatment own = rule.get().treatment();
      return Optional.of(
          category
              .map(of -> policy.capped(own, of))
              .orElseGet(() -> own.stricter(policy.cap(DataCategory.UNCLASSIFIED))));
    }
  }
}
