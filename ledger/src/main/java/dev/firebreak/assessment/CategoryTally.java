package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// Counts over all values of a data set: distinct clear values per category, and what the detectors
/// found. Not thread-safe.
final class CategoryTally {
  /// Distinct clear values of a category are counted to this.
  static final int DISTINCT_MAX = 4_000_000;

  private final SlotBudget distinct = new SlotBudget(SlotBudget.SLOTS_DEFAULT);
  private final Map<DataCategory, HashSet64> clearValues = new EnumMap<>(DataCategory.class);
  private final Map<DataCategory, Long> detections = new EnumMap<>(DataCategory.class);
  private long searched;

  void clearValue(DataCategory category, long hash) {
    clearValues.computeIfAbsent(category, _ -> new HashSet64(DISTINCT_MAX, distinct)).add(hash);
  }

  /// A value that the detectors looked at.
  ///
  /// @param mask what they found
  void searched(long mask) {
    searched++;
    if (mask != 0) {
      for (DataCategory category : DataCategory.ofMask(mask)) {
        detections.merge(category, 1L, Long::sum);
      }
    }
  }

  /// The searches of both; distinct values stay out.
  CategoryTally and(CategoryTally other) {
    CategoryTally sum = new CategoryTally();
    sum.searched = searched + other.searched;
    sum.detections.putAll(detections);
    other.detections.forEach((category, n) -> sum.detections.merge(category, n, Long::sum));
    return sum;
  }

  long searched() {
    return searched;
  }

  /// What was found, by bit of the category.
  Map<Integer, Long> found() {
    Map<Integer, Long> found = new TreeMap<>();
    detections.forEach((category, count) -> found.put(category.bit(), count));
    return found;
  }

  /// Adds what another tally counted of searches.
  void add(long otherSearched, Map<Integer, Long> otherFound) {
    searched += otherSearched;
    for (DataCategory category : DataCategory.values()) {
      long count = otherFound.getOrDefault(category.bit(), 0L);
      if (count > 0) {
        detections.merge(category, count, Long::sum);
      }
    }
  }

  long distinctClear(DataCategory category) {
    HashSet64 values = clearValues.get(category);
    return values == null ? 0 : values.size();
  }

  /// What was searched for, for the categories that have a detector.
  Map<DataCategory, Assessment.Search> searches(Map<DataCategory, TextScan.Recall> recall) {
    Map<DataCategory, Assessment.Search> searches = new EnumMap<>(DataCategory.class);
    recall.forEach((category, stated) ->
        searches.put(
            category,
            new Assessment.Search(
                searched,
                detections.getOrDefault(category, 0L),
                stated.share(),
                stated.samples())));
    return searches;
  }
}
