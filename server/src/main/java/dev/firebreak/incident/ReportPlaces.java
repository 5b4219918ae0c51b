package dev.firebreak.incident;

import dev.firebreak.duty.Residences;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Where affected people live: the places with the most of them, and what the rest comes to.
///
/// @param all every place with its people, those with the most first
/// @param furtherPlaces how many places beyond the first [#SHOWN]
/// @param furtherPeople how many people live there
/// @param unknown people whose place nobody knows
public record ReportPlaces(List<Place> all, int furtherPlaces, long furtherPeople, long unknown) {
  /// How many places stand in the text; all of them stand in the annex.
  public static final int SHOWN = 10;

  /// Nobody lives anywhere.
  static final ReportPlaces NONE = new ReportPlaces(List.of(), 0, 0, 0);

  public ReportPlaces {
    all = List.copyOf(all);
  }

  /// @param code ISO 3166-2 where the region is known, else ISO 3166-1 alpha-2
  public record Place(String code, long people) {}

  static ReportPlaces of(Residences residences) {
    List<Place> all =
        residences.byPlace().entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(entry -> new Place(entry.getKey(), entry.getValue()))
            .toList();
    List<Place> further = all.subList(Math.min(SHOWN, all.size()), all.size());
    return new ReportPlaces(
        all, further.size(), further.stream().mapToLong(Place::people).sum(), residences.unknown());
  }

  public List<Place> top() {
    return top(SHOWN);
  }

  List<Place> top(int count) {
    return all.subList(0, Math.min(count, all.size()));
  }
}
