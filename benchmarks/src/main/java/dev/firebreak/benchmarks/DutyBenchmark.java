package dev.firebreak.benchmarks;

import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyEvaluation;
import dev.firebreak.duty.DutyFacts;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.HoldingTally;
import dev.firebreak.duty.Moment;
import dev.firebreak.duty.RiskLevel;
import dev.firebreak.duty.RiskReading;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// All duties of the catalogue for one incident, by the number of different combinations of
/// residence and exposed categories. One thread.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DutyBenchmark {
  private static final Instant NOW = Instant.parse("2026-03-04T15:20:00Z");

  /// How many combinations; 20 000 is the most that are kept.
  @Param({"50", "2000", "20000"})
  public int combinations;

  private final DutyEvaluation evaluation =
      new DutyEvaluation(DutyCatalogue.shipped(), Clock.fixed(NOW, ZoneOffset.UTC));
  private Optional<DutyFacts> facts = Optional.empty();

  @Setup
  public void makeFacts() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    List<String> countries = new ArrayList<>(List.of(Locale.getISOCountries()));
    HoldingTally tally = new HoldingTally();
    for (int i = 0; i < combinations; i++) {
      String country = countries.get(random.nextInt(countries.size()));
      long clear = random.nextLong() & (DataCategory.OPERATIONS.mask() - 1);
      tally.add(Optional.of(country), Optional.empty(), clear, clear);
    }
    long all = DataCategory.OPERATIONS.mask() - 1;
    facts =
        Optional.of(
            new DutyFacts(
                new DutyFacts.Company("IE", Map.of()),
                new DutyFacts.Exposed(all, all, 0, 0, false),
                tally.residences(),
                Optional.of(new RiskReading(RiskLevel.RISK, RiskLevel.HIGH, List.of("measured"))),
                Map.of(),
                new DutyFacts.Timeline(Map.of(Moment.VENDOR_TOLD_US, NOW), Map.of(), NOW)));
  }

  @Benchmark
  public List<DutyFinding> allDuties() {
    return evaluation.evaluate(facts.orElseThrow());
  }
}
