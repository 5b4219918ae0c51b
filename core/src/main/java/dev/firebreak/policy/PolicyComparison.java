package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// In what a policy is stricter, and in what laxer, than an earlier one: rules of categories,
/// properties and events as the policies' files name them. What cannot be compared counts as laxer.
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
    for (String event : events) {
      found.compare(
          "event " + event,
          before.eventRules().getOrDefault(event, Treatment.pass()),
          now.eventRules().getOrDefault(event, Treatment.pass()));
    }
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
        stricter.add(name);
      } else if (is.strictness() < was.strictness()) {
        laxer.add(name);
      }
    }

    void compare(Policy before, Policy now, String path) {
      Optional<PropertyRule> first = Optional.ofNullable(before.propertyRules().get(path));
      Optional<PropertyRule> next = Optional.ofNullable(now.propertyRules().get(path));
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
        stricter.add(name);
      } else {
        // nobody knows what the field was, or is, without the rule
        stricter.add(name);
        laxer.add(name);
      }
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
