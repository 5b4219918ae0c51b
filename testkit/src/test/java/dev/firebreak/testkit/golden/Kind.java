package dev.firebreak.testkit.golden;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The kinds of data that golden incidents have, by the keys of the taxonomy. Written down here
/// anew, so that the truth does not come from what it judges.
enum Kind {
  NAME("user.name"),
  EMAIL("user.contact.email"),
  PHONE("user.contact.phone_number"),
  ACCOUNT("user.unique_id"),
  DEVICE("user.device.device_id"),
  SESSION("user.unique_id.session"),
  ORGANIZATION("org.identifier"),
  WORKPLACE("user.workplace"),
  JOB_TITLE("user.job_title"),
  IP("user.device.ip_address"),
  COUNTRY("user.location.imprecise.country"),
  REGION("user.location.imprecise.region"),
  CITY("user.location.imprecise.city"),
  PRECISE_PLACE("user.location.precise"),
  USER_AGENT("user.device.user_agent"),
  LOCALE("user.device.locale"),
  REFERRER("user.behavior.referrer"),
  PAGES("user.behavior.browsing_history"),
  SEARCHES("user.behavior.search_history"),
  BEHAVIOR("user.behavior"),
  PURCHASES("user.behavior.purchase_history"),
  CAMPAIGN("user.behavior.campaign"),
  SETTINGS("user.account.settings"),
  BIRTH("user.demographic.date_of_birth"),
  TEXT("user.content.private"),
  CREDENTIAL("user.authorization.credentials"),
  API_KEY("system.authentication.api_key"),
  CARD("user.financial.credit_card"),
  PREFERENCES("user.privacy_preferences"),
  CONTACT_URL("user.contact.url"),
  POSTAL_ADDRESS("user.contact.address"),
  USERNAME("user.account.username"),
  ADVERTISING_ID("user.device.advertising_id"),
  OTHER_OF_DEVICE("user.device"),
  MEDIA("user.behavior.media_consumption"),
  DEMOGRAPHIC("user.demographic"),
  PUBLIC_TEXT("user.content.public"),
  PROMPT("user.content.prompt"),
  PASSWORD("user.authorization.password"),
  BANK_ACCOUNT("user.financial.bank_account"),
  PAYMENT("user.payment"),
  GOVERNMENT_ID("user.government_id"),
  HEALTH("user.health_and_medical"),
  BIOMETRIC("user.biometric"),
  SPECIAL("user.special_category"),
  CHILDREN("user.childrens"),
  TELEMETRY("user.telemetry"),
  OPERATIONS("system.operations"),
  UNCLASSIFIED("unclassified");

  /// What tells nothing of a person, so that its absence is no news.
  private static final Set<Kind> OF_NOBODY = EnumSet.of(TELEMETRY, OPERATIONS, UNCLASSIFIED);

  /// Of these only some makers' forms can be known by a value, so a search alone is never whole.
  private static final Set<Kind> PARTLY_KNOWN = EnumSet.of(CREDENTIAL, API_KEY);

  /// What can be known by a value alone, so that a search for it can end without a find.
  private static final Set<Kind> SEARCHED = EnumSet.of(EMAIL, PHONE, IP, CREDENTIAL, API_KEY, CARD);

  private final String key;

  Kind(String key) {
    this.key = key;
  }

  /// The grade of its absence from a data set (DESIGN section 8).
  ///
  /// @param neverSent whether the ledger can say that it was never sent
  /// @return empty where nothing can be said
  Optional<String> absence(boolean neverSent) {
    boolean searched = SEARCHED.contains(this);
    if (OF_NOBODY.contains(this) || !(searched || neverSent)) {
      return Optional.empty();
    }
    if (!neverSent) {
      return Optional.of("searched");
    }
    return Optional.of(searched && !PARTLY_KNOWN.contains(this) ? "both" : "never_sent");
  }

  boolean isOfNobody() {
    return OF_NOBODY.contains(this);
  }

  String key() {
    return key;
  }
}
