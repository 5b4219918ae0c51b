package dev.firebreak.assessment;

/// Tells the shape of a row by the paths that it has, and for messages by their type.
final class RowShapes {
  private RowShapes() {}

  /// @param marks the union of the marks of the row's paths
  static RowShape of(long marks, FlatRow row) {
    if (has(marks, RowMark.PSEUDO_ID)) {
      return has(marks, RowMark.EVENT_NAME) || has(marks, RowMark.EVENT_PARAMS)
          ? RowShape.GA4_EVENT
          : RowShape.GA4_USER;
    }
    if (has(marks, RowMark.AMPLITUDE_MERGE) || has(marks, RowMark.AMPLITUDE_ID)) {
      return has(marks, RowMark.EVENT_TYPE) ? RowShape.AMPLITUDE_EVENT : RowShape.AMPLITUDE_USER;
    }
    if (has(marks, RowMark.EVENT_TYPE)
        && (has(marks, RowMark.EVENT_PROPERTIES) || has(marks, RowMark.USER_PROPERTIES))) {
      return RowShape.AMPLITUDE_EVENT;
    }
    if (has(marks, RowMark.MESSAGE_ID)
        && (has(marks, RowMark.TYPE) || has(marks, RowMark.CONTEXT))) {
      return message(has(marks, RowMark.RUDDER), row);
    }
    if (has(marks, RowMark.RECEIVED_COLUMN)
        && (has(marks, RowMark.CONTEXT_COLUMN) || has(marks, RowMark.WAREHOUSE_COLUMN))) {
      return warehouse(marks);
    }
    return product(marks);
  }

  private static RowShape product(long marks) {
    boolean event = has(marks, RowMark.EVENT);
    if (has(marks, RowMark.MIXPANEL_ID)) {
      return RowShape.MIXPANEL_PROFILE;
    }
    if (has(marks, RowMark.MIXPANEL_GROUP)) {
      return RowShape.MIXPANEL_GROUP;
    }
    if (has(marks, RowMark.POSTHOG_GROUP)) {
      return RowShape.POSTHOG_GROUP;
    }
    boolean person =
        has(marks, RowMark.PERSON) && (has(marks, RowMark.DISTINCT_ID) || has(marks, RowMark.UUID));
    if (event && (person || has(marks, RowMark.DISTINCT_ID)) && !isBare(marks)) {
      return RowShape.POSTHOG_EVENT;
    }
    if (person || (has(marks, RowMark.DISTINCT_IDS) && has(marks, RowMark.PROPERTIES))) {
      return RowShape.POSTHOG_PERSON;
    }
    if (event && has(marks, RowMark.PROPERTIES)) {
      return RowShape.MIXPANEL_EVENT;
    }
    return shown(marks);
  }

  /// Tables that a vendor's pages give out, with the names that people see.
  private static RowShape shown(long marks) {
    boolean event = has(marks, RowMark.SHOWN_EVENT);
    if (has(marks, RowMark.SHOWN_ID)) {
      return event ? RowShape.MIXPANEL_EVENT : RowShape.MIXPANEL_PROFILE;
    }
    if (has(marks, RowMark.AMPLITUDE_SHOWN)) {
      return event ? RowShape.AMPLITUDE_EVENT : RowShape.AMPLITUDE_USER;
    }
    if (has(marks, RowMark.RUDDER_SHOWN)) {
      return event ? RowShape.RUDDERSTACK_EVENT : RowShape.RUDDERSTACK_PROFILE;
    }
    if (has(marks, RowMark.SEGMENT_SHOWN)) {
      return event ? RowShape.SEGMENT_EVENT : RowShape.SEGMENT_PROFILE;
    }
    if (has(marks, RowMark.GA4_SHOWN)) {
      return event ? RowShape.GA4_EVENT : RowShape.GA4_USER;
    }
    if (has(marks, RowMark.POSTHOG_SHOWN)) {
      return RowShape.POSTHOG_EVENT;
    }
    return has(marks, RowMark.POSTHOG_PERSON_SHOWN) ? RowShape.POSTHOG_PERSON : RowShape.TABLE;
  }

  /// An event with nothing that only PostHog has.
  private static boolean isBare(long marks) {
    return !has(marks, RowMark.UUID)
        && !has(marks, RowMark.PERSON)
        && !has(marks, RowMark.PROPERTIES);
  }

  private static RowShape message(boolean rudder, FlatRow row) {
    for (int i = 0; i < row.size(); i++) {
      if (row.node(i).path().equals("type")) {
        return switch (row.value(i)) {
          case "identify" -> rudder ? RowShape.RUDDERSTACK_PROFILE : RowShape.SEGMENT_PROFILE;
          case "group" -> rudder ? RowShape.RUDDERSTACK_GROUP : RowShape.SEGMENT_GROUP;
          default -> rudder ? RowShape.RUDDERSTACK_EVENT : RowShape.SEGMENT_EVENT;
        };
      }
    }
    return rudder ? RowShape.RUDDERSTACK_EVENT : RowShape.SEGMENT_EVENT;
  }

  private static RowShape warehouse(long marks) {
    boolean rudder = has(marks, RowMark.RUDDER);
    if (has(marks, RowMark.EVENT) || has(marks, RowMark.PAGE_COLUMN)) {
      return rudder ? RowShape.RUDDERSTACK_COLUMNS : RowShape.SEGMENT_COLUMNS;
    }
    if (has(marks, RowMark.SENT_COLUMN)) {
      return rudder ? RowShape.RUDDERSTACK_IDENTIFIES : RowShape.SEGMENT_IDENTIFIES;
    }
    return rudder ? RowShape.RUDDERSTACK_USERS : RowShape.SEGMENT_USERS;
  }

  private static boolean has(long marks, RowMark mark) {
    return (marks & mark.bit()) != 0;
  }
}
