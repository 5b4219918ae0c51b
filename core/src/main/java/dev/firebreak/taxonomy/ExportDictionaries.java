package dev.firebreak.taxonomy;

import static dev.firebreak.taxonomy.DataCategory.ACCOUNT_ID;
import static dev.firebreak.taxonomy.DataCategory.ACCOUNT_SETTINGS;
import static dev.firebreak.taxonomy.DataCategory.ADVERTISING_ID;
import static dev.firebreak.taxonomy.DataCategory.API_KEY;
import static dev.firebreak.taxonomy.DataCategory.BEHAVIOR;
import static dev.firebreak.taxonomy.DataCategory.BROWSING_HISTORY;
import static dev.firebreak.taxonomy.DataCategory.CAMPAIGN;
import static dev.firebreak.taxonomy.DataCategory.CITY;
import static dev.firebreak.taxonomy.DataCategory.COUNTRY;
import static dev.firebreak.taxonomy.DataCategory.DEVICE_ID;
import static dev.firebreak.taxonomy.DataCategory.EMAIL;
import static dev.firebreak.taxonomy.DataCategory.IP_ADDRESS;
import static dev.firebreak.taxonomy.DataCategory.LOCALE;
import static dev.firebreak.taxonomy.DataCategory.NAME;
import static dev.firebreak.taxonomy.DataCategory.OPERATIONS;
import static dev.firebreak.taxonomy.DataCategory.ORGANIZATION_ID;
import static dev.firebreak.taxonomy.DataCategory.PHONE;
import static dev.firebreak.taxonomy.DataCategory.POSTAL_ADDRESS;
import static dev.firebreak.taxonomy.DataCategory.PRECISE_LOCATION;
import static dev.firebreak.taxonomy.DataCategory.PRIVACY_PREFERENCES;
import static dev.firebreak.taxonomy.DataCategory.PRIVATE_CONTENT;
import static dev.firebreak.taxonomy.DataCategory.PURCHASE_HISTORY;
import static dev.firebreak.taxonomy.DataCategory.REFERRER;
import static dev.firebreak.taxonomy.DataCategory.REGION;
import static dev.firebreak.taxonomy.DataCategory.SEARCH_HISTORY;
import static dev.firebreak.taxonomy.DataCategory.SESSION_ID;
import static dev.firebreak.taxonomy.DataCategory.USERNAME;
import static dev.firebreak.taxonomy.DataCategory.USER_AGENT;
import static dev.firebreak.taxonomy.DataCategory.WORKPLACE;

/// The dictionaries of the vendors whose exports are known; Mixpanel's is its own class, since the
/// gateway uses it too.
public final class ExportDictionaries {
  private static final String CLICK_IDS =
      "gclid gbraid wbraid dclid fbclid msclkid twclid ttclid li_fat_id igshid rdt_cid epik qclid"
          + " sccid irclid mc_cid _kx ko_click_id utm_*";

  private static final ExportDictionary AMPLITUDE = amplitudeFields();
  private static final ExportDictionary SEGMENT = segmentFields().build();
  private static final ExportDictionary SEGMENT_COLUMNS = columns(SEGMENT);
  private static final ExportDictionary RUDDERSTACK = rudderstackFields();
  private static final ExportDictionary RUDDERSTACK_COLUMNS = columns(RUDDERSTACK);
  private static final ExportDictionary POSTHOG = posthogFields();
  private static final ExportDictionary GA4 = ga4Fields();

  private ExportDictionaries() {}

  /// Event and user exports; the names of Snowflake and S3 shares are the same.
  public static ExportDictionary amplitude() {
    return AMPLITUDE;
  }

  /// Messages as the archive keeps them.
  public static ExportDictionary segment() {
    return SEGMENT;
  }

  /// Columns of the warehouse tables.
  public static ExportDictionary segmentColumns() {
    return SEGMENT_COLUMNS;
  }

  /// Messages: Segment's fields and some of its own.
  public static ExportDictionary rudderstack() {
    return RUDDERSTACK;
  }

  /// Columns of the warehouse tables.
  public static ExportDictionary rudderstackColumns() {
    return RUDDERSTACK_COLUMNS;
  }

  /// Batch exports of events and persons, and the persons of the API.
  public static ExportDictionary posthog() {
    return POSTHOG;
  }

  /// The BigQuery export; parameters by `event_params.NAME` and `user_properties.NAME`.
  public static ExportDictionary ga4() {
    return GA4;
  }

  private static ExportDictionary amplitudeFields() {
    ExportDictionary.Builder fields =
        ExportDictionary.builder()
            .fields(ACCOUNT_ID, "user_id")
            .added(ACCOUNT_ID, "amplitude_id merged_amplitude_id")
            .fields(DEVICE_ID, "device_id idfv android_id partner_id")
            .fields(ADVERTISING_ID, "idfa adid gaid amplitude_attribution_ids")
            .fields(SESSION_ID, "session_id")
            .fields(ORGANIZATION_ID, "groups groups.* data.group_ids data.group_ids.*")
            .fields(ORGANIZATION_ID, "group_properties group_type group_name")
            .added(IP_ADDRESS, "ip ip_address")
            .added(CITY, "city")
            .added(REGION, "region dma")
            .added(COUNTRY, "country")
            .fields(PRECISE_LOCATION, "location_lat location_lng")
            .fields(LOCALE, "language timezone")
            .fields(
                USER_AGENT,
                "platform os_name os_version device_brand device_carrier carrier device_family",
                "device_manufacturer device_model device_type user_agent")
            .fields(REFERRER, "referrer referring_domain initial_referrer")
            .fields(REFERRER, "initial_referring_domain")
            .fields(CAMPAIGN, CLICK_IDS, "initial_utm_* initial_gclid initial_fbclid")
            .fields(CAMPAIGN, "initial_dclid initial_gbraid initial_wbraid initial_ko_click_id")
            .fields(CAMPAIGN, "initial_li_fat_id initial_msclkid initial_rdt_cid initial_ttclid")
            .fields(CAMPAIGN, "initial_twclid is_attribution_event")
            .fields(PURCHASE_HISTORY, "revenue price quantity productId $revenue $price paying")
            .fields(ACCOUNT_SETTINGS, "plan")
            .fields(BEHAVIOR, "event_type event_time client_event_time amplitude_event_type")
            .added(BEHAVIOR, "user_creation_time first_used last_used")
            .added(OPERATIONS, "uuid event_id processed_time server_received_time $insert_key")
            .added(OPERATIONS, "server_upload_time client_upload_time $schema data_type app")
            .added(OPERATIONS, "sample_rate source_id merge_event_time merge_server_time data.*")
            .fields(OPERATIONS, "$insert_id insert_id library version_name start_version")
            .fields(API_KEY, "api_key");
    return fields
        .shown(BROWSING_HISTORY, false, "[Amplitude] Page URL", "[Amplitude] Page Location")
        .shown(BROWSING_HISTORY, false, "[Amplitude] Page Path", "[Amplitude] Page Title")
        .shown(BROWSING_HISTORY, false, "[Amplitude] Page Domain", "[Amplitude] Element Href")
        .shown(REFERRER, false, "[Amplitude] Previous Page Location")
        .shown(PRIVATE_CONTENT, false, "[Amplitude] Element Text", "[Amplitude] Element Hierarchy")
        .shown(ACCOUNT_ID, true, "Amplitude ID")
        .shown(ACCOUNT_ID, false, "User ID")
        .shown(DEVICE_ID, false, "Device ID")
        .shown(SESSION_ID, false, "Session ID")
        .shown(BEHAVIOR, false, "Event", "Event Type", "Event Time")
        .shown(BEHAVIOR, true, "First Used", "Last Used", "First Seen", "Last Seen")
        .shown(CITY, true, "City")
        .shown(REGION, true, "Region", "DMA")
        .shown(COUNTRY, true, "Country")
        .shown(LOCALE, false, "Language")
        .shown(IP_ADDRESS, true, "IP Address")
        .shown(USER_AGENT, false, "Platform", "OS", "OS Name", "OS Version", "Device Type")
        .shown(USER_AGENT, false, "Device Family", "Device Model", "Carrier")
        .shown(ACCOUNT_SETTINGS, false, "Plan")
        .shown(PURCHASE_HISTORY, false, "Paying", "Revenue")
        .shown(OPERATIONS, false, "Library", "Version", "Start Version")
        .build();
  }

  private static ExportDictionary.Builder segmentFields() {
    return ExportDictionary.builder()
        .fields(ACCOUNT_ID, "userId previousId context.traits.id traits.id")
        .fields(DEVICE_ID, "anonymousId context.device.id context.device.token")
        .fields(ADVERTISING_ID, "context.device.advertisingId")
        .fields(SESSION_ID, "context.sessionId")
        .fields(ORGANIZATION_ID, "groupId context.groupId traits.company.id")
        .fields(WORKPLACE, "traits.company traits.company.name")
        .fields(EMAIL, "traits.email")
        .fields(NAME, "traits.name traits.firstName traits.lastName")
        .fields(USERNAME, "traits.username")
        .fields(PHONE, "traits.phone")
        .fields(CITY, "traits.address.city context.location.city")
        .fields(REGION, "traits.address.state context.location.region")
        .fields(COUNTRY, "traits.address.country context.location.country")
        .fields(POSTAL_ADDRESS, "traits.address traits.address.street traits.address.postalCode")
        .fields(PRECISE_LOCATION, "context.location.latitude context.location.longitude")
        .added(IP_ADDRESS, "context.ip")
        .fields(
            USER_AGENT,
            "context.userAgent context.userAgentData.* context.os.* context.device.model",
            "context.device.manufacturer context.device.name context.device.type",
            "context.device.brand context.screen.* context.network.*")
        .fields(LOCALE, "context.locale context.timezone")
        .fields(
            BROWSING_HISTORY,
            "context.page.url context.page.path context.page.title properties.url properties.path",
            "properties.title properties.name properties.category name category")
        .fields(SEARCH_HISTORY, "context.page.search properties.search")
        .fields(REFERRER, "context.page.referrer context.referrer.* properties.referrer")
        .fields(CAMPAIGN, "context.campaign.* context.amp.*", CLICK_IDS)
        .fields(PURCHASE_HISTORY, "properties.revenue properties.products properties.order_id")
        .fields(PURCHASE_HISTORY, "properties.total properties.currency")
        .fields(BEHAVIOR, "event eventText timestamp originalTimestamp")
        .added(OPERATIONS, "receivedAt uuid uuidTs projectId version loadedAt")
        .fields(OPERATIONS, "messageId sentAt type channel integrations integrations.*")
        .fields(OPERATIONS, "_metadata.* context.library.* context.app.* context.protocols.*")
        .fields(API_KEY, "writeKey")
        .shown(ACCOUNT_ID, true, "Segment ID", "Segment User ID", "Rudder ID")
        .shown(ACCOUNT_ID, false, "User ID")
        .shown(DEVICE_ID, false, "Anonymous ID")
        .shown(ORGANIZATION_ID, false, "Group ID", "Account ID")
        .shown(EMAIL, false, "Email")
        .shown(BEHAVIOR, false, "Event Name", "Event", "Timestamp", "First Seen", "Last Seen")
        .shown(OPERATIONS, true, "Received At", "Source Name", "Source", "Message ID")
        .shown(IP_ADDRESS, true, "IP Address")
        .shown(BROWSING_HISTORY, false, "Page URL", "Page Title", "Page Path")
        .shown(REFERRER, false, "Page Referrer")
        .shown(USER_AGENT, false, "User Agent")
        .shown(LOCALE, false, "Locale", "Timezone");
  }

  private static ExportDictionary columns(ExportDictionary messages) {
    return ExportDictionary.builder()
        .all(messages.asColumns())
        .fields(ACCOUNT_ID, "user_id previous_id context_traits_id")
        .fields(NAME, "context_traits_name context_traits_first_name context_traits_last_name")
        .fields(EMAIL, "context_traits_email")
        .fields(PHONE, "context_traits_phone")
        .fields(USERNAME, "context_traits_username")
        .fields(WORKPLACE, "context_traits_company context_traits_company_name")
        .fields(ORGANIZATION_ID, "context_traits_company_id company_id")
        .fields(CITY, "context_traits_address_city address_city")
        .fields(REGION, "context_traits_address_state address_state")
        .fields(COUNTRY, "context_traits_address_country address_country")
        .fields(POSTAL_ADDRESS, "context_traits_address_street context_traits_address_postal_code")
        .fields(POSTAL_ADDRESS, "address_street address_postal_code")
        .fields(BROWSING_HISTORY, "url path title")
        .fields(SEARCH_HISTORY, "search")
        .fields(REFERRER, "referrer")
        .fields(BEHAVIOR, "event_text")
        .fields(OPERATIONS, "id")
        .added(OPERATIONS, "uuid_ts received_at loaded_at _dms_*")
        .build();
  }

  private static ExportDictionary rudderstackFields() {
    return segmentFields()
        .added(ACCOUNT_ID, "rudderId")
        .added(IP_ADDRESS, "request_ip requestIp context.request_ip context.passed_ip")
        .fields(SESSION_ID, "context.sessionId context.session_id")
        .fields(BROWSING_HISTORY, "context.page.tab_url context.page.initial_referrer")
        .fields(BROWSING_HISTORY, "properties.tab_url")
        .fields(REFERRER, "context.page.initial_referrer context.page.initial_referring_domain")
        .fields(REFERRER, "context.page.referring_domain properties.initial_referrer")
        .fields(REFERRER, "properties.referring_domain properties.initial_referring_domain")
        .fields(OPERATIONS, "context.sessionStart context.sources.* context.destination_* recordId")
        .build();
  }

  private static ExportDictionary posthogFields() {
    return ExportDictionary.builder()
        .fields(ACCOUNT_ID, "distinct_id $user_id alias distinct_ids")
        .added(ACCOUNT_ID, "person_id")
        .fields(DEVICE_ID, "$device_id $anon_distinct_id $anon_id")
        .fields(SESSION_ID, "$session_id $window_id $pageview_id $prev_pageview_id")
        .fields(
            ORGANIZATION_ID,
            "$groups $groups.* $group_key $group_0 $group_1 $group_2 $group_3 $group_4")
        .fields(ORGANIZATION_ID, "group_key")
        .fields(WORKPLACE, "$group_set group_properties")
        .fields(NAME, "$name name")
        .fields(EMAIL, "$email")
        .added(IP_ADDRESS, "$ip $initial_ip")
        .added(CITY, "$geoip_city_name $initial_geoip_city_name")
        .added(COUNTRY, "$geoip_country_* $geoip_continent_* $initial_geoip_country_*")
        .added(COUNTRY, "$initial_geoip_continent_*")
        .added(REGION, "$geoip_subdivision_* $initial_geoip_subdivision_*")
        .added(LOCALE, "$geoip_time_zone $initial_geoip_time_zone")
        .added(PRECISE_LOCATION, "$geoip_latitude $geoip_longitude $geoip_postal_code")
        .added(PRECISE_LOCATION, "$geoip_accuracy_radius $initial_geoip_latitude")
        .added(PRECISE_LOCATION, "$initial_geoip_longitude $initial_geoip_postal_code")
        .added(PRECISE_LOCATION, "$initial_geoip_accuracy_radius")
        .fields(
            USER_AGENT,
            "$raw_user_agent $browser* $os* $device $device_type $device_model $screen_*",
            "$viewport_* $initial_browser* $initial_os* $initial_device_type $initial_screen_*",
            "$initial_viewport_* $device_manufacturer $device_name $initial_raw_user_agent")
        .fields(LOCALE, "$timezone $timezone_offset $browser_language $browser_language_prefix")
        .fields(LOCALE, "$locale")
        .fields(REFERRER, "$referrer $referring_domain $initial_referrer $search_engine")
        .fields(REFERRER, "$initial_referring_domain $session_entry_referrer")
        .fields(REFERRER, "$session_entry_referring_domain")
        .fields(
            BROWSING_HISTORY,
            "$current_url $host $pathname title $title $session_entry_url $session_entry_host",
            "$session_entry_pathname $prev_pageview_pathname $initial_current_url $initial_host",
            "$initial_pathname $external_click_url $screen_name")
        .fields(CAMPAIGN, CLICK_IDS, "$initial_utm_* $session_entry_utm_* $initial_gclid")
        .fields(CAMPAIGN, "$initial_gbraid $initial_wbraid $initial_dclid $initial_fbclid")
        .fields(CAMPAIGN, "$initial_msclkid $initial_twclid $initial_ttclid $initial_li_fat_id")
        .fields(CAMPAIGN, "$initial_igshid $initial_rdt_cid $session_entry_gclid")
        .fields(PRIVATE_CONTENT, "elements_chain $elements_chain $el_text $elements $snapshot_data")
        .fields(PRIVATE_CONTENT, "$exception_list $exception_message elements $event_message")
        .fields(BEHAVIOR, "event timestamp $event_type $time $sent_at")
        .added(BEHAVIOR, "created_at $created_at last_seen_at")
        .added(OPERATIONS, "inserted_at _inserted_at uuid team_id person_version is_deleted id")
        .added(OPERATIONS, "person_distinct_id_version historical_migration project_id $sent_at")
        .fields(OPERATIONS, "$lib $lib_version $lib_custom_api_host $insert_id $configured_*")
        .fields(OPERATIONS, "$feature_flag* $feature/* $active_feature_flags $geoip_disable")
        .fields(OPERATIONS, "$process_person_profile $is_identified group_type_index $group_type")
        .fields(API_KEY, "token api_key")
        .build();
  }

  private static ExportDictionary ga4Fields() {
    return ExportDictionary.builder()
        .fields(ACCOUNT_ID, "user_id")
        .fields(DEVICE_ID, "user_pseudo_id pseudo_user_id device.vendor_id")
        .fields(ADVERTISING_ID, "device.advertising_id")
        .fields(SESSION_ID, "event_params.ga_session_id event_params.session_id")
        .fields(SESSION_ID, "event_params.ga_session_number")
        .added(CITY, "geo.city")
        .added(REGION, "geo.region geo.metro")
        .added(COUNTRY, "geo.country geo.continent geo.sub_continent")
        .fields(LOCALE, "device.language device.time_zone_offset_seconds")
        .fields(USER_AGENT, "device.*")
        .fields(BROWSING_HISTORY, "event_params.page_location event_params.page_title")
        .fields(BROWSING_HISTORY, "event_params.page_path event_params.link_url device.web_info.*")
        .fields(BROWSING_HISTORY, "event_params.firebase_screen*")
        .fields(USER_AGENT, "device.web_info.browser device.web_info.browser_version")
        .fields(BROWSING_HISTORY, "device.web_info.hostname")
        .fields(SEARCH_HISTORY, "event_params.search_term")
        .fields(REFERRER, "event_params.page_referrer event_params.ignore_referrer")
        .fields(
            CAMPAIGN,
            "traffic_source.* collected_traffic_source.* session_traffic_source_last_click.*",
            "event_params.source event_params.medium event_params.campaign event_params.term",
            "event_params.content event_params.gclid event_params.gclsrc event_params.dclid")
        .fields(PURCHASE_HISTORY, "ecommerce.* items items.* event_value_in_usd")
        .fields(PURCHASE_HISTORY, "event_params.value event_params.transaction_id")
        .fields(PURCHASE_HISTORY, "event_params.currency")
        .added(PURCHASE_HISTORY, "user_ltv.*")
        .fields(PRIVACY_PREFERENCES, "privacy_info.*")
        .fields(BEHAVIOR, "event_name event_timestamp event_date event_previous_timestamp")
        .added(BEHAVIOR, "user_first_touch_timestamp event_params.engagement_time_msec")
        .fields(OPERATIONS, "app_info.* stream_id platform event_bundle_sequence_id is_active_user")
        .added(OPERATIONS, "event_server_timestamp_offset batch_* event_dimensions.* publisher.*")
        .added(OPERATIONS, "event_params.session_engaged event_params.engaged_session_event")
        .added(OPERATIONS, "user_properties.set_timestamp_micros")
        .added(OPERATIONS, "event_params.entrances event_params.debug_mode")
        .shown(ACCOUNT_ID, false, "Effective user ID", "User ID")
        .shown(DEVICE_ID, false, "App-instance ID", "User pseudo ID", "Client ID")
        .shown(BEHAVIOR, false, "Event name", "Date", "Date + hour (YYYYMMDDHH)", "Hour", "Minute")
        .shown(BEHAVIOR, true, "First visit date", "Last active", "Event count", "Sessions")
        .shown(BEHAVIOR, true, "Engaged sessions", "Active users", "Total users", "Views")
        .shown(CITY, true, "City", "Town/City")
        .shown(REGION, true, "Region")
        .shown(COUNTRY, true, "Country", "Continent", "Subcontinent")
        .shown(LOCALE, false, "Language", "Language code")
        .shown(USER_AGENT, false, "Browser", "Operating system", "OS version", "Device category")
        .shown(USER_AGENT, false, "Device brand", "Device model", "Screen resolution", "Device")
        .shown(USER_AGENT, false, "Operating system with version", "Browser version", "Platform")
        .shown(BROWSING_HISTORY, false, "Page location", "Page path and screen class")
        .shown(BROWSING_HISTORY, false, "Page title and screen name", "Page title", "Page path")
        .shown(BROWSING_HISTORY, false, "Landing page", "Landing page + query string", "Hostname")
        .shown(REFERRER, false, "Page referrer")
        .shown(SEARCH_HISTORY, false, "Search term")
        .shown(CAMPAIGN, false, "Session source / medium", "Session campaign", "Session source")
        .shown(CAMPAIGN, false, "First user source / medium", "First user campaign")
        .shown(CAMPAIGN, false, "First user source", "First user medium", "Session medium")
        .shown(PURCHASE_HISTORY, false, "Purchase revenue", "Total revenue", "Transaction ID")
        .shown(PURCHASE_HISTORY, true, "Lifetime value", "LTV", "Transactions")
        .shown(OPERATIONS, false, "Stream ID", "Stream name")
        .build();
  }
}
