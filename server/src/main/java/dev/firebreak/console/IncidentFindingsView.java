package dev.firebreak.console;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.incident.AbsenceFinding;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.Incident;
import dev.firebreak.incident.Lure;
import dev.firebreak.incident.ProvisionalList;
import dev.firebreak.risk.PhishingRisk;
import dev.firebreak.risk.QuasiIdentifier;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the findings of an incident say, as charts and tables: counts and kinds, nobody's values.
/// Public for the template alone.
///
/// @param findings the latest; empty before any file was read
/// @param provisional the list from the ledger; empty before it was made
/// @param lures what the thief can write, to invented people of whom the same is known
public record IncidentFindingsView(
    Incident incident,
    Optional<Findings> findings,
    Optional<ProvisionalList> provisional,
    List<Lure.Side> lures) {
  private static final int COUNTRIES_MAX = 12;
  private static final int SETS_MAX = 8;

  public IncidentFindingsView {
    lures = List.copyOf(lures);
  }

  /// What was exposed, by category and form.
  public List<FormBars> bars() {
    return findings.stream().flatMap(found -> bars(found).stream()).toList();
  }

  static List<FormBars> bars(Findings found) {
    return found.categories().entrySet().stream()
        .map(entry -> {
          Assessment.CategoryExposure exposed = entry.getValue();
          return new FormBars(
              entry.getKey(),
              exposed.peopleClear(),
              exposed.peopleGeneralized(),
              exposed.peopleTokenized(),
              found.people().total());
        })
        .toList();
  }

  /// Where people live, the most frequent countries first; what is left is one bar.
  public List<CountBar> countries(Frame frame) {
    Map<String, Long> byCountry = new TreeMap<>();
    findings()
        .map(found -> found.people().residences().byPlace())
        .orElse(Map.of())
        .forEach((place, people) -> byCountry.merge(place.split("-", 2)[0], people, Long::sum));
    List<Map.Entry<String, Long>> sorted =
        byCountry.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .toList();
    long most = sorted.isEmpty() ? 1 : sorted.getFirst().getValue();
    List<CountBar> bars = new ArrayList<>();
    sorted.stream()
        .limit(COUNTRIES_MAX)
        .forEach(entry -> bars.add(bar(frame, country(frame, entry.getKey()), entry, most)));
    long further = sorted.stream().skip(COUNTRIES_MAX).mapToLong(Map.Entry::getValue).sum();
    if (further > 0) {
      String label = frame.say("finding.countries.more", sorted.size() - COUNTRIES_MAX);
      bars.add(bar(frame, label, Map.entry(label, further), Math.max(most, further)));
    }
    long unknown = findings().map(found -> found.people().residences().unknown()).orElse(0L);
    if (unknown > 0) {
      String label = frame.say("finding.countries.unknown");
      bars.add(bar(frame, label, Map.entry(label, unknown), Math.max(most, unknown)));
    }
    return bars;
  }

  private static CountBar bar(Frame frame, String label, Map.Entry<String, Long> entry, long most) {
    return new CountBar(
        label, frame.number(entry.getValue()), (double) entry.getValue() / most, "blue");
  }

  private static String country(Frame frame, String code) {
    String name = Locale.of("", code).getDisplayCountry(frame.words().language().locale());
    return name.isEmpty() ? code : name;
  }

  /// How many people are in which band of phishing risk, the worst first.
  public List<CountBar> bands(Frame frame) {
    List<CountBar> bars = new ArrayList<>();
    findings()
        .ifPresent(found -> {
          Findings.Phishing phishing = found.risk().phishing();
          long all =
              Math.max(1, phishing.bands().values().stream().mapToLong(Long::longValue).sum());
          for (PhishingRisk.Band band : Arrays.asList(PhishingRisk.Band.values()).reversed()) {
            long people = phishing.in(band);
            bars.add(
                new CountBar(
                    frame.say("band", band),
                    frame.number(people),
                    (double) people / all,
                    color(band)));
          }
        });
    return bars;
  }

  private static String color(PhishingRisk.Band band) {
    return switch (band) {
      case CRITICAL -> "red";
      case HIGH -> "amber";
      case MEDIUM, LOW -> "blue";
    };
  }

  /// The smallest sets of facts that single out the most people.
  public List<CountBar> singlingOut(Frame frame) {
    return findings().map(found -> found.risk().figures().singlingOut()).orElse(List.of()).stream()
        .sorted(Comparator.comparingDouble(Assessment.SubsetRisk::shareUnique).reversed())
        .limit(SETS_MAX)
        .map(set ->
            new CountBar(
                set.fields().stream().map(QuasiIdentifier::words).collect(Collectors.joining(", ")),
                frame.percent(set.shareUnique()),
                set.shareUnique(),
                "amber"))
        .toList();
  }

  /// What was not exposed, by how strong that is.
  public Map<AbsenceFinding.Grade, List<DataCategory>> absences() {
    Map<AbsenceFinding.Grade, List<DataCategory>> absences =
        new TreeMap<>(Comparator.reverseOrder());
    findings()
        .map(Findings::absences)
        .orElse(List.of())
        .forEach(absence ->
            absences
                .computeIfAbsent(absence.grade(), _ -> new ArrayList<>())
                .add(absence.category()));
    return absences;
  }

  /// Kinds of data as a list of keys.
  public String keys(List<DataCategory> categories) {
    return categories.stream().map(DataCategory::key).collect(Collectors.joining(", "));
  }
}
