package dev.firebreak.duty;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many affected people live where, and what is exposed of them.
///
/// @param byPlace people by ISO 3166-2 code where the region is known (`US-CA`), else by ISO 3166-1
///   alpha-2 (`US`); nobody counts twice
/// @param unknown people whose country nobody knows
/// @param holdings everybody by place and combination of categories; empty where only the union of
///   all people's categories is known
public record Residences(Map<String, Long> byPlace, long unknown, List<Holding> holdings) {
  /// @param holdings null counts as empty: earlier versions of findings have none
  public Residences(Map<String, Long> byPlace, long unknown, @Nullable List<Holding> holdings) {
    this.byPlace = Map.copyOf(byPlace);
    this.unknown = unknown;
    this.holdings = holdings == null ? List.of() : List.copyOf(holdings);
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

  /// People who may live there beyond those who certainly do: of unknown country, or of the country
  /// but unknown region.
  public long maybeIn(String place) {
    int hyphen = place.indexOf('-');
    long regionUnknown = hyphen < 0 ? 0 : byPlace.getOrDefault(place.substring(0, hyphen), 0L);
    return unknown + regionUnknown;
  }

  static boolean isIn(String residence, String place) {
    return residence.equals(place) || residence.startsWith(place + "-");
  }
}
