package dev.firebreak.assessment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The part that a field plays in finding people and measuring risk, beside its category.
public enum Slot {
  NONE,
  /// The company's own id of the person, or the vendor's canonical one.
  USER_ID,
  /// An id that is taken only where a row has no better one: a table's `id`.
  WEAK_ID,
  /// An id of a device or an anonymous visitor.
  DEVICE_ID,
  /// Another id of the same person: an alias, the id before identity, a merged id, the vendor's own
  /// key of the person.
  OTHER_ID,
  EMAIL,
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
  LOCALE;

  /// As mapping files and commands spell it: `user-id`.
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The slot of this spelling.
  public static Optional<Slot> ofKey(String key) {
    return Arrays.stream(values()).filter(slot -> slot.key().equals(key)).findFirst();
  }
}
