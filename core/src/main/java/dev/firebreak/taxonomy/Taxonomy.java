package dev.firebreak.taxonomy;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the category behind a dotted key, whichever taxonomy's spelling it has: the canonical key
/// itself, a finer fideslang key below it, or an IAB Tech Lab spelling.
///
/// A finer key is an alias of the longest table key above it (`user.name.first` is `user.name`),
/// unless the table of exceptions says otherwise. Both taxonomies are CC-BY-4.0.
public final class Taxonomy {
  private static final Map<String, DataCategory> ALIASES =
      Map.ofEntries(
          entry("user.contact.address.city", DataCategory.CITY),
          entry("user.contact.address.state", DataCategory.REGION),
          entry("user.contact.address.country", DataCategory.COUNTRY),
          entry("user.contact.organization", DataCategory.WORKPLACE),
          entry("user.contact.social_url", DataCategory.CONTACT_URL),
          entry("user.professional_information", DataCategory.JOB_TITLE),
          entry("user.settings", DataCategory.ACCOUNT_SETTINGS),
          entry("user.device.cookie_id", DataCategory.DEVICE_ID),
          entry("user.device.cookie", DataCategory.DEVICE_ID),
          entry("user.device.telemetry", DataCategory.TELEMETRY),
          entry("user.location.coarse", DataCategory.CITY),
          entry("user.authorization.biometric", DataCategory.BIOMETRIC),
          entry("user.biometrics", DataCategory.BIOMETRIC),
          entry("user.health", DataCategory.HEALTH),
          entry("user.children", DataCategory.CHILDRENS),
          entry("user.criminal_history", DataCategory.SPECIAL_CATEGORY),
          entry("user.sexual_orientation", DataCategory.SPECIAL_CATEGORY),
          entry("user.religious_belief", DataCategory.SPECIAL_CATEGORY),
          entry("user.political_opinion", DataCategory.SPECIAL_CATEGORY),
          entry("user.race_ethnicity", DataCategory.SPECIAL_CATEGORY),
          entry("user.demographic.race_ethnicity", DataCategory.SPECIAL_CATEGORY),
          entry("user.demographic.political_opinion", DataCategory.SPECIAL_CATEGORY),
          entry("user.demographic.religious_belief", DataCategory.SPECIAL_CATEGORY),
          entry("user.demographic.sexual_orientation", DataCategory.SPECIAL_CATEGORY),
          entry("user.demographic.philosophical_belief", DataCategory.SPECIAL_CATEGORY),
          entry("user.demographic.union_membership", DataCategory.SPECIAL_CATEGORY));

  private Taxonomy() {}

  /// The one category that a key means: canonical, finer, or an alias. Empty for a mere prefix such
  /// as `user.contact` and for unknown keys.
  public static Optional<DataCategory> categoryOf(String key) {
    for (String prefix = key; !prefix.isEmpty(); prefix = parent(prefix)) {
      DataCategory alias = ALIASES.get(prefix);
      if (alias != null) {
        return Optional.of(alias);
      }
      Optional<DataCategory> category = DataCategory.ofKey(prefix);
      if (category.isPresent()) {
        return category;
      }
    }
    return Optional.empty();
  }

  /// The categories that a canonical key or a dotted prefix of one covers, by ascending bit; empty
  /// where it covers none.
  public static List<DataCategory> under(String keyOrPrefix) {
    return Arrays.stream(DataCategory.values())
        .filter(category -> covers(keyOrPrefix, category))
        .toList();
  }

  /// True where the key is the category's own or a dotted prefix of it.
  public static boolean covers(String keyOrPrefix, DataCategory category) {
    String key = category.key();
    return key.startsWith(keyOrPrefix)
        && (key.length() == keyOrPrefix.length() || key.charAt(keyOrPrefix.length()) == '.');
  }

  /// All exceptions and other spellings, for listings.
  public static Map<String, DataCategory> aliases() {
    return ALIASES;
  }

  private static String parent(String key) {
    int dot = key.lastIndexOf('.');
    return dot < 0 ? "" : key.substring(0, dot);
  }
}
