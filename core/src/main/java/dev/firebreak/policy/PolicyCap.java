package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Taxonomy;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The most that a vendor may have, whatever its policy says. Immutable.
///
/// @param because why, in words for people; no personal data
/// @param most by category, `unclassified` for fields without one; a category that is missing is
///   not capped
public record PolicyCap(String because, Map<DataCategory, Treatment> most) {
  private static final Set<DataCategory> IDS =
      Set.of(DataCategory.ACCOUNT_ID, DataCategory.DEVICE_ID, DataCategory.ORGANIZATION_ID);
  private static final Set<DataCategory> AS_BEFORE =
      Set.of(DataCategory.BEHAVIOR, DataCategory.OPERATIONS);

  public PolicyCap {
    Map<DataCategory, Treatment> copy = new EnumMap<>(DataCategory.class);
    copy.putAll(most);
    most = Collections.unmodifiableMap(copy);
  }

  /// What a vendor gets that no longer meets its standards: ids of persons, devices and
  /// organisations as tokens, `user.behavior` itself and `system.operations` as before, nothing
  /// else.
  public static PolicyCap tokensOnly(String because) {
    Map<DataCategory, Treatment> most = new EnumMap<>(DataCategory.class);
    for (DataCategory category : DataCategory.values()) {
      if (IDS.contains(category)) {
        most.put(category, Treatment.pseudonymize());
      } else if (!AS_BEFORE.contains(category)) {
        most.put(category, Treatment.drop());
      }
    }
    return new PolicyCap(because, most);
  }

  /// Nothing at all of these categories.
  public static PolicyCap nothingOf(Set<DataCategory> categories, String because) {
    Map<DataCategory, Treatment> most = new EnumMap<>(DataCategory.class);
    categories.forEach(category -> most.put(category, Treatment.drop()));
    return new PolicyCap(because, most);
  }

  /// A cap of rules by key or prefix, of which the longest decides, as in a policy.
  ///
  /// @param otherwise for categories without a rule
  /// @param unclassified for fields without a category
  static PolicyCap ofRules(
      String because, Treatment otherwise, Treatment unclassified, Map<String, Treatment> rules) {
    Map<DataCategory, Treatment> most = new EnumMap<>(DataCategory.class);
    for (DataCategory category : DataCategory.values()) {
      most.put(category, ruled(category, rules).orElse(otherwise));
    }
    most.put(DataCategory.UNCLASSIFIED, unclassified);
    return new PolicyCap(because, most);
  }

  /// The most that a field of this category may become.
  public Treatment of(DataCategory category) {
    return most.getOrDefault(category, Treatment.pass());
  }

  /// The same, but with nothing at all in the place of tokens of these categories: where a token
  /// could be found by guessing, it is no protection.
  public PolicyCap withoutTokensOf(Set<DataCategory> guessable) {
    Map<DataCategory, Treatment> fewer = new EnumMap<>(DataCategory.class);
    most.forEach((category, treatment) -> {
      boolean token = treatment instanceof Treatment.Pseudonymize;
      fewer.put(category, token && guessable.contains(category) ? Treatment.drop() : treatment);
    });
    return new PolicyCap(because, fewer);
  }

  private static Optional<Treatment> ruled(DataCategory category, Map<String, Treatment> rules) {
    @Nullable String longest = null;
    for (String key : rules.keySet()) {
      if (Taxonomy.covers(key, category) && (longest == null || key.length() > longest.length())) {
        longest = key;
      }
    }
    return longest == null ? Optional.empty() : Optional.ofNullable(rules.get(longest));
  }
}
