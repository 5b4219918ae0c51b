package dev.firebreak.policy;

import dev.firebreak.event.MessageKind;

/// The part that a field plays in Mixpanel's protocol, beside its category.
enum Slot {
  /// None.
  PLAIN,
  /// Names a person or a device; all of these share one domain of tokens.
  PERSON,
  /// Names a group.
  GROUP,
  /// When it happened.
  TIME,
  /// The vendor's dedupe id.
  DEDUPE,
  /// A credential in its place, or a trace of the gateway: removed, delivery adds its own.
  STRIPPED;

  /// Time and dedupe id are an event's; in a profile they are properties like any other.
  static Slot ofProperty(MessageKind kind, String name) {
    Slot slot = ofProperty(name);
    boolean ofEvents = slot == TIME || slot == DEDUPE;
    return ofEvents && kind != MessageKind.EVENT ? PLAIN : slot;
  }

  private static Slot ofProperty(String name) {
    return switch (name) {
      case "distinct_id",
          "$distinct_id",
          "$user_id",
          "$device_id",
          "$identified_id",
          "$anon_id",
          "$anon_distinct_id",
          "alias",
          "$distinct_ids",
          "$distinct_id_before_identity",
          "mp_original_distinct_id" ->
          PERSON;
      case "$group_id" -> GROUP;
      case "time" -> TIME;
      case "$insert_id" -> DEDUPE;
      case "token", "$token", "api_key", "$lib_custom_api_host" -> STRIPPED;
      default -> PLAIN;
    };
  }

  static Slot ofMessageField(MessageKind kind, String name) {
    return switch (kind) {
      case EVENT -> name.equals("token") || name.equals("api_key") ? STRIPPED : PLAIN;
      case PROFILE, GROUP ->
          switch (name) {
            case "$distinct_id", "$user_id", "$device_id", "$distinct_ids" -> PERSON;
            case "$group_id" -> GROUP;
            case "$time" -> TIME;
            case "$token", "token", "api_key" -> STRIPPED;
            default -> PLAIN;
          };
    };
  }

  /// True where the field may stand once only.
  boolean isUnique() {
    return switch (this) {
      case PERSON, GROUP, TIME, DEDUPE -> true;
      case PLAIN, STRIPPED -> false;
    };
  }
}
