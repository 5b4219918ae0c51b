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

  /// The categories that are searched for, each with the detectors' stated recall, 0 to 1.
  Map<DataCategory, Double> recall();

  /// Any one category that the text holds.
  default Optional<DataCategory> firstCategory(String text) {
    return scan(text).stream().map(Hit::category).findFirst();
  }
}
