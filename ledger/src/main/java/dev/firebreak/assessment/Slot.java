package dev.firebreak.assessment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The part that a field plays in finding people and measuring risk, beside its category.
public enum Slot {
  NONE,
  /// The company's own id of the person, by a name that means nobody else.
  USER_ID,
  /// The vendor's canonical id of the person.
  DISTINCT_ID,
  /// An id of a member or customer: the person's own only where the row has no id of the above.
  MEMBER_ID,
  /// An id of an account, which may be a company's: counts after all others of its kind.
  REFERENCE_ID,
  /// An id of some account, whose is not said: never the row's own.
  MENTIONED_ID,
  /// An id that is taken only where a row has no better one: a table's `id`.
  WEAK_ID,
  /// An id of a device or an anonymous visitor.
  DEVICE_ID,
  /// Another id of the same person: an alias, the id before identity.
  OTHER_ID,
  /// One of several ids that the vendor has merged into one person, or its own key of the person.
  MERGED_ID,
  /// The person's own address.
  EMAIL,
  /// An address that may be anybody's: a recipient's, an inviter's.
  OTHER_EMAIL,
  PHONE,
  EVENT,
  TIME,
  NAME,
  COUNTRY,
  REGION,
  CITY,
  BROWSER,
  BROWSER_VERSION,
  OS,
  REFERRER,
  /// Used where the row has no referrer itself.
  REFERRING_DOMAIN,
  ORGANIZATION,
  WORKPLACE,
  LOCALE,
  BIRTH_DATE,
  GENDER,
  AGE,
  POSTCODE,
  JOB_TITLE,
  IP_ADDRESS,
  LATITUDE,
  LONGITUDE,
  TIME_ZONE;

  /// As mapping files and commands spell it: `user-id`.
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The slot of this spelling.
  public static Optional<Slot> ofKey(String key) {
    return Arrays.stream(values()).filter(slot -> slot.key().equals(key)).findFirst();
  }
}
