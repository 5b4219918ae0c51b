package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A path of a data set, such as `properties.$city`, with what its values turned out to be. The
/// nodes form a tree, so that reading a row needs no text of a path. Not thread-safe.
final class PathNode {
  /// Distinct values are counted to this.
  static final int DISTINCT_MAX = 1_000_000;

  private static final double WHOLE_FIELD_SHARE = 0.5;

  private final String path;
  private final List<String> names;
  private final long marks;
  private final @Nullable FieldMeaning[] meanings =
      new @Nullable FieldMeaning[RowShape.values().length];
  private final long[] valuesByShape = new long[RowShape.values().length];
  private final Map<String, PathNode> children = new HashMap<>();
  private final HashSet64 distinct = new HashSet64(DISTINCT_MAX);
  private final long[] valuesByForm = new long[Form.values().length];
  private final Map<DataCategory, Long> detections = new EnumMap<>(DataCategory.class);
  private long values;

  /// @param names the path's names, without the items of arrays
  PathNode(String path, List<String> names) {
    this.path = path;
    this.names = names;
    this.marks = RowMark.of(String.join(".", names));
  }

  String path() {
    return path;
  }

  List<String> names() {
    return names;
  }

  /// What the path tells about the shape of its row, a union of [RowMark#bit].
  long marks() {
    return marks;
  }

  /// What the field means in rows of a shape.
  FieldMeaning meaning(RowShape shape) {
    FieldMeaning meaning = meanings[shape.ordinal()];
    if (meaning == null) {
      meaning = FieldNames.meaning(shape, names);
      meanings[shape.ordinal()] = meaning;
    }
    return meaning;
  }

  /// What the field means in the shape that most of its values stand in.
  FieldMeaning meaning() {
    RowShape most = RowShape.TABLE;
    for (RowShape shape : RowShape.values()) {
      if (valuesByShape[shape.ordinal()] > valuesByShape[most.ordinal()]) {
        most = shape;
      }
    }
    return meaning(most);
  }

  Optional<PathNode> child(String name) {
    return Optional.ofNullable(children.get(name));
  }

  void add(String name, PathNode child) {
    children.put(name, child);
  }

  /// Counts a value.
  void count(RowShape shape, Form form, long hash) {
    values++;
    valuesByShape[shape.ordinal()]++;
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
    FieldMeaning meaning = meaning();
    if (meaning.category().isEmpty()) {
      Optional<DataCategory> found = categoryByValues();
      if (found.isPresent()) {
        meaning = new FieldMeaning(found, Slot.NONE, FieldMeaning.VALUES, 0.5, false);
      }
    }
    return new Assessment.Field(path, meaning, form(), values, distinct.size());
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
