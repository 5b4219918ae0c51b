package dev.firebreak.incident;

import dev.firebreak.duty.Residences;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Where affected people live: country by country, each with its regions, those with the most
/// people first.
///
/// @param all every place with its people, those with the most first
/// @param countries the same by country
/// @param unknown people whose place nobody knows
public record ReportPlaces(List<Place> all, List<Country> countries, long unknown) {
  /// How many countries stand in the text; all of them stand in the annex.
  public static final int SHOWN = 10;

  /// Nobody lives anywhere.
  static final ReportPlaces NONE = new ReportPlaces(List.of(), List.of(), 0);

  public ReportPlaces {
    all = List.copyOf(all);
    countries = List.copyOf(countries);
  }

  /// @param code ISO 3166-2 where the region is known, else ISO 3166-1 alpha-2
  public record Place(String code, long people) {
    private String country() {
      return code.split("-", 2)[0];
    }

    /// The region's code without the country's; empty where no region is known.
    public String region() {
      return code.indexOf('-') < 0 ? "" : code.substring(code.indexOf('-') + 1);
    }
  }

  /// @param code ISO 3166-1 alpha-2
  /// @param places its places, those with the most people first
  public record Country(String code, List<Place> places) {
    public Country {
      places = List.copyOf(places);
    }

    public long people() {
      return places.stream().mapToLong(Place::people).sum();
    }

    /// As people call it in English; the code where it is none of the standard.
    public String name() {
      return ReportWords.country(code);
    }
  }

  static ReportPlaces of(Residences residences) {
    List<Place> all =
        residences.byPlace().entrySet().stream()
            .sorted(most(Map.Entry::getValue, Map.Entry::getKey))
            .map(entry -> new Place(entry.getKey(), entry.getValue()))
            .toList();
    List<Country> countries =
        all.stream().collect(Collectors.groupingBy(Place::country)).entrySet().stream()
            .map(entry -> new Country(entry.getKey(), entry.getValue()))
            .sorted(most(Country::people, Country::code))
            .toList();
    return new ReportPlaces(all, countries, residences.unknown());
  }

  private static <T> Comparator<T> most(Function<T, Long> people, Function<T, String> code) {
    return Comparator.comparing(people, Comparator.reverseOrder()).thenComparing(code);
  }

  public List<Country> top() {
    return top(SHOWN);
  }

  List<Country> top(int count) {
    return countries.subList(0, Math.min(count, countries.size()));
  }

  /// How many countries stand in the annex alone.
  public int furtherCountries() {
    return Math.max(0, countries.size() - SHOWN);
  }

  /// How many people live in those.
  public long furtherPeople() {
    return countries.stream().skip(SHOWN).mapToLong(Country::people).sum();
  }
}
