package dev.firebreak.policy;

import dev.firebreak.event.MessageKind;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The part that a field plays in Mixpanel's protocol, beside its category.
enum Slot {
  /// None.
  PLAIN,
  /// Names a person or a device; all of these share one domain of tokens.
  PERSON,
  /// Names a group; a binding's own group keys are slots of this kind too.
  GROUP,
  /// When it happened.
  TIME,
  /// The vendor's dedupe id.
  DEDUPE,
  /// A credential in its place, or a trace of the gateway: removed, delivery adds its own.
  STRIPPED;

  private static final Map<String, Slot> BY_PROPERTY = byName(Slot::properties);
  private static final Map<String, Slot> BY_MESSAGE_FIELD = byName(Slot::messageFields);

  /// Names of this slot's fields among the properties of a message.
  Set<String> properties() {
    return switch (this) {
      case PLAIN -> Set.of();
      case PERSON ->
          Set.of(
              "distinct_id",
              "$distinct_id",
              "$user_id",
              "$device_id",
              "$identified_id",
              "$anon_id",
              "$anon_distinct_id",
              "alias",
              "$distinct_ids",
              "$distinct_id_before_identity",
              "mp_original_distinct_id");
      case GROUP -> Set.of("$group_id");
      case TIME -> Set.of("time");
      case DEDUPE -> Set.of("$insert_id");
      case STRIPPED -> Set.of("token", "$token", "api_key", "$lib_custom_api_host");
    };
  }

  /// Names of this slot's fields in the message of a profile or a group itself.
  Set<String> messageFields() {
    return switch (this) {
      case PLAIN, DEDUPE -> Set.of();
      case PERSON -> Set.of("$distinct_id", "$user_id", "$device_id", "$distinct_ids");
      case GROUP -> Set.of("$group_id");
      case TIME -> Set.of("$time");
      case STRIPPED -> Set.of("$token", "token", "api_key");
    };
  }

  /// Time and dedupe id are an event's; in a profile they are properties like any other.
  static Slot ofProperty(MessageKind kind, String name) {
    Slot slot = BY_PROPERTY.getOrDefault(name, PLAIN);
    boolean ofEvents = slot == TIME || slot == DEDUPE;
    return ofEvents && kind != MessageKind.EVENT ? PLAIN : slot;
  }

  static Slot ofMessageField(MessageKind kind, String name) {
    return switch (kind) {
      case EVENT -> name.equals("token") || name.equals("api_key") ? STRIPPED : PLAIN;
      case PROFILE, GROUP -> BY_MESSAGE_FIELD.getOrDefault(name, PLAIN);
    };
  }

  /// True where the field may stand once only.
  boolean isUnique() {
    return switch (this) {
      case PERSON, GROUP, TIME, DEDUPE -> true;
      case PLAIN, STRIPPED -> false;
    };
  }

  private static Map<String, Slot> byName(Function<Slot, Set<String>> names) {
    return Arrays.stream(values())
        .flatMap(slot -> names.apply(slot).stream().map(name -> Map.entry(name, slot)))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
