package dev.firebreak.assessment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.firebreak.taxonomy.DataCategory;
import java.util.Optional;

/// What a field means, and why that is thought. Immutable.
///
/// @param category empty where nothing tells
/// @param slot its part in finding people
/// @param reason `dialect`, `key name`, `values`, `operator`; empty where nothing tells
/// @param confidence 0 to 1; docs/reference/assessment.md says how it is reckoned
/// @param addedByVendor true for what the vendor derives by itself, as a city from an address
public record FieldMeaning(
    Optional<DataCategory> category,
    Slot slot,
    String reason,
    double confidence,
    boolean addedByVendor) {
  static final String DIALECT = "dialect";
  static final String KEY_NAME = "key name";
  static final String VALUES = "values";
  static final String OPERATOR = "operator";

  /// Nothing known.
  static final FieldMeaning NONE = new FieldMeaning(Optional.empty(), Slot.NONE, "", 0, false);

  public FieldMeaning {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("a confidence is 0 to 1");
    }
  }

  /// True for what an operator said.
  @JsonIgnore
  public boolean isByOperator() {
    return reason.equals(OPERATOR);
  }

  FieldMeaning withSlot(Slot other) {
    return new FieldMeaning(category, other, reason, confidence, addedByVendor);
  }

  FieldMeaning withConfidence(double other) {
    return new FieldMeaning(category, slot, reason, other, addedByVendor);
  }

  /// The slot that a category has where nothing more is known.
  static Slot slotOf(DataCategory category) {
    return switch (category) {
      case EMAIL -> Slot.EMAIL;
      case PHONE -> Slot.PHONE;
      case NAME -> Slot.NAME;
      case COUNTRY -> Slot.COUNTRY;
      case REGION -> Slot.REGION;
      case CITY -> Slot.CITY;
      case ORGANIZATION_ID -> Slot.ORGANIZATION;
      case WORKPLACE -> Slot.WORKPLACE;
      case LOCALE -> Slot.LOCALE;
      case DATE_OF_BIRTH -> Slot.BIRTH_DATE;
      case JOB_TITLE -> Slot.JOB_TITLE;
      case IP_ADDRESS -> Slot.IP_ADDRESS;
      default -> Slot.NONE;
    };
  }
}
