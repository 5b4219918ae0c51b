package dev.firebreak.testkit.erasure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Whom a vendor has, and what it was asked about them. Confined to the emulator's lock.
final class VendorPeople {
  private final Set<String> there = new TreeSet<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private Predicate<String> refused = _ -> false;
  private Predicate<String> failing = _ -> false;

  void add(Collection<String> ids) {
    there.addAll(ids);
  }

  Set<String> there() {
    return Set.copyOf(there);
  }

  boolean has(String id) {
    return there.contains(id);
  }

  void erase(Collection<String> ids) {
    there.removeAll(ids);
  }

  /// Notes that a request for these was taken.
  void taken(Collection<String> ids) {
    ids.forEach(id -> asked.merge(id, 1, Integer::sum));
  }

  Map<String, Integer> asked() {
    return Map.copyOf(asked);
  }

  void refuse(Predicate<String> ids) {
    refused = ids;
  }

  void fail(Predicate<String> ids) {
    failing = ids;
  }

  /// Whether a request for these is refused: none, too many, or one that the vendor will not take.
  boolean refuses(Collection<String> ids, int idsMax) {
    return ids.isEmpty() || ids.size() > idsMax || ids.stream().anyMatch(refused);
  }

  /// Whether a request that was taken comes to nothing.
  boolean fails(Collection<String> ids) {
    return ids.stream().anyMatch(failing);
  }

  /// The texts of an array.
  static List<String> ids(JsonNode array) {
    List<String> ids = new ArrayList<>();
    array.forEach(id -> ids.add(id.asString("")));
    return ids;
  }
}
