package dev.firebreak.duty;

import java.util.Map;

/// How many affected people live where.
///
/// @param byPlace people by ISO 3166-2 code where the region is known (`US-CA`), else by ISO 3166-1
///   alpha-2 (`US`); nobody counts twice
/// @param unknown people whose country nobody knows
public record Residences(Map<String, Long> byPlace, long unknown) {
  public Residences {
    byPlace = Map.copyOf(byPlace);
  }

  public long total() {
    return byPlace.values().stream().mapToLong(Long::longValue).sum() + unknown;
  }

  /// People who certainly live in a country or region.
  public long in(String place) {
    String asCountry = place + "-";
    return byPlace.entrySet().stream()
        .filter(entry -> entry.getKey().equals(place) || entry.getKey().startsWith(asCountry))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /// People who may live there beyond those who certainly do: of unknown country, or of the country
  /// but unknown region.
  public long maybeIn(String place) {
    int hyphen = place.indexOf('-');
    long regionUnknown = hyphen < 0 ? 0 : byPlace.getOrDefault(place.substring(0, hyphen), 0L);
    return unknown + regionUnknown;
  }
}
