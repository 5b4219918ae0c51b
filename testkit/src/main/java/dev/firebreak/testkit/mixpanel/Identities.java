package dev.firebreak.testkit.mixpanel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which ids the vendor takes for one person: a union-find over ids.
///
/// It knows the merges of both of Mixpanel's identity models: `$identify` (with `$identified_id` or
/// `distinct_id`, and `$anon_id` or `$anon_distinct_id`), `$create_alias`, `$merge`, and an event
/// that has both `$user_id` and `$device_id`. The canonical id of a merged person is the id that
/// was named as identified in the last merge; which one it is carries no meaning. Confined to its
/// store's lock.
final class Identities {
  private final Map<String, String> parent = new HashMap<>();
  private final Map<String, String> label = new HashMap<>();

  /// Joins two ids; the person is then called by `identified`.
  void merge(String identified, String other) {
    if (identified.isEmpty() || other.isEmpty() || identified.equals(other)) {
      return;
    }
    String root = root(identified);
    String otherRoot = root(other);
    if (!root.equals(otherRoot)) {
      parent.put(otherRoot, root);
    }
    label.put(root, identified);
  }

  /// Gives a device to the first user seen on it; a later user of the same device is no merge.
  void claimDevice(String user, String device) {
    if (canonical(device).equals(device) && !canonical(user).equals(device)) {
      merge(user, device);
    }
  }

  /// The id that the vendor calls this id's person by; the id itself where nothing was merged.
  String canonical(String id) {
    String root = root(id);
    return label.getOrDefault(root, root);
  }

  /// All ids that take part in a merge with one of these, and these themselves.
  Set<String> clusters(Collection<String> ids) {
    Set<String> wanted = new HashSet<>();
    ids.forEach(id -> wanted.add(canonical(id)));
    Set<String> all = new HashSet<>(ids);
    for (String id : parent.keySet()) {
      if (wanted.contains(canonical(id))) {
        all.add(id);
      }
    }
    all.addAll(wanted);
    return all;
  }

  private String root(String id) {
    String at = id;
    List<String> passed = new ArrayList<>();
    for (String up = parent.get(at); up != null; up = parent.get(at)) {
      passed.add(at);
      at = up;
    }
    for (String child : passed) {
      parent.put(child, at);
    }
    return at;
  }
}
