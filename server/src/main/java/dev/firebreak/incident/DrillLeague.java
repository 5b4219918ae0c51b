package dev.firebreak.incident;

import dev.firebreak.duty.DutyFinding;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Vendors by what a breach of each would mean now, the worst first: those with the most people who
/// can be named at once, then those with the most people. What is not known is not ranked as
/// harmless: it is said.
///
/// @param at when it was asked
/// @param places the vendors in their order
public record DrillLeague(Instant at, List<Place> places) {
  private static final Comparator<Place> WORST_FIRST =
      Comparator.comparingLong((Place place) -> place.drill().inClear())
          .thenComparingLong(place -> place.drill().peopleTotal())
          .reversed()
          .thenComparing(place -> place.drill().vendor());

  public DrillLeague {
    places = places.stream().sorted(WORST_FIRST).toList();
  }

  /// One vendor.
  ///
  /// @param name as people know it
  /// @param declared what its file says it holds, beside what went through Firebreak
  public record Place(String name, Drill drill, List<DataCategory> declared) {
    public Place {
      declared = List.copyOf(declared);
    }

    /// The direct identifiers that the vendor has of anybody in clear.
    public List<DataCategory> identifiers() {
      return drill.people().forms().entrySet().stream()
          .filter(entry -> entry.getValue().clear() > 0)
          .filter(entry -> (entry.getKey().mask() & EnisaSeverity.directIdentifiers()) != 0)
          .map(Map.Entry::getKey)
          .toList();
    }

    /// Duties that would be owed.
    public long owed() {
      return drill.duties().stream()
          .filter(duty -> duty.status() == DutyFinding.Status.OWED)
          .count();
    }

    /// How bad it would be; empty where nothing was measured.
    public Optional<EnisaSeverity> severity() {
      return drill.measured().map(Drill.Measured::severity);
    }

    /// Why it stands where it stands, in words.
    public String why() {
      List<String> reasons = new ArrayList<>();
      long people = drill.peopleTotal();
      if (people == 0) {
        reasons.add("nothing of it went through Firebreak");
      } else if (drill.inClear() > 0) {
        reasons.add(
            ReportWords.number(drill.inClear())
                + " of "
                + ReportWords.people(people)
                + " can be named at once, by "
                + CategoryWords.list(identifiers()));
      } else {
        reasons.add(
            "nobody of "
                + ReportWords.people(people)
                + " can be named by what it has in clear alone");
      }
      if (!declared.isEmpty()) {
        reasons.add("its file declares " + CategoryWords.list(declared));
      }
      return ReportWords.capital(String.join("; ", reasons)) + ".";
    }
  }
}
