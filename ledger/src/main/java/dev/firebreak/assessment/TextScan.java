package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What looks for personal data inside texts: the seam to the value detectors.
interface TextScan {
  /// Something found.
  ///
  /// @param start first character
  /// @param end after the last character
  record Hit(DataCategory category, int start, int end) {}

  /// All that the text holds, in no order.
  List<Hit> scan(String text);

  /// How well a category is found on the labelled corpus.
  ///
  /// @param share found, 0 to 1
  /// @param samples of how many
  record Recall(double share, long samples) {
    /// The weaker of two: the lower share, of equal ones the one that rests on fewer samples.
    static Recall weaker(Recall a, Recall b) {
      if (a.share() != b.share()) {
        return a.share() < b.share() ? a : b;
      }
      return a.samples() <= b.samples() ? a : b;
    }
  }

  /// The categories that are searched for, each with the stated recall of its weakest detector.
  Map<DataCategory, Recall> recall();

  /// Any one category that the text holds.
  default Optional<DataCategory> firstCategory(String text) {
    return scan(text).stream().map(Hit::category).findFirst();
  }
}
