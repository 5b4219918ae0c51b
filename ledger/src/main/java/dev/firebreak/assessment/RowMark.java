package dev.firebreak.assessment;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/// What the presence of a path tells about the shape of its row. A row's marks are the union over
/// its paths, so that the shape costs one `or` a value.
enum RowMark {
  EVENT,
  PROPERTIES,
  DISTINCT_ID,
  DISTINCT_IDS,
  MIXPANEL_ID,
  MIXPANEL_GROUP,
  SHOWN_ID,
  SHOWN_EVENT,
  AMPLITUDE_ID,
  AMPLITUDE_MERGE,
  EVENT_TYPE,
  EVENT_PROPERTIES,
  USER_PROPERTIES,
  MESSAGE_ID,
  TYPE,
  CONTEXT,
  CONTEXT_COLUMN,
  RECEIVED_COLUMN,
  SENT_COLUMN,
  WAREHOUSE_COLUMN,
  PAGE_COLUMN,
  RUDDER,
  UUID,
  PERSON,
  POSTHOG_GROUP,
  PSEUDO_ID,
  EVENT_NAME,
  EVENT_PARAMS,
  PARAMETER_KEY,
  OBJECT_TEXT,
  AMPLITUDE_SHOWN,
  SEGMENT_SHOWN,
  RUDDER_SHOWN,
  GA4_SHOWN,
  POSTHOG_SHOWN,
  POSTHOG_PERSON_SHOWN;

  private static final Map<String, RowMark> EXACT =
      Map.ofEntries(
          entry("event", EVENT),
          entry("event_text", EVENT),
          entry("properties", PROPERTIES),
          entry("distinct_id", DISTINCT_ID),
          entry("$distinct_id", MIXPANEL_ID),
          entry("$properties", MIXPANEL_ID),
          entry("$group_key", MIXPANEL_GROUP),
          entry("$group_id", MIXPANEL_GROUP),
          entry("Distinct ID", SHOWN_ID),
          entry("Event", SHOWN_EVENT),
          entry("Event Name", SHOWN_EVENT),
          entry("Event Type", SHOWN_EVENT),
          entry("Event name", SHOWN_EVENT),
          entry("Amplitude ID", AMPLITUDE_SHOWN),
          entry("Segment ID", SEGMENT_SHOWN),
          entry("Segment User ID", SEGMENT_SHOWN),
          entry("Rudder ID", RUDDER_SHOWN),
          entry("Effective user ID", GA4_SHOWN),
          entry("App-instance ID", GA4_SHOWN),
          entry("User pseudo ID", GA4_SHOWN),
          entry("amplitude_id", AMPLITUDE_ID),
          entry("merged_amplitude_id", AMPLITUDE_MERGE),
          entry("event_type", EVENT_TYPE),
          entry("event_properties", EVENT_PROPERTIES),
          entry("user_properties", USER_PROPERTIES),
          entry("messageId", MESSAGE_ID),
          entry("type", TYPE),
          entry("context", CONTEXT),
          entry("received_at", RECEIVED_COLUMN),
          entry("sent_at", SENT_COLUMN),
          entry("original_timestamp", SENT_COLUMN),
          entry("timestamp", SENT_COLUMN),
          entry("anonymous_id", WAREHOUSE_COLUMN),
          entry("uuid_ts", WAREHOUSE_COLUMN),
          entry("path", PAGE_COLUMN),
          entry("url", PAGE_COLUMN),
          entry("rudderId", RUDDER),
          entry("rudder_id", RUDDER),
          entry("context_request_ip", RUDDER),
          entry("context_passed_ip", RUDDER),
          entry("request_ip", RUDDER),
          entry("context.sessionStart", RUDDER),
          entry("context.page.tab_url", RUDDER),
          entry("context.page.initial_referring_domain", RUDDER),
          entry("uuid", UUID),
          entry("person_id", PERSON),
          entry("person_properties", PERSON),
          entry("person_version", PERSON),
          entry("person_distinct_id_version", PERSON),
          entry("group_type_index", POSTHOG_GROUP),
          entry("user_pseudo_id", PSEUDO_ID),
          entry("pseudo_user_id", PSEUDO_ID),
          entry("event_name", EVENT_NAME),
          entry("event_params.key", PARAMETER_KEY),
          entry("user_properties.key", PARAMETER_KEY));

  /// Where exports to tables write an object as text.
  private static final Set<String> OBJECT_TEXTS =
      Set.of(
          "properties",
          "$properties",
          "person_properties",
          "event_properties",
          "user_properties",
          "group_properties",
          "groups",
          "traits",
          "context");

  private static final Map<String, RowMark> OBJECTS =
      Map.of(
          "properties", PROPERTIES,
          "$properties", MIXPANEL_ID,
          "event_properties", EVENT_PROPERTIES,
          "user_properties", USER_PROPERTIES,
          "person_properties", PERSON,
          "context", CONTEXT,
          "event_params", EVENT_PARAMS,
          "distinct_ids", DISTINCT_IDS);

  long bit() {
    return 1L << ordinal();
  }

  /// The marks of a path.
  static long of(String path) {
    RowMark exact = EXACT.get(path);
    long marks = exact == null ? 0 : exact.bit();
    int end = objectEnd(path);
    if (end > 0) {
      RowMark object = OBJECTS.get(path.substring(0, end));
      marks |= object == null ? 0 : object.bit();
    }
    marks |= OBJECT_TEXTS.contains(path) ? OBJECT_TEXT.bit() : 0;
    marks |= path.startsWith("*.") ? POSTHOG_SHOWN.bit() : 0;
    boolean person =
        path.startsWith("person.properties.") || path.startsWith("person.distinct_ids");
    marks |= person ? POSTHOG_PERSON_SHOWN.bit() : 0;
    return path.startsWith("context_") ? marks | CONTEXT_COLUMN.bit() : marks;
  }

  private static int objectEnd(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '.' || path.charAt(i) == '[') {
        return i;
      }
    }
    return 0;
  }
}
