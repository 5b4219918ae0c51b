package dev.firebreak.incident;

import dev.firebreak.taxonomy.DataCategory;
import java.util.EnumMap;
import java.util.Map;

/// A stolen row of an invented person, with the same kinds of data in clear as a real one: what the
/// lure shows, without any real value.
final class SyntheticRow {
  private static final Map<DataCategory, String> VALUES = values();

  private SyntheticRow() {}

  private static Map<DataCategory, String> values() {
    Map<DataCategory, String> values = new EnumMap<>(DataCategory.class);
    values.put(DataCategory.NAME, "Ines Okafor");
    values.put(DataCategory.EMAIL, "ines.okafor@example.org");
    values.put(DataCategory.PHONE, "+351 210 000 000");
    values.put(DataCategory.POSTAL_ADDRESS, "Rua Exemplo 1, 4000 Porto");
    values.put(DataCategory.USERNAME, "ines-okafor");
    values.put(DataCategory.ACCOUNT_ID, "acct-000000");
    values.put(DataCategory.ORGANIZATION_ID, "org-0000");
    values.put(DataCategory.WORKPLACE, "Example Mills");
    values.put(DataCategory.JOB_TITLE, "Head of accounts");
    values.put(DataCategory.IP_ADDRESS, "192.0.2.17");
    values.put(DataCategory.COUNTRY, "PT");
    values.put(DataCategory.REGION, "Porto district");
    values.put(DataCategory.CITY, "Porto");
    values.put(DataCategory.USER_AGENT, "Firefox 144 on Linux");
    values.put(DataCategory.LOCALE, "pt-PT");
    values.put(DataCategory.REFERRER, "https://search.example/?q=invoices");
    values.put(DataCategory.BROWSING_HISTORY, "https://app.example.com/o/org-0000/billing");
    values.put(DataCategory.SEARCH_HISTORY, "change bank account");
    values.put(DataCategory.BEHAVIOR, "Invited a colleague");
    values.put(DataCategory.PURCHASE_HISTORY, "Team plan, 12 seats");
    return values;
  }

  /// The row of an invented person; categories without a sample value show that they are there.
  ///
  /// @param clear the categories in clear, as mask
  static Map<DataCategory, String> of(long clear) {
    Map<DataCategory, String> row = new EnumMap<>(DataCategory.class);
    for (DataCategory category : DataCategory.ofMask(clear)) {
      row.put(category, VALUES.getOrDefault(category, "[a value]"));
    }
    return row;
  }
}
