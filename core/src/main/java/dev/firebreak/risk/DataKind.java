package dev.firebreak.risk;

import dev.firebreak.taxonomy.DataCategory;

/// The kinds of data that ENISA's method tells apart, with a low and a high reading each; whatever
/// stands in none of them is simple and reads 1.
public enum DataKind {
  BEHAVIORAL(
      "behavioral",
      1,
      2,
      of(
          DataCategory.PRECISE_LOCATION,
          DataCategory.IP_ADDRESS,
          DataCategory.REFERRER,
          DataCategory.BROWSING_HISTORY,
          DataCategory.SEARCH_HISTORY,
          DataCategory.BEHAVIOR,
          DataCategory.PURCHASE_HISTORY,
          DataCategory.MEDIA_CONSUMPTION,
          DataCategory.CAMPAIGN)),
  FINANCIAL(
      "financial",
      2,
      3,
      of(DataCategory.PAYMENT, DataCategory.BANK_ACCOUNT, DataCategory.GOVERNMENT_ID)),
  CARD("full card", 3, 4, of(DataCategory.CREDIT_CARD)),
  CREDENTIAL(
      "opens accounts",
      2,
      4,
      of(DataCategory.PASSWORD, DataCategory.CREDENTIALS, DataCategory.API_KEY)),
  CONTENT(
      "content that may be anything", 2, 4, of(DataCategory.PRIVATE_CONTENT, DataCategory.PROMPT)),
  SENSITIVE(
      "sensitive",
      3,
      4,
      of(
          DataCategory.HEALTH,
          DataCategory.BIOMETRIC,
          DataCategory.SPECIAL_CATEGORY,
          DataCategory.CHILDRENS));

  private final String words;
  private final int low;
  private final int high;
  private final long mask;

  DataKind(String words, int low, int high, long mask) {
    this.words = words;
    this.low = low;
    this.high = high;
    this.mask = mask;
  }

  private static long of(DataCategory... categories) {
    long mask = 0;
    for (DataCategory category : categories) {
      mask |= category.mask();
    }
    return mask;
  }

  /// As the report says it.
  public String words() {
    return words;
  }

  /// The reading that favors the controller, 1 to 4.
  public int low() {
    return low;
  }

  /// The reading that favors the people, 1 to 4.
  public int high() {
    return high;
  }

  /// Its categories.
  public long mask() {
    return mask;
  }
}
