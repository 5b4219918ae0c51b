package dev.firebreak.testkit.path;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What was planted, and where it may be found. Confined to one thread.
final class Plants {
  /// Where a value may be found.
  private enum Fate {
    /// Nowhere under the shipped policy; in the journal where everything passes.
    WITHHELD,
    /// Nowhere under any policy.
    NEVER
  }

  private final Map<String, Fate> fates = new LinkedHashMap<>();

  /// Plants what only the policy withholds.
  String personal(String value) {
    return plant(value, Fate.WITHHELD);
  }

  /// Plants a secret, or what stands in a message of which nothing is kept.
  String never(String value) {
    return plant(value, Fate.NEVER);
  }

  Set<String> all() {
    return Set.copyOf(fates.keySet());
  }

  Set<String> personal() {
    return with(Fate.WITHHELD);
  }

  Set<String> never() {
    return with(Fate.NEVER);
  }

  private Set<String> with(Fate fate) {
    return fates.entrySet().stream()
        .filter(entry -> entry.getValue() == fate)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private String plant(String value, Fate fate) {
    Fate before = fates.put(value, fate);
    if (before != null && before != fate) {
      throw new IllegalStateException("one value has two fates");
    }
    return value;
  }
}
