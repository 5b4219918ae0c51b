package dev.firebreak.incident;

import dev.firebreak.assessment.PersonExposure;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Those of a list of people whom an identifier names.
///
/// @param version of the list; 0 for the provisional one
/// @param people whom it names
/// @param scores how many people of the list have which phishing score, the highest first; empty
///   for lists without an index
record SoughtPeople(int version, List<PersonExposure> people, SortedMap<Double, Long> scores) {
  SoughtPeople {
    people = List.copyOf(people);
    scores = Collections.unmodifiableSortedMap(new TreeMap<>(scores));
  }

  /// How many people of the list have a higher score.
  long ahead(double score) {
    return scores.headMap(score).values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public String toString() {
    return "SoughtPeople[version=" + version + ", people=" + people.size() + "]";
  }
}
