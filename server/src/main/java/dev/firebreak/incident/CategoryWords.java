package dev.firebreak.incident;

import dev.firebreak.taxonomy.DataCategory;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Data categories in the words of a report: exact enough for an authority, without keys.
final class CategoryWords {
  private CategoryWords() {}

  static String of(DataCategory category) {
    return switch (category) {
      case EMAIL -> "e-mail address";
      case PHONE -> "telephone number";
      case CONTACT_URL -> "personal web address";
      case USERNAME -> "user name";
      case ACCOUNT_ID -> "account id";
      case DEVICE_ID -> "device id or cookie";
      case SESSION_ID -> "session id";
      case ORGANIZATION_ID -> "organization id";
      case WORKPLACE -> "organization's name";
      case IP_ADDRESS -> "IP address";
      case PRECISE_LOCATION -> "precise location";
      case USER_AGENT -> "browser and system";
      case DEVICE -> "other facts about the device";
      case LOCALE -> "language and time zone";
      case REFERRER -> "referring page";
      case BROWSING_HISTORY -> "pages opened";
      case SEARCH_HISTORY -> "searches";
      case BEHAVIOR -> "actions in the product with their times";
      case PURCHASE_HISTORY -> "purchases";
      case MEDIA_CONSUMPTION -> "media watched, read or heard";
      case CAMPAIGN -> "advertising campaign";
      case ACCOUNT_SETTINGS -> "plan and settings";
      case DEMOGRAPHIC -> "demographic facts";
      case PRIVATE_CONTENT -> "private texts and content";
      case PUBLIC_CONTENT -> "public texts and content";
      case PROMPT -> "chats with the product";
      case CREDENTIALS -> "codes and session tokens";
      case API_KEY -> "API key";
      case CREDIT_CARD -> "payment card number";
      case PAYMENT -> "payments";
      case GOVERNMENT_ID -> "government id number";
      case HEALTH -> "health data";
      case BIOMETRIC -> "biometric data";
      case SPECIAL_CATEGORY -> "special categories (GDPR Art. 9, 10)";
      case CHILDRENS -> "data about children";
      case PRIVACY_PREFERENCES -> "privacy choices";
      case TELEMETRY -> "product telemetry";
      case OPERATIONS -> "technical data of operations";
      case UNCLASSIFIED -> "data whose kind nobody has stated";
      case NAME,
          POSTAL_ADDRESS,
          ADVERTISING_ID,
          JOB_TITLE,
          COUNTRY,
          REGION,
          CITY,
          DATE_OF_BIRTH,
          PASSWORD,
          BANK_ACCOUNT ->
          category.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  /// Words for a category's key; the key where no category has it.
  static String ofKey(String key) {
    return DataCategory.ofKey(key).map(CategoryWords::of).orElse(key);
  }

  /// In the order of the taxonomy, with commas; `none` for none.
  static String list(List<DataCategory> categories) {
    return categories.isEmpty()
        ? "none"
        : String.join(
            ", ",
            categories.stream().sorted(Comparator.naturalOrder()).map(CategoryWords::of).toList());
  }

  static String list(long mask) {
    return list(DataCategory.ofMask(mask));
  }
}
