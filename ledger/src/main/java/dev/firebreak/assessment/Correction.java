package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.Optional;

/// What an operator says that a field means; nothing that is found out overrules it.
///
/// @param category empty for what holds no personal data, or is not to be judged
public record Correction(Optional<DataCategory> category, Slot slot) {
  /// With the slot that goes with the category.
  public static Correction of(DataCategory category) {
    Slot slot =
        switch (category) {
          case ACCOUNT_ID -> Slot.USER_ID;
          case DEVICE_ID -> Slot.DEVICE_ID;
          default -> FieldMeaning.slotOf(category);
        };
    return new Correction(Optional.of(category), slot);
  }

  FieldMeaning meaning() {
    return new FieldMeaning(category, slot, FieldMeaning.OPERATOR, 1, false);
  }
}
