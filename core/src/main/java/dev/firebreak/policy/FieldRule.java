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
record FieldRule(
    Slot slot,
    @Nullable DataCategory category,
    Treatment treatment,
    boolean ruled,
    boolean knownKey,
    boolean keyDropped) {
  /// True where nothing at all is known of the field and what is unknown is withheld: its name is
  /// then withheld with it, whatever its value turns out to be.
  boolean hidesWhole() {
    return category == null && !ruled && !knownKey && treatment.withholds();
  }
}
