package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;
import org.jspecify.annotations.Nullable;

/// What is decided about a field before its value is seen.
///
/// @param slot its part in the vendor's protocol
/// @param category null where only the value can tell
/// @param treatment what becomes of the value
/// @param ruled true where a property rule decided, also for fields without a category
/// @param knownKey true where the key itself can hold no personal value
/// @param keyDropped true where the key holds a value that may not go out
/// @param before what was decided about the field when the message was treated the first time; null
///   where this is the first time
record FieldRule(
    Slot slot,
    @Nullable DataCategory category,
    Treatment treatment,
    boolean ruled,
    boolean knownKey,
    boolean keyDropped,
    @Nullable FieldRule before) {
  FieldRule(
      Slot slot,
      @Nullable DataCategory category,
      Treatment treatment,
      boolean ruled,
      boolean knownKey,
      boolean keyDropped) {
    this(slot, category, treatment, ruled, knownKey, keyDropped, null);
  }

  /// The same, for a message that was treated once.
  FieldRule after(@Nullable FieldRule first) {
    return first == null && before == null
        ? this
        : new FieldRule(slot, category, treatment, ruled, knownKey, keyDropped, first);
  }

  /// What may be done to the value, which was treated once: never less than then.
  Treatment strictest() {
    FieldRule first = before;
    return first == null ? treatment : treatment.stricter(first.treatment());
  }

  /// True where nothing at all is known of the field and what is unknown is withheld: its name is
  /// then withheld with it, whatever its value turns out to be.
  boolean hidesWhole() {
    return category == null && !ruled && !knownKey && treatment.withholds();
  }
}
