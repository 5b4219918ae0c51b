package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.config.PolicyFiles;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.Treatment;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a company expects a vendor's data set to hold: what its policies let out, and between which
/// times.
///
/// @param policies the enforced policies of all bindings of the vendor; empty where there is none,
///   where one only observes, or where one cannot be read: then none of them explains anything
/// @param accessEnded when the access ended; empty where nobody recorded it
/// @param now when the data set is assessed
/// @param ledgerSince the first event that the ledger knows; empty without a ledger
record Expectation(
    List<Policy> policies,
    Optional<Instant> accessEnded,
    Instant now,
    Optional<Instant> ledgerSince) {
  /// The objects that hold a vendor's properties: a policy's paths begin inside them.
  private static final List<String> CONTAINERS =
      List.of("properties.", "$properties.", "event_properties.", "user_properties.", "traits.");

  Expectation {
    policies = List.copyOf(policies);
  }

  static List<Policy> policies(FirebreakConfig config, VendorId vendor) {
    List<Policy> policies = new ArrayList<>();
    for (BindingConfig binding : config.bindings()) {
      if (!binding.vendor().equals(vendor)) {
        continue;
      }
      if (binding.mode() == BindingConfig.Mode.OBSERVE) {
        return List.of();
      }
      try {
        policies.add(PolicyFiles.of(binding));
      } catch (FirebreakException unreadable) {
        // an incident is assessed also where a policy was broken meanwhile: then it explains
        // nothing
        return List.of();
      }
    }
    return List.copyOf(policies);
  }

  /// True where no policy lets a field's category out, nor names the field.
  boolean withholds(Assessment.Field field, DataCategory category) {
    return !policies.isEmpty()
        && policies.stream().allMatch(policy -> treatment(policy, category).withholds())
        && !isNamed(field);
  }

  private static Treatment treatment(Policy policy, DataCategory category) {
    return category == DataCategory.UNCLASSIFIED ? policy.unclassified() : policy.of(category);
  }

  /// True where a policy has a rule for the field itself.
  boolean isNamed(Assessment.Field field) {
    String path = property(field.path());
    return policies.stream().anyMatch(policy -> policy.rules(path));
  }

  private static String property(String path) {
    return CONTAINERS.stream()
        .filter(path::startsWith)
        .findFirst()
        .map(container -> path.substring(container.length()))
        .orElse(path);
  }
}
