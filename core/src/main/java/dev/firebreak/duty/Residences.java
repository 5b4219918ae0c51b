package dev.firebreak.duty;

import java.util.List;
import java.util.Map;

/// How many affected people live where, and what is exposed of them.
///
/// @param byPlace people by ISO 3166-2 code where the region is known (`US-CA`), else by ISO 3166-1
///   alpha-2 (`US`); nobody counts twice
/// @param unknown people whose country nobody knows
/// @param holdings everybody by place and combination of categories; empty where only the union of
///   all people's categories is known
public record Residences(Map<String, Long> byPlace, long unknown, List<Holding> holdings) {
  public Residences {
    byPlace = Map.copyOf(byPlace);
    holdings = List.copyOf(holdings);
  }

  /// Residences of people of whom only the union of categories is known.
  public Residences(Map<String, Long> byPlace, long unknown) {
    this(byPlace, unknown, List.of());
  }

  public long total() {
    return byPlace.values().stream().mapToLong(Long::longValue).sum() + unknown;
  }

  /// People who certainly live in a country or region.
  public long in(String place) {
    return byPlace.entrySet().stream()
        .filter(entry -> isIn(entry.getKey(), place))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  static boolean isIn(String residence, String place) {
    return residence.equals(place) || residence.startsWith(place + "-");
  }
}
