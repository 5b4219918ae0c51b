package dev.firebreak.policy;

import dev.firebreak.vendor.VendorId;
import java.util.Map;

/// The rules of a policy file, each valid by itself and none contradicting another.
///
/// @param vendor whom the policy is for
/// @param otherwise for categories without a rule
/// @param unclassified for fields without a category
/// @param categories by canonical key or prefix
/// @param properties by path or glob
/// @param events by name or glob; pass or drop
record PolicySource(
    VendorId vendor,
    Treatment otherwise,
    Treatment unclassified,
    Map<String, Treatment> categories,
    Map<String, PropertyRule> properties,
    Map<String, Treatment> events) {
  PolicySource {
    categories = Map.copyOf(categories);
    properties = Map.copyOf(properties);
    events = Map.copyOf(events);
  }
}
