package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A path of a data set, such as `properties.$city`, with what its values turned out to be. The
/// nodes form a tree, so that reading a row needs no text of a path. Not thread-safe.
final class PathNode {
  /// Distinct values are counted to this.
  static final int DISTINCT_MAX = 1_000_000;

  private static final double WHOLE_FIELD_SHARE = 0.5;

  private final String path;
  private final FieldMeaning meaning;
  private final Map<String, PathNode> children = new HashMap<>();
  private final HashSet64 distinct = new HashSet64(DISTINCT_MAX);
  private final long[] valuesByForm = new long[Form.values().length];
  private final Map<DataCategory, Long> detections = new EnumMap<>(DataCategory.class);
  private long values;

  PathNode(String path, FieldMeaning meaning) {
    this.path = path;
    this.meaning = meaning;
  }

  String path() {
    return path;
  }

  FieldMeaning meaning() {
    return meaning;
  }

  Optional<PathNode> child(String name) {
    return Optional.ofNullable(children.get(name));
  }

  void add(String name, PathNode child) {
    children.put(name, child);
  }

  /// Counts a value.
  void count(Form form, long hash) {
    values++;
    valuesByForm[form.ordinal()]++;
    distinct.add(hash);
  }

  /// Counts what the detectors found in a value.
  void detected(long mask) {
    for (DataCategory category : DataCategory.ofMask(mask)) {
      detections.merge(category, 1L, Long::sum);
    }
  }

  /// The fields with values at and below this node.
  List<Assessment.Field> fields() {
    List<Assessment.Field> fields = new ArrayList<>();
    addTo(fields);
    return fields;
  }

  private void addTo(List<Assessment.Field> fields) {
    if (values > 0) {
      fields.add(field());
    }
    children.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(child -> child.getValue().addTo(fields));
  }

  private Assessment.Field field() {
    Optional<DataCategory> category = meaning.category();
    String reason = meaning.reason();
    if (category.isEmpty()) {
      category = categoryByValues();
      reason = category.isPresent() ? "values" : "";
    }
    return new Assessment.Field(path, category, reason, form(), values, distinct.size());
  }

  private Optional<DataCategory> categoryByValues() {
    return detections.entrySet().stream()
        .filter(entry -> entry.getValue() >= values * WHOLE_FIELD_SHARE)
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }

  /// The most revealing form that any value has.
  private Form form() {
    for (Form form : Form.values()) {
      if (valuesByForm[form.ordinal()] > 0) {
        return form;
      }
    }
    return Form.CLEAR;
  }
}
