package dev.firebreak.detect;

import dev.firebreak.taxonomy.DataCategory;
import java.util.Locale;

/// What a detector recognises, with the category that it has by itself.
public enum DetectionType {
  EMAIL(DataCategory.EMAIL),
  PHONE(DataCategory.PHONE),
  IPV4(DataCategory.IP_ADDRESS),
  IPV6(DataCategory.IP_ADDRESS),
  CARD(DataCategory.CREDIT_CARD),
  JWT(DataCategory.CREDENTIALS),
  VENDOR_KEY(DataCategory.API_KEY),
  PRIVATE_KEY(DataCategory.API_KEY),
  AUTHORIZATION(DataCategory.CREDENTIALS),
  URL_CREDENTIALS(DataCategory.CREDENTIALS),
  URL_TOKEN(DataCategory.CREDENTIALS),
  /// A value with a telling key inside a query or nested JSON; its category is the key's.
  KEYED_VALUE(DataCategory.PRIVATE_CONTENT),
  /// A name, e-mail address or phone number that the same event states in another field.
  SELF_REFERENCE(DataCategory.NAME),
  /// What lies beyond the scan limit.
  UNSCANNED(DataCategory.UNCLASSIFIED);

  private final DataCategory category;

  DetectionType(DataCategory category) {
    this.category = category;
  }

  public DataCategory category() {
    return category;
  }

  /// The name in documents, such as `vendor-key`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
