package dev.firebreak.duty;

import dev.firebreak.taxonomy.DataCategory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The facts of an incident in November 2025, to be varied by tests.
final class DutyFixture {
  static final Instant TOLD_US = Instant.parse("2025-11-25T14:30:00Z");

  final Map<Moment, Instant> moments = new HashMap<>(Map.of(Moment.VENDOR_TOLD_US, TOLD_US));
  final Map<String, Map<Moment, Instant>> ofDuties = new HashMap<>();
  final Map<String, Boolean> statements = new HashMap<>();
  final Map<String, Boolean> answers = new HashMap<>();
  String establishment = "IE";
  long clear = DataCategory.NAME.mask() | DataCategory.EMAIL.mask();
  int unexplained;
  long unread;

  /// True where everybody has all of what is exposed; false where only the union is known.
  boolean perPerson = true;

  Residences residences = new Residences(Map.of("DE", 6_000L, "US-CA", 800L, "US", 20L), 30);
  Optional<RiskReading> risk =
      Optional.of(new RiskReading(RiskLevel.HIGH, RiskLevel.HIGH, List.of("12 people critical")));
  Instant now = Instant.parse("2025-11-26T08:00:00Z");
  DutyCatalogue catalogue = DutyCatalogue.shipped();

  Map<String, DutyFinding> evaluate() {
    DutyFacts facts =
        new DutyFacts(
            new DutyFacts.Company(establishment, statements),
            new DutyFacts.Exposed(clear, clear, unexplained, unread, false),
            residences.holdings().isEmpty() && perPerson ? everybody(residences) : residences,
            risk,
            answers,
            new DutyFacts.Timeline(moments, ofDuties, Instant.parse("2025-11-25T15:00:00Z")));
    Map<String, DutyFinding> byId = new HashMap<>();
    new DutyEvaluation(catalogue, Clock.fixed(now, ZoneOffset.UTC))
        .evaluate(facts)
        .forEach(finding -> byId.put(finding.duty().id(), finding));
    return byId;
  }

  private Residences everybody(Residences places) {
    List<Holding> holdings = new ArrayList<>();
    places.byPlace().forEach((place, n) -> holdings.add(new Holding(place, clear, clear, n)));
    if (places.unknown() > 0) {
      holdings.add(new Holding("", clear, clear, places.unknown()));
    }
    return new Residences(places.byPlace(), places.unknown(), holdings);
  }

  DutyFinding of(String id) {
    return java.util.Objects.requireNonNull(evaluate().get(id));
  }
}
