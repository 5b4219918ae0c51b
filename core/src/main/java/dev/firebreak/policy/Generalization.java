package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A coarser form of a value. The order is by strictness: what comes later tells less.
public enum Generalization {
  /// A place: city and what is coarser; finer fields are dropped.
  CITY,
  /// A place: region and country.
  REGION,
  /// A place: country alone.
  COUNTRY,
  /// A time cut down to its hour, UTC.
  HOUR,
  /// A time cut down to its day, UTC.
  DAY,
  /// A number cut down to the step below it of 1, 2, 5, 10, 20, 50 ...
  BAND,
  /// An address cut down to its network: IPv4 /24, IPv6 /48.
  PREFIX,
  /// A user agent cut down to the family's name, without versions and models.
  FAMILY,
  /// A URL without query and fragment, its path with ids replaced by `:id`.
  TEMPLATE,
  /// A URL cut down to scheme and host.
  ORIGIN;

  private static final Set<DataCategory> PLACES =
      EnumSet.of(
          DataCategory.COUNTRY,
          DataCategory.REGION,
          DataCategory.CITY,
          DataCategory.PRECISE_LOCATION);
  private static final Set<DataCategory> TIMES =
      EnumSet.of(
          DataCategory.BEHAVIOR,
          DataCategory.PURCHASE_HISTORY,
          DataCategory.MEDIA_CONSUMPTION,
          DataCategory.ACCOUNT_SETTINGS,
          DataCategory.OPERATIONS,
          DataCategory.TELEMETRY);
  private static final Set<DataCategory> NUMBERS =
      EnumSet.of(
          DataCategory.BEHAVIOR,
          DataCategory.PURCHASE_HISTORY,
          DataCategory.MEDIA_CONSUMPTION,
          DataCategory.ACCOUNT_SETTINGS,
          DataCategory.DEMOGRAPHIC,
          DataCategory.PAYMENT,
          DataCategory.DEVICE,
          DataCategory.OPERATIONS,
          DataCategory.TELEMETRY);
  private static final Set<DataCategory> URLS =
      EnumSet.of(DataCategory.REFERRER, DataCategory.BROWSING_HISTORY, DataCategory.CONTACT_URL);

  /// The word in a policy.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The generalization that a policy's word names.
  public static Optional<Generalization> ofLabel(String label) {
    for (Generalization level : values()) {
      if (level.label().equals(label)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /// Whether values of the category can have this form.
  public boolean fits(DataCategory category) {
    return switch (this) {
      case CITY, REGION, COUNTRY -> PLACES.contains(category);
      case HOUR, DAY -> TIMES.contains(category);
      case BAND -> NUMBERS.contains(category);
      case PREFIX -> category == DataCategory.IP_ADDRESS;
      case FAMILY -> category == DataCategory.USER_AGENT;
      case TEMPLATE, ORIGIN -> URLS.contains(category);
    };
  }
}
