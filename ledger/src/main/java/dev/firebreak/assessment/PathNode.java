package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A path of a data set, such as `properties.$city`, with what its values turned out to be. The
/// nodes form a tree, so that reading a row needs no text of a path.
///
/// Not thread-safe: the tree and the use of the cache are the reader's, meaning and counts belong
/// to whoever interprets the rows.
final class PathNode {
  /// Distinct values are counted to this.
  static final int DISTINCT_MAX = 1_000_000;

  /// Fields whose values are sampled for looking up accounts; further ones are not.
  private static final int SAMPLED_FIELDS_MAX = 2_000;

  private final int number;
  private final String path;
  private final List<String> names;
  private final long marks;
  private final @Nullable FieldMeaning[] meanings =
      new @Nullable FieldMeaning[RowShape.values().length];
  private final long[] valuesByShape = new long[RowShape.values().length];
  private final Map<String, PathNode> children = new HashMap<>();
  private final long[] valuesByForm = new long[Form.values().length];
  private final Map<DataCategory, Long> detections = new EnumMap<>(DataCategory.class);
  private final SlotBudget budget;
  private final CacheUse cacheUse = new CacheUse();
  private HashSet64 distinct;
  private ValueCounts counts = new ValueCounts();
  private @Nullable FieldMeaning correction;
  private @Nullable FieldMeaning ofValues;
  private long values;

  /// @param number from 0, in the order in which the nodes were made
  /// @param names the path's names, without the items of arrays
  /// @param budget for the distinct values of all nodes
  PathNode(int number, String path, List<String> names, SlotBudget budget) {
    this.budget = budget;
    this.distinct = new HashSet64(DISTINCT_MAX, budget);
    this.number = number;
    this.path = path;
    this.names = names;
    this.marks = RowMark.of(String.join(".", names));
  }

  int number() {
    return number;
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

  /// What an operator says that the field means.
  void correct(Correction by) {
    correction = by.meaning();
  }

  /// What the values say that the field means, where its names say nothing.
  void decide(FieldMeaning meaning) {
    ofValues = meaning;
  }

  /// What the field means in rows of a shape.
  FieldMeaning meaning(RowShape shape) {
    FieldMeaning corrected = correction;
    if (corrected != null) {
      return corrected;
    }
    FieldMeaning named = named(shape);
    FieldMeaning found = ofValues;
    return found != null && isNothing(named) ? found : named;
  }

  private FieldMeaning named(RowShape shape) {
    FieldMeaning meaning = meanings[shape.ordinal()];
    if (meaning == null) {
      meaning = FieldNames.meaning(shape, names);
      meanings[shape.ordinal()] = meaning;
    }
    return meaning;
  }

  private static boolean isNothing(FieldMeaning meaning) {
    return meaning.category().isEmpty() && meaning.slot() == Slot.NONE;
  }

  /// True for a field with values of which neither a name nor an operator says what it means.
  boolean isUnexplained() {
    return values > 0 && correction == null && isNothing(named(mostly()));
  }

  boolean hasSlot(Slot slot) {
    return values > 0 && meaning().slot() == slot;
  }

  /// @param inAccounts how many sampled values the accounts have
  FieldMeaning meaningOfValues(Map<DataCategory, Integer> inAccounts) {
    return ValueMeaning.of(detections, values, counts, inAccounts);
  }

  ValueCounts counts() {
    return counts;
  }

  /// What the field means in the shape that most of its values stand in.
  FieldMeaning meaning() {
    return meaning(mostly());
  }

  private RowShape mostly() {
    RowShape most = RowShape.TABLE;
    for (RowShape shape : RowShape.values()) {
      if (valuesByShape[shape.ordinal()] > valuesByShape[most.ordinal()]) {
        most = shape;
      }
    }
    return most;
  }

  Optional<PathNode> child(String name) {
    return Optional.ofNullable(children.get(name));
  }

  void add(String name, PathNode child) {
    children.put(name, child);
  }

  /// Whether the reader looks the field's next value up in its cache.
  boolean asksCache() {
    return cacheUse.asks();
  }

  void foundInCache() {
    cacheUse.found();
  }

  /// Counts a value.
  void count(RowShape shape, Form form, long hash) {
    values++;
    valuesByShape[shape.ordinal()]++;
    valuesByForm[form.ordinal()]++;
    distinct.add(hash);
  }

  /// Counts how a value looks; of a field that means nothing yet keeps a sample.
  void look(FieldMeaning meaning, ValueShape look, String value, long hash) {
    counts.count(look, value.length());
    if (number <= SAMPLED_FIELDS_MAX && isNothing(meaning)) {
      counts.sample(value, hash);
    }
  }

  /// Forgets all values, but not what the field means.
  void forgetValues() {
    values = 0;
    Arrays.fill(valuesByForm, 0);
    Arrays.fill(valuesByShape, 0);
    detections.clear();
    distinct.release();
    distinct = new HashSet64(DISTINCT_MAX, budget);
    counts = new ValueCounts();
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
    ValueProfile profile = counts.profile();
    FieldMeaning meaning = ValueMeaning.weighed(meaning(), detections, values, profile);
    return new Assessment.Field(
        path, meaning, form(), values, distinct.size(), profile, detections);
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
