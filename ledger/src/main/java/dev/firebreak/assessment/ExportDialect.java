package dev.firebreak.assessment;

import static java.util.Map.entry;

import dev.firebreak.taxonomy.ExportDictionaries;
import dev.firebreak.taxonomy.ExportDictionary;
import dev.firebreak.taxonomy.MixpanelDictionary;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How one vendor's exports look: what its fields mean, which of them find people, and what stands
/// for no value. docs/reference/assessment.md lists the shapes by which rows are known.
@SuppressWarnings("ImmutableEnumChecker") // the maps and sets are copies
enum ExportDialect {
  UNKNOWN(MixpanelDictionary.exports(), Set.of(), Map.of()),
  MIXPANEL(
      MixpanelDictionary.exports(),
      Set.of("undefined"),
      Map.of(
          "Distinct ID", Slot.DISTINCT_ID,
          "Event", Slot.EVENT,
          "Event Name", Slot.EVENT,
          "Time", Slot.TIME,
          "Operating System", Slot.OS)),
  AMPLITUDE(
      ExportDictionaries.amplitude(),
      Set.of("EMPTY", "-"),
      Map.ofEntries(
          entry("amplitude_id", Slot.MERGED_ID),
          entry("Amplitude ID", Slot.MERGED_ID),
          entry("OS", Slot.BROWSER),
          entry("OS Name", Slot.BROWSER),
          entry("OS Version", Slot.BROWSER_VERSION),
          entry("Device Family", Slot.OS),
          entry("DMA", Slot.NONE),
          entry("merged_amplitude_id", Slot.MERGED_ID),
          entry("uuid", Slot.NONE),
          entry("event_id", Slot.NONE),
          entry("partner_id", Slot.NONE),
          entry("groups", Slot.ORGANIZATION),
          entry("os_name", Slot.BROWSER),
          entry("os_version", Slot.BROWSER_VERSION),
          entry("device_family", Slot.OS),
          entry("dma", Slot.NONE))),
  SEGMENT(ExportDictionaries.segment(), Set.of(), Messages.SLOTS),
  SEGMENT_WAREHOUSE(ExportDictionaries.segmentColumns(), Set.of(), Messages.COLUMNS),
  RUDDERSTACK(ExportDictionaries.rudderstack(), Set.of(), Messages.SLOTS),
  RUDDERSTACK_WAREHOUSE(ExportDictionaries.rudderstackColumns(), Set.of(), Messages.COLUMNS),
  POSTHOG(
      ExportDictionaries.posthog(),
      Set.of(),
      Map.ofEntries(
          entry("distinct_ids", Slot.MERGED_ID),
          entry("person_id", Slot.MERGED_ID),
          entry("id", Slot.NONE),
          entry("uuid", Slot.NONE),
          entry("$geoip_city_name", Slot.CITY),
          entry("$geoip_country_code", Slot.COUNTRY),
          entry("$geoip_country_name", Slot.NONE),
          entry("$geoip_continent_code", Slot.NONE),
          entry("$geoip_continent_name", Slot.NONE),
          entry("$geoip_subdivision_1_code", Slot.NONE),
          entry("$geoip_subdivision_2_code", Slot.NONE),
          entry("$geoip_subdivision_2_name", Slot.NONE),
          entry("$geoip_time_zone", Slot.NONE))),
  GA4(
      ExportDictionaries.ga4(),
      Set.of("(not set)", "(not provided)", "(none)"),
      Map.ofEntries(
          entry("user_pseudo_id", Slot.DEVICE_ID),
          entry("Effective user ID", Slot.DISTINCT_ID),
          entry("App-instance ID", Slot.DEVICE_ID),
          entry("User pseudo ID", Slot.DEVICE_ID),
          entry("Client ID", Slot.DEVICE_ID),
          entry("Date", Slot.TIME),
          entry("Continent", Slot.NONE),
          entry("Subcontinent", Slot.NONE),
          entry("Page referrer", Slot.REFERRER),
          entry("pseudo_user_id", Slot.DEVICE_ID),
          entry("event_name", Slot.EVENT),
          entry("event_timestamp", Slot.TIME),
          entry("device.vendor_id", Slot.DEVICE_ID),
          entry("device.web_info.browser", Slot.BROWSER),
          entry("device.web_info.browser_version", Slot.BROWSER_VERSION),
          entry("device.operating_system", Slot.OS),
          entry("device.language", Slot.LOCALE),
          entry("event_params.page_referrer", Slot.REFERRER),
          entry("geo.city", Slot.CITY),
          entry("geo.region", Slot.REGION),
          entry("geo.country", Slot.COUNTRY)));

  /// What SDKs, databases and spreadsheets write where there is nothing.
  private static final Set<String> NOTHING =
      Set.of(
          "\\n",
          "null",
          "nil",
          "none",
          "nan",
          "undefined",
          "n/a",
          "#n/a",
          "(null)",
          "(not set)",
          "(empty)",
          "[null]",
          "-",
          "--");

  private static final int NOTHING_CHARS_MAX = 14;
  private static final int ASCII_CHARS = 128;

  /// The ASCII characters with which what says nothing begins.
  private static final boolean[] NOTHING_BEGINS = nothingBegins();

  private final ExportDictionary dictionary;
  private final Set<String> sentinels;
  private final Map<String, Slot> slots;

  ExportDialect(ExportDictionary dictionary, Set<String> sentinels, Map<String, Slot> slots) {
    this.dictionary = dictionary;
    this.sentinels = sentinels;
    this.slots = slots;
  }

  ExportDictionary dictionary() {
    return dictionary;
  }

  /// The slot that the dialect itself names for a path; empty where the common rules decide.
  Optional<Slot> slot(String path) {
    return Optional.ofNullable(slots.get(path));
  }

  private static boolean[] nothingBegins() {
    boolean[] begins = new boolean[ASCII_CHARS];
    Stream.concat(
            NOTHING.stream(), Arrays.stream(values()).flatMap(each -> each.sentinels.stream()))
        .forEach(nothing -> {
          begins[Character.toLowerCase(nothing.charAt(0))] = true;
          begins[Character.toUpperCase(nothing.charAt(0))] = true;
        });
    return begins;
  }

  /// True for a value that says that there is none. Asked for every value: most are told by their
  /// first character.
  boolean isNothing(String value) {
    if (value.length() > NOTHING_CHARS_MAX || value.isEmpty()) {
      return false;
    }
    char first = value.charAt(0);
    if (first < ASCII_CHARS && !NOTHING_BEGINS[first] && !Character.isWhitespace(first)) {
      return false;
    }
    return sentinels.contains(value) || NOTHING.contains(value.strip().toLowerCase(Locale.ROOT));
  }

  /// Messages of Segment and RudderStack.
  private static final class Messages {
    static final Map<String, Slot> SLOTS =
        Map.ofEntries(
            entry("userId", Slot.USER_ID),
            entry("Segment ID", Slot.MERGED_ID),
            entry("Segment User ID", Slot.MERGED_ID),
            entry("Rudder ID", Slot.NONE),
            entry("Account ID", Slot.ORGANIZATION),
            entry("Group ID", Slot.ORGANIZATION),
            entry("Page Referrer", Slot.REFERRER),
            entry("previousId", Slot.OTHER_ID),
            entry("anonymousId", Slot.DEVICE_ID),
            entry("rudderId", Slot.NONE),
            entry("context.device.id", Slot.DEVICE_ID),
            entry("context.userAgent", Slot.BROWSER),
            entry("context.os.name", Slot.OS),
            entry("context.page.referrer", Slot.REFERRER),
            entry("context.page.referring_domain", Slot.REFERRING_DOMAIN),
            entry("context.location.city", Slot.CITY),
            entry("context.location.region", Slot.REGION),
            entry("context.location.country", Slot.COUNTRY),
            entry("traits.address.city", Slot.CITY),
            entry("traits.address.state", Slot.REGION),
            entry("traits.address.country", Slot.COUNTRY),
            entry("traits.company.id", Slot.ORGANIZATION),
            entry("traits.company.name", Slot.WORKPLACE),
            entry("traits.id", Slot.NONE),
            entry("context.groupId", Slot.ORGANIZATION),
            entry("timestamp", Slot.TIME),
            entry("originalTimestamp", Slot.NONE));

    static final Map<String, Slot> COLUMNS =
        Map.ofEntries(
            entry("previous_id", Slot.OTHER_ID),
            entry("rudder_id", Slot.NONE),
            entry("id", Slot.NONE),
            entry("event_text", Slot.NONE),
            entry("context_device_id", Slot.DEVICE_ID),
            entry("context_user_agent", Slot.BROWSER),
            entry("context_os_name", Slot.OS),
            entry("context_page_referrer", Slot.REFERRER),
            entry("original_timestamp", Slot.NONE));

    private Messages() {}
  }
}
