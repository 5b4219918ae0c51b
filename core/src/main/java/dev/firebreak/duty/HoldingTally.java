package dev.firebreak.duty;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts people by residence and by their combination of exposed categories. Holds at most 20 000
/// combinations; beyond that it knows places only. Confined to one thread.
public final class HoldingTally {
  private static final int COMBINATIONS_MAX = 20_000;

  private record Key(String place, long clear, long anyForm) {}

  private final Map<String, Long> byPlace = new TreeMap<>();
  private final Map<Key, Long> combinations = new LinkedHashMap<>();
  private boolean tooMany;
  private long unknown;

  /// Counts a person.
  ///
  /// @param country ISO 3166-1 alpha-2; empty where unknown
  /// @param region the part after the country in ISO 3166-2; empty where unknown
  public void add(Optional<String> country, Optional<String> region, long clear, long anyForm) {
    String place =
        country.map(code -> region.map(part -> code + "-" + part).orElse(code)).orElse("");
    if (place.isEmpty()) {
      unknown++;
    } else {
      byPlace.merge(place, 1L, Long::sum);
    }
    if (!tooMany) {
      combinations.merge(new Key(place, clear, anyForm), 1L, Long::sum);
      tooMany = combinations.size() > COMBINATIONS_MAX;
    }
  }

  public Residences residences() {
    List<Holding> holdings = new ArrayList<>();
    if (!tooMany) {
      combinations.forEach((key, people) ->
          holdings.add(new Holding(key.place(), key.clear(), key.anyForm(), people)));
    }
    return new Residences(byPlace, unknown, holdings);
  }
}
