package dev.firebreak.incident;

import dev.firebreak.taxonomy.DataCategory;
import java.util.Optional;

/// Something in a data set that nobody expected there: where, how much, what it is and what to do.
/// Never a value.
///
/// @param kind what sort of surprise
/// @param place a field's path, a part's name, or `times`
/// @param category the kind of data, where there is one
/// @param count how many values, or rows
/// @param words what it is, in a sentence
/// @param action what to do about it
public record Surprise(
    Kind kind,
    String place,
    Optional<DataCategory> category,
    long count,
    String words,
    String action) {

  /// What sort, the most urgent first.
  public enum Kind {
    /// What opens accounts, in a field where nobody looks for it.
    SECRET("secret"),
    /// A category that the policy withholds.
    WITHHELD("withheld"),
    /// Personal data inside a field that is for something else.
    WITHIN("within"),
    /// A field that neither the vendor's dictionary nor the policy knows.
    UNEXPECTED_FIELD("unexpectedField"),
    /// A field that the vendor filled by itself.
    ADDED_BY_VENDOR("addedByVendor"),
    /// A text whose letters make no words as they were read.
    ENCODING("encoding"),
    /// Times that the data cannot have.
    TIMES("times");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /// As documents spell it.
    public String key() {
      return key;
    }
  }
}
