package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.taxonomy.DataCategory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What another policy would have left of an incident's data set.
///
/// @param version of the findings that it stands on
/// @param policyVersion of the policy that was not in force
/// @param people in the data
/// @param was what is exposed
/// @param left what would have been
/// @param bounds what this does not know, in sentences
public record Counterfactual(
    int version, String policyVersion, long people, Side was, Side left, List<String> bounds) {
  public Counterfactual {
    bounds = List.copyOf(bounds);
  }

  /// One side of the comparison.
  ///
  /// @param categories people by category and form; the number of different values is 0 where
  ///   nobody counted it
  /// @param shareDirect share of people with a direct identifier in clear
  /// @param shareUnique share of people who are unique; for the policy at most so many, empty where
  ///   unknown
  /// @param severity by ENISA
  public record Side(
      Map<DataCategory, Assessment.CategoryExposure> categories,
      double shareDirect,
      OptionalDouble shareUnique,
      EnisaSeverity severity) {
    public Side {
      Map<DataCategory, Assessment.CategoryExposure> ordered = new EnumMap<>(DataCategory.class);
      ordered.putAll(categories);
      categories = java.util.Collections.unmodifiableMap(ordered);
    }

    /// The highest share of people who could be identified: those with a direct identifier in
    /// clear, and everybody who is unique.
    public double shareIdentifiableHigh() {
      return Math.min(1, shareDirect + shareUnique.orElse(1));
    }
  }
}
