package dev.firebreak.policy;

import dev.firebreak.detect.SelfReference;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.QuarantineReason;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.event.TokenBuffer.Kind;
import dev.firebreak.pseudonym.DevicePrefix;
import dev.firebreak.taxonomy.DataCategory;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The first walk: who a message is about, when it happened, under which dedupe id, which personal
/// values it states itself, and whether it can be treated at all. Identities come first because
/// they may stand last. Confined, reused from message to message.
final class MessageSurvey {
  static final int DEPTH_MAX = 64;
  private static final String DEVICE_PREFIX = DevicePrefix.TEXT;

  private final FieldRules rules;
  private final UserIdKind userIds;
  private final Set<String> seen = new HashSet<>();
  private final Set<String> identities = new HashSet<>();
  private final Map<DataCategory, Treatment> stated = new EnumMap<>(DataCategory.class);
  final SelfReference known = new SelfReference();

  @Nullable String eventName;
  @Nullable String distinctId;
  @Nullable String userId;
  @Nullable String identifiedId;
  @Nullable String alias;
  @Nullable String deviceId;
  @Nullable String anonymousId;
  @Nullable String mergedId;
  @Nullable String otherMergedId;
  @Nullable String groupId;
  int propertiesAt;
  boolean idempotent;

  MessageSurvey(FieldRules rules, UserIdKind userIds) {
    this.rules = rules;
    this.userIds = userIds;
  }

  void clear() {
    seen.clear();
    identities.clear();
    known.clear();
    stated.clear();
    eventName = null;
    distinctId = null;
    userId = null;
    identifiedId = null;
    alias = null;
    deviceId = null;
    anonymousId = null;
    mergedId = null;
    otherMergedId = null;
    groupId = null;
    propertiesAt = -1;
    idempotent = true;
  }

  /// Walks the message; null where it can be treated, else why not.
  @Nullable QuarantineReason survey(TokenBuffer message, MessageKind kind) {
    clear();
    rules.work().refill();
    if (message.size() < 2 || message.kind(0) != Kind.START_OBJECT) {
      return QuarantineReason.WRONG_SHAPE;
    }
    if (isTooDeep(message)) {
      return QuarantineReason.TOO_DEEP;
    }
    QuarantineReason reason =
        switch (kind) {
          case EVENT -> surveyEvent(message);
          case PROFILE, GROUP -> surveyUpdate(message, kind);
        };
    if (reason == null && userIds == UserIdKind.EMAIL && distinctId != null) {
      known.add(DataCategory.EMAIL, distinctId);
    }
    return reason;
  }

  private @Nullable QuarantineReason surveyEvent(TokenBuffer message) {
    for (int i = 1; i < message.end(0); i = message.end(i + 1) + 1) {
      String name = message.text(i);
      if (name.equals("event") || name.equals("properties")) {
        if (!seen.add("/" + name)) {
          return QuarantineReason.DUPLICATE_KEY;
        }
        boolean event = name.equals("event");
        if (message.kind(i + 1) != (event ? Kind.STRING : Kind.START_OBJECT)) {
          return QuarantineReason.WRONG_SHAPE;
        }
        if (event) {
          eventName = message.text(i + 1);
        } else {
          propertiesAt = i + 1;
        }
      } else {
        state(message, rules.messageField(MessageKind.EVENT, name), i + 1);
      }
    }
    if (eventName == null) {
      return QuarantineReason.WRONG_SHAPE;
    }
    return propertiesAt < 0 ? null : properties(message, MessageKind.EVENT, propertiesAt);
  }

  private @Nullable QuarantineReason surveyUpdate(TokenBuffer message, MessageKind kind) {
    for (int i = 1; i < message.end(0); i = message.end(i + 1) + 1) {
      String name = message.text(i);
      Slot slot = Slot.ofMessageField(kind, name);
      if (slot.isUnique() && !seen.add(name)) {
        return QuarantineReason.DUPLICATE_KEY;
      }
      identity(message, name, i + 1);
      if (ProfileOperations.isOperation(name)) {
        idempotent &= !name.equals("$add") && !name.equals("$append");
        if (message.kind(i + 1) == Kind.START_OBJECT) {
          stateValues(message, kind, i + 1);
        }
      } else {
        state(message, rules.messageField(kind, name), i + 1);
      }
    }
    boolean anonymous =
        kind == MessageKind.GROUP ? groupId == null : distinctId == null && userId == null;
    return anonymous ? QuarantineReason.NO_IDENTITY : null;
  }

  private @Nullable QuarantineReason properties(
      TokenBuffer message, MessageKind kind, int container) {
    for (int i = container + 1; i < message.end(container); i = message.end(i + 1) + 1) {
      String name = message.text(i);
      FieldRule rule = rules.property(kind, name);
      boolean group = rule.slot() == Slot.GROUP && !name.equals("$group_id");
      if (rule.slot().isUnique() && !group && !seen.add(name)) {
        return QuarantineReason.DUPLICATE_KEY;
      }
      if (rule.slot() == Slot.PERSON || rule.slot() == Slot.GROUP) {
        identity(message, name, i + 1);
      }
      state(message, rule, i + 1);
    }
    return null;
  }

  private void stateValues(TokenBuffer message, MessageKind kind, int container) {
    for (int i = container + 1; i < message.end(container); i = message.end(i + 1) + 1) {
      state(message, rules.property(kind, message.text(i)), i + 1);
    }
  }

  /// Remembers the names, addresses, phone numbers and ids that the message states, at any depth.
  private void state(TokenBuffer message, FieldRule rule, int value) {
    DataCategory category = rule.category();
    Kind kind = message.kind(value);
    if (kind == Kind.STRING || kind == Kind.NUMBER) {
      state(category, rule.treatment(), message.text(value));
    } else if (kind == Kind.START_OBJECT || kind == Kind.START_ARRAY) {
      for (int i = value + 1; i < message.end(value); i++) {
        boolean named = message.kind(i - 1) == Kind.NAME;
        if (message.kind(i) == Kind.STRING || (message.kind(i) == Kind.NUMBER && !named)) {
          DataCategory own =
              named ? rules.nestedCategory(message.text(i - 1)).orElse(category) : category;
          state(own, rule.treatment(), message.text(i));
        }
      }
    }
  }

  private void state(@Nullable DataCategory category, Treatment treatment, String value) {
    if (category != null) {
      known.add(category, bare(value));
      if (!(treatment instanceof Treatment.Pass)) {
        stated.merge(category, treatment, Treatment::stricter);
      }
    }
  }

  /// The strictest of the treatments that fields of the category have in this message.
  Treatment treatmentWhereStated(DataCategory category) {
    return stated.getOrDefault(category, Treatment.pass());
  }

  private void identity(TokenBuffer message, String name, int value) {
    if (name.equals("$distinct_ids")) {
      mergedIds(message, value);
      return;
    }
    Kind kind = message.kind(value);
    String id = kind == Kind.STRING || kind == Kind.NUMBER ? message.text(value) : "";
    if (id.isEmpty()) {
      return;
    }
    identities.add(comparable(id));
    switch (name) {
      case "distinct_id", "$distinct_id" -> distinctId = distinctId == null ? id : distinctId;
      case "$user_id" -> userId = id;
      case "$identified_id" -> identifiedId = id;
      case "alias" -> alias = id;
      case "$device_id" -> deviceId = id;
      case "$anon_id", "$anon_distinct_id" -> anonymousId = id;
      case "$group_id" -> groupId = id;
      default -> {}
    }
  }

  private void mergedIds(TokenBuffer message, int value) {
    if (message.kind(value) != Kind.START_ARRAY) {
      return;
    }
    for (int i = value + 1; i < message.end(value); i = message.end(i) + 1) {
      if (message.kind(i) == Kind.STRING || message.kind(i) == Kind.NUMBER) {
        identities.add(comparable(message.text(i)));
        boolean device = message.text(i).startsWith(DEVICE_PREFIX);
        if (!device && mergedId == null) {
          mergedId = message.text(i);
        } else if (otherMergedId == null) {
          otherMergedId = message.text(i);
        }
      }
    }
  }

  /// The account's id: what the SDK says is the user, else a distinct id that is no device's.
  @Nullable String accountId() {
    if (userId != null) {
      return userId;
    }
    if (identifiedId != null) {
      return identifiedId;
    }
    if (isAlias() && alias != null) {
      return alias;
    }
    if (distinctId != null && !isDevice(distinctId)) {
      return distinctId;
    }
    return mergedId;
  }

  /// The device's id without Mixpanel's prefix.
  @Nullable String deviceIdBare() {
    String id = deviceIdRaw();
    return id == null ? null : bare(id);
  }

  /// The device's id as the slot that names it has it; the distinct id before all others, since it
  /// is the one that the vendor merges by.
  @Nullable String deviceIdRaw() {
    if (distinctId != null && (isAlias() || isDevice(distinctId))) {
      return distinctId;
    }
    if (anonymousId != null) {
      return anonymousId;
    }
    return deviceId != null ? deviceId : otherMergedId;
  }

  static String bare(String id) {
    return DevicePrefix.strip(id);
  }

  /// True where the text is one of the message's own ids, in whatever case and with hyphens or not.
  boolean isIdentity(String text) {
    return identities.contains(comparable(text));
  }

  private static String comparable(String id) {
    return bare(id).replace("-", "").toLowerCase(Locale.ROOT);
  }

  /// `$create_alias` gives the id so far as distinct id and the account's as alias.
  private boolean isAlias() {
    return "$create_alias".equals(eventName);
  }

  private boolean isDevice(String id) {
    return id.startsWith(DEVICE_PREFIX) || id.equals(deviceId) || id.equals(anonymousId);
  }

  private static boolean isTooDeep(TokenBuffer message) {
    int depth = 0;
    for (int i = 0; i < message.size(); i++) {
      switch (message.kind(i)) {
        case START_OBJECT, START_ARRAY -> depth++;
        case END_OBJECT, END_ARRAY -> depth--;
        case NAME, STRING, NUMBER, TRUE, FALSE, NULL -> {}
      }
      if (depth > DEPTH_MAX) {
        return true;
      }
    }
    return false;
  }
}
