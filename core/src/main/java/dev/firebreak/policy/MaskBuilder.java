package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;

/// Collects what happened to each category of one message. Confined, reused.
final class MaskBuilder {
  private long clear;
  private long generalized;
  private long tokenized;
  private long withheld;

  void reset() {
    clear = 0;
    generalized = 0;
    tokenized = 0;
    withheld = 0;
  }

  void add(DataCategory category, Treatment treatment) {
    switch (treatment) {
      case Treatment.Pass _ -> clear |= category.mask();
      case Treatment.Generalize _ -> generalized |= category.mask();
      case Treatment.Pseudonymize _ -> tokenized |= category.mask();
      case Treatment.Redact _, Treatment.Drop _ -> withheld |= category.mask();
    }
  }

  Masks build() {
    return new Masks(clear, generalized, tokenized, withheld);
  }
}
