package dev.firebreak.taxonomy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What Mixpanel's own property names mean, as its SDKs send them and as its exports show them: raw
/// names (`$city`) and the display names of its tables ("City", "Distinct ID"). Immutable.
public final class MixpanelDictionary {
  private static final Map<String, DataCategory> RAW = new HashMap<>();
  private static final Map<String, DataCategory> DISPLAY = new HashMap<>();

  static {
    raw(
        DataCategory.ACCOUNT_ID,
        "distinct_id $distinct_id $user_id $identified_id alias $alias $distinct_ids",
        "$distinct_id_before_identity mp_original_distinct_id");
    raw(DataCategory.DEVICE_ID, "$device_id $anon_id $anon_distinct_id");
    raw(DataCategory.NAME, "$name $first_name $last_name");
    raw(DataCategory.EMAIL, "$email");
    raw(DataCategory.PHONE, "$phone");
    raw(DataCategory.PRIVATE_CONTENT, "$avatar $elements $target $el_text $el_attr__title");
    raw(DataCategory.ORGANIZATION_ID, "$group_id");
    raw(DataCategory.IP_ADDRESS, "ip $ip");
    raw(DataCategory.CITY, "$city $initial_city");
    raw(DataCategory.REGION, "$region $initial_region");
    raw(DataCategory.COUNTRY, "mp_country_code $country_code $initial_country_code");
    raw(DataCategory.LOCALE, "$timezone $locale $language");
    raw(DataCategory.PRECISE_LOCATION, "$latitude $longitude");
    raw(
        DataCategory.USER_AGENT,
        "$browser $browser_version $os $os_version $device $model $manufacturer $brand",
        "$screen_height $screen_width $screen_dpi $carrier $wifi $radio $user_agent",
        "$initial_browser $initial_os $ios_version $android_os_version");
    raw(
        DataCategory.REFERRER,
        "$referrer $referring_domain $initial_referrer $initial_referring_domain",
        "$search_engine mp_keyword");
    raw(
        DataCategory.BROWSING_HISTORY,
        "$current_url current_url_search current_url_path current_page_title current_domain",
        "current_url_protocol $pathname $host $attr-href $el_attr__href $initial_current_url");
    raw(
        DataCategory.CAMPAIGN,
        "utm_source utm_medium utm_campaign utm_content utm_term utm_id utm_source_platform",
        "utm_campaign_id utm_creative_format utm_marketing_tactic gclid fbclid msclkid dclid",
        "ko_click_id li_fat_id sccid ttclid twclid wbraid gbraid");
    raw(DataCategory.BEHAVIOR, "event time $time $duration $event_type $created $last_seen");
    raw(DataCategory.PURCHASE_HISTORY, "$transactions $amount");
    raw(DataCategory.API_KEY, "token $token api_key");
    raw(DataCategory.SESSION_ID, "replay_id $mp_replay_id $session_id");
    raw(
        DataCategory.OPERATIONS,
        "mp_lib $lib_version $insert_id $mp_autocapture mp_sent_by_lib_version $import",
        "$mp_api_endpoint $mp_api_timestamp_ms mp_processing_time_ms $ignore_time",
        "$ignore_alias $geo_source $lib_custom_api_host $group_key $app_version_string",
        "$app_build_number $app_release $app_version $is_reshuffled");
    display(DataCategory.ACCOUNT_ID, "Distinct ID", "User ID", "Alias", "Identified ID");
    display(DataCategory.DEVICE_ID, "Device ID", "Anonymous ID");
    display(DataCategory.NAME, "Name", "First Name", "Last Name");
    display(DataCategory.EMAIL, "Email");
    display(DataCategory.PHONE, "Phone");
    display(DataCategory.PRIVATE_CONTENT, "Avatar");
    display(DataCategory.ORGANIZATION_ID, "Group ID");
    display(DataCategory.IP_ADDRESS, "IP", "IP Address");
    display(DataCategory.CITY, "City");
    display(DataCategory.REGION, "Region");
    display(DataCategory.COUNTRY, "Country", "Country Code");
    display(DataCategory.LOCALE, "Timezone", "Language");
    display(DataCategory.PRECISE_LOCATION, "Latitude", "Longitude");
    display(DataCategory.USER_AGENT, "Browser", "Browser Version", "Operating System", "OS");
    display(DataCategory.USER_AGENT, "OS Version", "Device", "Model", "Manufacturer", "Brand");
    display(DataCategory.USER_AGENT, "Screen Height", "Screen Width", "Carrier", "Wifi");
    display(DataCategory.REFERRER, "Referrer", "Referring Domain", "Search Engine");
    display(DataCategory.REFERRER, "Initial Referrer", "Initial Referring Domain");
    display(DataCategory.BROWSING_HISTORY, "Current URL", "Page Title");
    display(DataCategory.CAMPAIGN, "UTM Source", "UTM Medium", "UTM Campaign", "UTM Content");
    display(DataCategory.CAMPAIGN, "UTM Term");
    display(DataCategory.BEHAVIOR, "Event", "Event Name", "Time", "Last Seen", "Created");
    display(DataCategory.OPERATIONS, "Insert ID", "Mixpanel Library", "Library Version");
  }

  /// What Mixpanel adds by itself: places from the address of the connection, its own bookkeeping.
  private static final Set<String> ADDED =
      Set.of(
          "$city",
          "$region",
          "mp_country_code",
          "$country_code",
          "$initial_city",
          "$initial_region",
          "$initial_country_code",
          "$timezone",
          "$geo_source",
          "$distinct_id_before_identity",
          "$last_seen",
          "$import",
          "$mp_api_endpoint",
          "$mp_api_timestamp_ms",
          "mp_processing_time_ms",
          "City",
          "Region",
          "Country",
          "Country Code",
          "Timezone",
          "Last Seen");

  private static final ExportDictionary EXPORTS = exportFields();

  private MixpanelDictionary() {}

  /// Raw and display names, for importers.
  public static ExportDictionary exports() {
    return EXPORTS;
  }

  private static ExportDictionary exportFields() {
    ExportDictionary.Builder fields = ExportDictionary.builder();
    DISPLAY.forEach((name, category) -> fields.shown(category, ADDED.contains(name), name));
    RAW.forEach((name, category) -> {
      if (ADDED.contains(name)) {
        fields.added(category, name);
      } else {
        fields.fields(category, name);
      }
    });
    return fields.fields(DataCategory.CAMPAIGN, "initial_utm_*").build();
  }

  /// The category of a property as SDKs and raw exports name it.
  public static Optional<DataCategory> categoryOf(String property) {
    DataCategory category = RAW.get(property);
    if (category == null && property.startsWith("initial_utm_")) {
      return Optional.of(DataCategory.CAMPAIGN);
    }
    return Optional.ofNullable(category);
  }

  /// The properties of a category as SDKs name them, sorted.
  public static SortedSet<String> propertiesOf(DataCategory category) {
    SortedSet<String> names = new TreeSet<>();
    RAW.forEach((name, of) -> {
      if (of == category) {
        names.add(name);
      }
    });
    return names;
  }

  /// True for the names of the dictionary themselves, which hold no value of a person's.
  public static boolean isName(String property) {
    return RAW.containsKey(property);
  }

  private static void raw(DataCategory category, String... lines) {
    for (String line : lines) {
      for (String name : line.split(" ", -1)) {
        RAW.put(name, category);
      }
    }
  }

  private static void display(DataCategory category, String... names) {
    for (String name : names) {
      DISPLAY.put(name, category);
    }
  }
}
