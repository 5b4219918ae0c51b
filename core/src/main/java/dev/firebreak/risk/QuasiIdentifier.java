package dev.firebreak.risk;

import dev.firebreak.taxonomy.DataCategory;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What an attacker may know of a person and the data may show: one level of one chain.
///
/// Within a chain a finer level implies the coarser ones, since its value is taken together with
/// theirs: a city is a city of its region of its country. A set of levels of one chain therefore
/// makes the same classes as its finest level alone, and only sets with at most one level a chain
/// need to be counted.
///
/// | Chain | from coarse to fine |
/// |---|---|
/// | place | country, region, city |
/// | browser | browser, with its version |
/// | system | operating system, with its version |
/// | referrer | origin, whole address |
/// | locale | language, whole locale |
/// | first event | day, hour (UTC) |
/// | birth | decade, year, date |
/// | age | decade, years |
/// | postcode | first three characters, all; coarser still is the place |
/// | connection | network (/16, IPv6 /32), subnetwork (/24, IPv6 /48), address |
/// | position | coordinates by tenths of a degree (11 km at most), coordinates |
/// | organization, workplace, gender, job title, time zone | themselves |
public enum QuasiIdentifier {
  FIRST_DAY(Chain.FIRST_EVENT, DataCategory.BEHAVIOR, "day of the first event"),
  FIRST_HOUR(Chain.FIRST_EVENT, DataCategory.BEHAVIOR, "hour of the first event"),
  COUNTRY(Chain.PLACE, DataCategory.COUNTRY, "country"),
  REGION(Chain.PLACE, DataCategory.REGION, "region"),
  CITY(Chain.PLACE, DataCategory.CITY, "city"),
  BROWSER(Chain.BROWSER, DataCategory.USER_AGENT, "browser"),
  BROWSER_VERSION(Chain.BROWSER, DataCategory.USER_AGENT, "browser with version"),
  OS(Chain.SYSTEM, DataCategory.USER_AGENT, "operating system"),
  OS_VERSION(Chain.SYSTEM, DataCategory.USER_AGENT, "operating system with version"),
  REFERRER_ORIGIN(Chain.REFERRER, DataCategory.REFERRER, "referrer's site"),
  REFERRER(Chain.REFERRER, DataCategory.REFERRER, "referrer's whole address"),
  ORGANIZATION_ID(Chain.ORGANIZATION, DataCategory.ORGANIZATION_ID, "organization's id"),
  WORKPLACE(Chain.WORKPLACE, DataCategory.WORKPLACE, "organization's name"),
  LANGUAGE(Chain.LOCALE, DataCategory.LOCALE, "language"),
  LOCALE(Chain.LOCALE, DataCategory.LOCALE, "locale"),
  BIRTH_DECADE(Chain.BIRTH, DataCategory.DATE_OF_BIRTH, "decade of birth"),
  BIRTH_YEAR(Chain.BIRTH, DataCategory.DATE_OF_BIRTH, "year of birth"),
  BIRTH_DATE(Chain.BIRTH, DataCategory.DATE_OF_BIRTH, "date of birth"),
  GENDER(Chain.GENDER, DataCategory.DEMOGRAPHIC, "gender"),
  AGE_DECADE(Chain.AGE, DataCategory.DEMOGRAPHIC, "age by decades"),
  AGE(Chain.AGE, DataCategory.DEMOGRAPHIC, "age"),
  POSTCODE_AREA(Chain.POSTCODE, DataCategory.POSTAL_ADDRESS, "postcode's first three characters"),
  POSTCODE(Chain.POSTCODE, DataCategory.POSTAL_ADDRESS, "postcode"),
  JOB_TITLE(Chain.JOB, DataCategory.JOB_TITLE, "job title"),
  NETWORK(Chain.CONNECTION, DataCategory.IP_ADDRESS, "network (IPv4 /16, IPv6 /32)"),
  SUBNET(Chain.CONNECTION, DataCategory.IP_ADDRESS, "subnetwork (IPv4 /24, IPv6 /48)"),
  IP_ADDRESS(Chain.CONNECTION, DataCategory.IP_ADDRESS, "IP address"),
  VICINITY(Chain.POSITION, DataCategory.PRECISE_LOCATION, "coordinates by tenths of a degree"),
  POSITION(Chain.POSITION, DataCategory.PRECISE_LOCATION, "coordinates"),
  TIME_ZONE(Chain.TIME_ZONE, DataCategory.LOCALE, "time zone");

  /// A hierarchy of levels.
  public enum Chain {
    FIRST_EVENT,
    PLACE,
    BROWSER,
    SYSTEM,
    REFERRER,
    ORGANIZATION,
    WORKPLACE,
    LOCALE,
    BIRTH,
    GENDER,
    AGE,
    POSTCODE,
    JOB,
    CONNECTION,
    POSITION,
    TIME_ZONE
  }

  private static final Set<DataCategory> IDENTIFYING = identifying();

  private final Chain chain;
  private final DataCategory category;
  private final String words;

  QuasiIdentifier(Chain chain, DataCategory category, String words) {
    this.chain = chain;
    this.category = category;
    this.words = words;
  }

  /// Its hierarchy.
  public Chain chain() {
    return chain;
  }

  /// The category whose value it is.
  public DataCategory category() {
    return category;
  }

  /// As a report says it.
  public String words() {
    return words;
  }

  /// Categories that single people out when several are taken together, whether or not a level here
  /// measures them. What stands of them in clear or in a coarser form and is not measured leaves
  /// the share of unique people unknown.
  public static Set<DataCategory> identifyingCategories() {
    return IDENTIFYING;
  }

  /// As a document and a column of knowledge name it: `browser_version`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The quasi-identifier of a key.
  public static Optional<QuasiIdentifier> ofKey(String key) {
    return Arrays.stream(values()).filter(each -> each.key().equals(key)).findFirst();
  }

  private static Set<DataCategory> identifying() {
    Set<DataCategory> categories =
        EnumSet.of(
            DataCategory.POSTAL_ADDRESS,
            DataCategory.JOB_TITLE,
            DataCategory.IP_ADDRESS,
            DataCategory.PRECISE_LOCATION,
            DataCategory.DEVICE,
            DataCategory.DEMOGRAPHIC,
            DataCategory.DATE_OF_BIRTH);
    for (QuasiIdentifier each : values()) {
      if (each.chain != Chain.FIRST_EVENT) {
        categories.add(each.category);
      }
    }
    return Collections.unmodifiableSet(categories);
  }

  /// The levels of a chain, from coarse to fine.
  public static List<QuasiIdentifier> levels(Chain chain) {
    return Arrays.stream(values()).filter(each -> each.chain == chain).toList();
  }
}
