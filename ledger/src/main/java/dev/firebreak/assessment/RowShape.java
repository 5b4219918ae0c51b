package dev.firebreak.assessment;

/// What a row of a data set is: whose export it comes from, and what it tells about.
///
/// The kind is a column of the reduced rows: 0 a table, 1 an event, 2 a profile, 3 a group. Of an
/// event that has no identifier nobody is made; a profile's time is no event's.
enum RowShape {
  TABLE(ExportDialect.UNKNOWN, 0, "table"),
  MIXPANEL_EVENT(ExportDialect.MIXPANEL, 1, "mixpanel-events"),
  MIXPANEL_PROFILE(ExportDialect.MIXPANEL, 2, "mixpanel-profiles"),
  MIXPANEL_GROUP(ExportDialect.MIXPANEL, 3, "mixpanel-groups"),
  AMPLITUDE_EVENT(ExportDialect.AMPLITUDE, 1, "amplitude-events"),
  AMPLITUDE_USER(ExportDialect.AMPLITUDE, 2, "amplitude-users"),
  SEGMENT_EVENT(ExportDialect.SEGMENT, 1, "segment-events"),
  SEGMENT_PROFILE(ExportDialect.SEGMENT, 2, "segment-profiles"),
  SEGMENT_GROUP(ExportDialect.SEGMENT, 3, "segment-groups"),
  SEGMENT_COLUMNS(ExportDialect.SEGMENT_WAREHOUSE, 1, "segment-warehouse-events"),
  SEGMENT_IDENTIFIES(ExportDialect.SEGMENT_WAREHOUSE, 2, "segment-warehouse-identifies"),
  SEGMENT_USERS(ExportDialect.SEGMENT_WAREHOUSE, 2, "segment-warehouse-users"),
  RUDDERSTACK_EVENT(ExportDialect.RUDDERSTACK, 1, "rudderstack-events"),
  RUDDERSTACK_PROFILE(ExportDialect.RUDDERSTACK, 2, "rudderstack-profiles"),
  RUDDERSTACK_GROUP(ExportDialect.RUDDERSTACK, 3, "rudderstack-groups"),
  RUDDERSTACK_COLUMNS(ExportDialect.RUDDERSTACK_WAREHOUSE, 1, "rudderstack-warehouse-events"),
  RUDDERSTACK_IDENTIFIES(
      ExportDialect.RUDDERSTACK_WAREHOUSE, 2, "rudderstack-warehouse-identifies"),
  RUDDERSTACK_USERS(ExportDialect.RUDDERSTACK_WAREHOUSE, 2, "rudderstack-warehouse-users"),
  POSTHOG_EVENT(ExportDialect.POSTHOG, 1, "posthog-events"),
  POSTHOG_PERSON(ExportDialect.POSTHOG, 2, "posthog-persons"),
  POSTHOG_GROUP(ExportDialect.POSTHOG, 3, "posthog-groups"),
  GA4_EVENT(ExportDialect.GA4, 1, "ga4-events"),
  GA4_USER(ExportDialect.GA4, 2, "ga4-users");

  private final ExportDialect dialect;
  private final byte code;
  private final String label;

  RowShape(ExportDialect dialect, int code, String label) {
    this.dialect = dialect;
    this.code = (byte) code;
    this.label = label;
  }

  ExportDialect dialect() {
    return dialect;
  }

  byte code() {
    return code;
  }

  boolean isGroup() {
    return code == 3;
  }

  /// The shape's name in results.
  String label() {
    return label;
  }
}
