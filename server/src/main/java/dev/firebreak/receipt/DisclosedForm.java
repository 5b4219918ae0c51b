package dev.firebreak.receipt;

import dev.firebreak.taxonomy.Masks;
import java.util.Locale;

/// The form in which a vendor was given a kind of data, the most telling first.
public enum DisclosedForm {
  CLEAR("as it is"),
  GENERALIZED("made coarser"),
  TOKEN("as a code that only we can turn back"),
  WITHHELD("held back, not given");

  private final String words;

  DisclosedForm(String words) {
    this.words = words;
  }

  /// For the person.
  public String words() {
    return words;
  }

  /// As JSON names it: `generalized`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The categories that stand in this form.
  long categories(Masks masks) {
    return switch (this) {
      case CLEAR -> masks.clear();
      case GENERALIZED -> masks.generalized();
      case TOKEN -> masks.tokenized();
      case WITHHELD -> masks.withheld();
    };
  }
}
