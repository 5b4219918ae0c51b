package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.KeyLexicon;
import dev.firebreak.taxonomy.MixpanelDictionary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a field means, by its names alone: the vendor's dictionary first, then the lexicon of key
/// names, from the innermost name outwards. Immutable.
///
/// @param category empty where no name tells
/// @param reason `dialect` or `key name`; empty where no name tells
/// @param slot its part in finding people; only fields at the top of a row have one
record FieldMeaning(Optional<DataCategory> category, String reason, Slot slot) {
  /// Nothing known.
  static final FieldMeaning NONE = new FieldMeaning(Optional.empty(), "", Slot.NONE);

  /// Objects that hold the properties of a row rather than being one.
  private static final Set<String> CONTAINERS =
      Set.of(
          "properties",
          "$properties",
          "traits",
          "context",
          "user_properties",
          "event_properties",
          "person",
          "user",
          "profile",
          "attributes");

  private static final Set<String> OTHER_IDS =
      Set.of(
          "alias", "distinctids", "distinctidbeforeidentity", "mporiginaldistinctid", "previousid");
  private static final Set<String> USER_IDS =
      Set.of(
          "distinctid",
          "userid",
          "identifiedid",
          "accountid",
          "customerid",
          "memberid",
          "uid",
          "externalid");
  private static final Set<String> DEVICE_IDS =
      Set.of(
          "deviceid",
          "anonymousid",
          "anonid",
          "anondistinctid",
          "userpseudoid",
          "visitorid",
          "cookieid");
  private static final Set<String> TIMES =
      Set.of("time", "timestamp", "eventtime", "originaltimestamp", "occurredat");
  private static final Map<String, Slot> BY_NAME =
      Map.of(
          "event", Slot.EVENT,
          "eventname", Slot.EVENT,
          "eventtype", Slot.EVENT,
          "browserversion", Slot.BROWSER_VERSION,
          "browser", Slot.BROWSER,
          "useragent", Slot.BROWSER,
          "os", Slot.OS,
          "operatingsystem", Slot.OS,
          "referrer", Slot.REFERRER,
          "referringdomain", Slot.REFERRING_DOMAIN);

  /// The meaning of the field at a path.
  ///
  /// @param names names from the outermost to the innermost, containers included, items of arrays
  ///   left out
  static FieldMeaning of(List<String> names) {
    if (names.isEmpty()) {
      return NONE;
    }
    for (int i = names.size() - 1; i >= 0; i--) {
      String name = names.get(i);
      if (i < names.size() - 1 && CONTAINERS.contains(name)) {
        break;
      }
      Optional<DataCategory> dialect = MixpanelDictionary.categoryOfColumn(name);
      if (dialect.isPresent()) {
        return of(dialect, "dialect", names);
      }
      Optional<DataCategory> lexicon = KeyLexicon.categoryOf(name);
      if (lexicon.isPresent()) {
        return of(lexicon, "key name", names);
      }
    }
    return of(Optional.empty(), "", names);
  }

  private static FieldMeaning of(
      Optional<DataCategory> category, String reason, List<String> names) {
    return new FieldMeaning(category, reason, isAtTop(names) ? slot(category, names) : Slot.NONE);
  }

  private static boolean isAtTop(List<String> names) {
    return names.size() <= 4
        && CONTAINERS.containsAll(names.subList(0, names.size() - 1))
        && !CONTAINERS.contains(names.getLast());
  }

  private static Slot slot(Optional<DataCategory> category, List<String> names) {
    String name = normalize(names.getLast());
    if (USER_IDS.contains(name)) {
      return Slot.USER_ID;
    }
    if (DEVICE_IDS.contains(name)) {
      return Slot.DEVICE_ID;
    }
    if (OTHER_IDS.contains(name)) {
      return Slot.OTHER_ID;
    }
    if (TIMES.contains(name)) {
      return Slot.TIME;
    }
    if (name.equals("id") && names.size() == 1) {
      return Slot.WEAK_ID;
    }
    Slot byName = BY_NAME.get(name);
    return byName != null ? byName : category.map(FieldMeaning::slotOf).orElse(Slot.NONE);
  }

  private static Slot slotOf(DataCategory category) {
    return switch (category) {
      case EMAIL -> Slot.EMAIL;
      case PHONE -> Slot.PHONE;
      case NAME -> Slot.NAME;
      case COUNTRY -> Slot.COUNTRY;
      case REGION -> Slot.REGION;
      case CITY -> Slot.CITY;
      case ORGANIZATION_ID -> Slot.ORGANIZATION;
      case WORKPLACE -> Slot.WORKPLACE;
      case LOCALE -> Slot.LOCALE;
      default -> Slot.NONE;
    };
  }

  private static String normalize(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
