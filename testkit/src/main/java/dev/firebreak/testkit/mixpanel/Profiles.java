package dev.firebreak.testkit.mixpanel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Profiles of people or of groups, and the operations on them. Confined to its store's lock.
final class Profiles {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, ObjectNode> byId = new LinkedHashMap<>();

  /// Does the operations of one update message.
  ///
  /// @return what is wrong with the message, in the vendor's words; empty where it was done
  Optional<String> apply(String id, JsonNode update, String time) {
    boolean known = false;
    for (Map.Entry<String, JsonNode> field : update.properties()) {
      JsonNode operand = field.getValue();
      switch (field.getKey()) {
        case "$set" -> operand.properties().forEach(e -> set(id, e.getKey(), e.getValue()));
        case "$set_once" ->
            operand.properties().forEach(e -> profile(id).putIfAbsent(e.getKey(), e.getValue()));
        case "$add" -> operand.properties().forEach(e -> add(id, e.getKey(), e.getValue()));
        case "$append" -> operand.properties().forEach(e -> append(id, e.getKey(), e.getValue()));
        case "$union" -> operand.properties().forEach(e -> union(id, e.getKey(), e.getValue()));
        case "$remove" -> operand.properties().forEach(e -> remove(id, e.getKey(), e.getValue()));
        case "$unset" -> operand.forEach(name -> profile(id).remove(name.asString()));
        case "$delete" -> byId.remove(id);
        default -> {
          continue;
        }
      }
      known = true;
      if (!field.getKey().equals("$delete")) {
        profile(id).put("$last_seen", time);
      }
    }
    return known ? Optional.empty() : Optional.of("update has no known operation");
  }

  void remove(String id) {
    byId.remove(id);
  }

  int size() {
    return byId.size();
  }

  /// The profiles with merged people made one; a canonical id's own values win over the others'.
  Map<String, ObjectNode> merged(Identities identities) {
    Map<String, ObjectNode> all = new LinkedHashMap<>();
    byId.forEach((id, profile) -> {
      String person = identities.canonical(id);
      ObjectNode target = all.computeIfAbsent(person, _ -> NODES.objectNode());
      boolean own = person.equals(id);
      for (Map.Entry<String, JsonNode> field : profile.properties()) {
        if (own || !target.has(field.getKey())) {
          target.set(field.getKey(), field.getValue());
        }
      }
    });
    return all;
  }

  private ObjectNode profile(String id) {
    return byId.computeIfAbsent(id, _ -> NODES.objectNode());
  }

  private void set(String id, String key, JsonNode value) {
    profile(id).set(key, cut(value));
  }

  private void add(String id, String key, JsonNode value) {
    if (value.isNumber()) {
      JsonNode before = profile(id).path(key);
      var sum = before.isNumber() ? before.decimalValue().add(value.decimalValue()) : null;
      profile(id).put(key, sum == null ? value.decimalValue() : sum);
    }
  }

  private void append(String id, String key, JsonNode value) {
    list(id, key).add(cut(value));
  }

  private void union(String id, String key, JsonNode values) {
    ArrayNode list = list(id, key);
    for (JsonNode value : values) {
      if (list.valueStream().noneMatch(value::equals)) {
        list.add(cut(value));
      }
    }
  }

  private void remove(String id, String key, JsonNode value) {
    if (profile(id).path(key) instanceof ArrayNode list) {
      for (int i = list.size() - 1; i >= 0; i--) {
        if (list.get(i).equals(value)) {
          list.remove(i);
        }
      }
    }
  }

  private ArrayNode list(String id, String key) {
    if (profile(id).path(key) instanceof ArrayNode list) {
      return list;
    }
    return profile(id).putArray(key);
  }

  private static JsonNode cut(JsonNode value) {
    return value.isString() ? NODES.stringNode(EventReader.cut(value.asString())) : value;
  }
}
