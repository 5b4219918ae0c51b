package dev.firebreak.notice;

import dev.firebreak.taxonomy.DataCategory;

/// Data categories in words that anybody understands; no value, no jargon.
public final class PlainWords {
  private PlainWords() {}

  /// In the second person where it is about the person: `your name`.
  public static String of(DataCategory category) {
    return switch (category) {
      case NAME -> "your name";
      case EMAIL -> "your mail address";
      case PHONE -> "your phone number";
      case POSTAL_ADDRESS -> "your postal address";
      case CONTACT_URL -> "the address of your web page";
      case USERNAME -> "your user name";
      case ACCOUNT_ID -> "your account number with us";
      case DEVICE_ID -> "a number that stands for your device";
      case SESSION_ID -> "a number that stands for a visit";
      case ADVERTISING_ID -> "the ad number of your device";
      case ORGANIZATION_ID -> "the number of your team or firm with us";
      case WORKPLACE -> "the name of your team or firm";
      case JOB_TITLE -> "your job title";
      case IP_ADDRESS -> "your IP address";
      case COUNTRY -> "your country";
      case REGION -> "your state or region";
      case CITY -> "your city";
      case PRECISE_LOCATION -> "your exact place";
      case USER_AGENT -> "your browser and system";
      case DEVICE -> "facts about your device, such as its screen size";
      case LOCALE -> "your language and time zone";
      case REFERRER -> "the page that led you to us";
      case BROWSING_HISTORY -> "pages that you opened";
      case SEARCH_HISTORY -> "what you searched for";
      case BEHAVIOR -> "what you did in our product, and when";
      case PURCHASE_HISTORY -> "what you bought";
      case MEDIA_CONSUMPTION -> "what you watched, read or heard";
      case CAMPAIGN -> "the ad that led you to us";
      case ACCOUNT_SETTINGS -> "your plan and settings";
      case DEMOGRAPHIC -> "facts such as your age group";
      case DATE_OF_BIRTH -> "your date of birth";
      case PRIVATE_CONTENT -> "texts that you wrote";
      case PUBLIC_CONTENT -> "texts that you made public";
      case PROMPT -> "your chats with our product";
      case PASSWORD -> "your password";
      case CREDENTIALS -> "codes that open your account";
      case API_KEY -> "your API keys";
      case CREDIT_CARD -> "your card number";
      case BANK_ACCOUNT -> "your bank account";
      case PAYMENT -> "your payments";
      case GOVERNMENT_ID -> "the number of your passport or ID card";
      case HEALTH -> "facts about your health";
      case BIOMETRIC -> "your face, voice or finger print";
      case SPECIAL_CATEGORY -> "facts such as your faith, views or sex life";
      case CHILDRENS -> "facts about a child";
      case PRIVACY_PREFERENCES -> "your privacy choices";
      case TELEMETRY -> "data on how our product ran";
      case OPERATIONS -> "data on how our systems ran";
      case UNCLASSIFIED -> "some data that we still have to look into";
    };
  }
}
