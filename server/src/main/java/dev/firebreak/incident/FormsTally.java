package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment.CategoryExposure;
import dev.firebreak.risk.DataKind;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.util.EnumMap;
import java.util.Map;

/// Counts people by the forms in which somebody has their categories. Confined to one thread.
final class FormsTally {
  private final Map<DataCategory, long[]> forms = new EnumMap<>(DataCategory.class);
  private final Map<DataKind, Long> kinds = new EnumMap<>(DataKind.class);
  private Masks masks = Masks.NONE;
  private long people;
  private long direct;

  /// @param person what there is of one person
  void add(Masks person) {
    people++;
    direct += (person.clear() & EnisaSeverity.directIdentifiers()) == 0 ? 0 : 1;
    masks = masks.union(person);
    for (DataKind kind : DataKind.values()) {
      if (((person.clear() | person.generalized()) & kind.mask()) != 0) {
        kinds.merge(kind, 1L, Long::sum);
      }
    }
    count(person.clear(), 0);
    count(person.generalized(), 1);
    count(person.tokenized(), 2);
  }

  private void count(long mask, int form) {
    for (DataCategory category : DataCategory.ofMask(mask)) {
      forms.computeIfAbsent(category, _ -> new long[3])[form]++;
    }
  }

  /// The categories of anybody.
  Masks masks() {
    return masks;
  }

  long people() {
    return people;
  }

  /// The share of people with a direct identifier in clear.
  double shareDirect() {
    return people == 0 ? 0 : (double) direct / people;
  }

  /// The share of people by the kind of their data.
  Map<DataKind, Double> kinds() {
    Map<DataKind, Double> shares = new EnumMap<>(DataKind.class);
    kinds.forEach((kind, count) -> shares.put(kind, (double) count / people));
    return shares;
  }

  /// People by category and form; nobody counted different values.
  Map<DataCategory, CategoryExposure> exposures() {
    Map<DataCategory, CategoryExposure> exposures = new EnumMap<>(DataCategory.class);
    forms.forEach((category, counts) ->
        exposures.put(category, new CategoryExposure(counts[0], counts[1], counts[2], 0)));
    return exposures;
  }
}
