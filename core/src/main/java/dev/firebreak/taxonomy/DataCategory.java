package dev.firebreak.taxonomy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A kind of personal or operational data, with its canonical key and its bit.
///
/// Keys are fideslang's (Ethyca, CC-BY-4.0) with children of our own where it has none. Bits are
/// frozen and never reused: they stand in journals, ledgers and reports that outlive this program.
/// A mask is a signed 64-bit integer that uses bits 0 to 62.
public enum DataCategory {
  NAME(0, "user.name"),
  EMAIL(1, "user.contact.email"),
  PHONE(2, "user.contact.phone_number"),
  POSTAL_ADDRESS(3, "user.contact.address"),
  CONTACT_URL(4, "user.contact.url"),
  USERNAME(5, "user.account.username"),
  ACCOUNT_ID(6, "user.unique_id"),
  DEVICE_ID(7, "user.device.device_id"),
  SESSION_ID(8, "user.unique_id.session"),
  ADVERTISING_ID(9, "user.device.advertising_id"),
  ORGANIZATION_ID(10, "org.identifier"),
  WORKPLACE(11, "user.workplace"),
  JOB_TITLE(12, "user.job_title"),
  IP_ADDRESS(13, "user.device.ip_address"),
  COUNTRY(14, "user.location.imprecise.country"),
  REGION(15, "user.location.imprecise.region"),
  CITY(16, "user.location.imprecise.city"),
  PRECISE_LOCATION(17, "user.location.precise"),
  USER_AGENT(18, "user.device.user_agent"),
  DEVICE(19, "user.device"),
  LOCALE(20, "user.device.locale"),
  REFERRER(21, "user.behavior.referrer"),
  BROWSING_HISTORY(22, "user.behavior.browsing_history"),
  SEARCH_HISTORY(23, "user.behavior.search_history"),
  BEHAVIOR(24, "user.behavior"),
  PURCHASE_HISTORY(25, "user.behavior.purchase_history"),
  MEDIA_CONSUMPTION(26, "user.behavior.media_consumption"),
  CAMPAIGN(27, "user.behavior.campaign"),
  ACCOUNT_SETTINGS(28, "user.account.settings"),
  DEMOGRAPHIC(29, "user.demographic"),
  DATE_OF_BIRTH(30, "user.demographic.date_of_birth"),
  PRIVATE_CONTENT(31, "user.content.private"),
  PUBLIC_CONTENT(32, "user.content.public"),
  PROMPT(33, "user.content.prompt"),
  PASSWORD(34, "user.authorization.password"),
  CREDENTIALS(35, "user.authorization.credentials"),
  API_KEY(36, "system.authentication.api_key"),
  CREDIT_CARD(37, "user.financial.credit_card"),
  BANK_ACCOUNT(38, "user.financial.bank_account"),
  PAYMENT(39, "user.payment"),
  GOVERNMENT_ID(40, "user.government_id"),
  HEALTH(41, "user.health_and_medical"),
  BIOMETRIC(42, "user.biometric"),
  SPECIAL_CATEGORY(43, "user.special_category"),
  CHILDRENS(44, "user.childrens"),
  PRIVACY_PREFERENCES(45, "user.privacy_preferences"),
  TELEMETRY(46, "user.telemetry"),
  OPERATIONS(47, "system.operations"),
  UNCLASSIFIED(62, "unclassified");

  private static final Map<String, DataCategory> BY_KEY = byKey();
  private static final DataCategory[] BY_BIT = byBit();

  private final int bit;
  private final String key;

  DataCategory(int bit, String key) {
    this.bit = bit;
    this.key = key;
  }

  /// The frozen bit number, 0 to 62.
  public int bit() {
    return bit;
  }

  /// The canonical dotted key, such as `user.contact.email`.
  public String key() {
    return key;
  }

  /// The mask with this category's bit alone.
  public long mask() {
    return 1L << bit;
  }

  /// The category with exactly this canonical key; aliases and prefixes are the taxonomy's matter.
  public static Optional<DataCategory> ofKey(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  /// The categories of a mask, by ascending bit; unknown bits are left out.
  public static List<DataCategory> ofMask(long mask) {
    List<DataCategory> categories = new ArrayList<>(Long.bitCount(mask));
    for (long rest = mask & Long.MAX_VALUE; rest != 0; rest &= rest - 1) {
      DataCategory category = BY_BIT[Long.numberOfTrailingZeros(rest)];
      if (category != null) {
        categories.add(category);
      }
    }
    return Collections.unmodifiableList(categories);
  }

  /// The keys of a mask's categories, in the same order.
  public static List<String> keysOfMask(long mask) {
    return ofMask(mask).stream().map(DataCategory::key).toList();
  }

  private static Map<String, DataCategory> byKey() {
    Map<String, DataCategory> map = new HashMap<>();
    for (DataCategory category : values()) {
      map.put(category.key, category);
    }
    return Map.copyOf(map);
  }

  private static DataCategory[] byBit() {
    DataCategory[] categories = new DataCategory[Long.SIZE];
    for (DataCategory category : values()) {
      categories[category.bit] = category;
    }
    return categories;
  }
}
