package dev.firebreak.incident;

import dev.firebreak.policy.Policy;
import dev.firebreak.policy.Treatment;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;

/// What the category rules of a policy would have made of categories that were sent. Rules for
/// single properties and events need the messages and are not applied. Immutable.
record PolicyEffect(Policy policy) {
  /// The masks that would be left of a person.
  Masks treat(long clear, long generalized, long tokenized) {
    Masks left = Masks.NONE;
    for (DataCategory category : DataCategory.ofMask(clear)) {
      left = left.union(of(category, new Masks(category.mask(), 0, 0, 0)));
    }
    for (DataCategory category : DataCategory.ofMask(generalized)) {
      left = left.union(of(category, new Masks(0, category.mask(), 0, 0)));
    }
    for (DataCategory category : DataCategory.ofMask(tokenized)) {
      left = left.union(of(category, new Masks(0, 0, category.mask(), 0)));
    }
    return left;
  }

  /// The treatment of a category.
  Treatment treatment(DataCategory category) {
    return category == DataCategory.UNCLASSIFIED ? policy.unclassified() : policy.of(category);
  }

  private Masks of(DataCategory category, Masks sent) {
    long bit = category.mask();
    return switch (treatment(category)) {
      case Treatment.Pass _ -> sent;
      case Treatment.Generalize _ -> sent.tokenized() != 0 ? sent : new Masks(0, bit, 0, 0);
      case Treatment.Pseudonymize _ -> new Masks(0, 0, bit, 0);
      case Treatment.Redact _, Treatment.Drop _ -> new Masks(0, 0, 0, bit);
    };
  }
}
