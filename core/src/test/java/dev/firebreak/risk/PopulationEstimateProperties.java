package dev.firebreak.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Journalist, marketer and both estimates on random tables, against implementations that follow
/// the definitions person by person, in whole numbers or by plain sums.
class PopulationEstimateProperties {
  private static final int POPULATION_MAX = 60;

  /// Values of a population; the first `sampled` are in the data.
  record Table(List<Integer> values, int sampled) {
    List<Integer> data() {
      return values.subList(0, sampled);
    }

    long count(List<Integer> among, int value) {
      return among.stream().filter(each -> each == value).count();
    }
  }

  @Provide
  Arbitrary<Table> tables() {
    Arbitrary<List<Integer>> values =
        Arbitraries.integers().between(0, 25).list().ofMinSize(1).ofMaxSize(POPULATION_MAX);
    return Combinators.combine(values, Arbitraries.doubles().between(0, 1))
        .as((all, share) -> new Table(all, (int) Math.round(share * all.size())));
  }

  @Property(tries = 300)
  void journalistAndMarketerAreThoseOfACountPersonByPerson(@ForAll("tables") Table table) {
    Map<Integer, Long> inData = new HashMap<>();
    table.data().forEach(value -> inData.merge(value, 1L, Long::sum));
    PopulationRisk risk =
        PopulationRisk.of(
            inData.entrySet().stream()
                .map(each ->
                    new PopulationRisk.MatchedClass(
                        each.getValue(), table.count(table.values(), each.getKey())))
                .toList());
    double rightGuesses = 0;
    long unique = 0;
    long smallest = Long.MAX_VALUE;
    int[] above = new int[3];
    for (int value : table.data()) {
      long alike = table.count(table.values(), value);
      rightGuesses += 1.0 / alike;
      unique += alike == 1 ? 1 : 0;
      smallest = Math.min(smallest, alike);
      above[0] += alike < 20 ? 1 : 0;
      above[1] += alike < 12 ? 1 : 0;
      above[2] += alike < 4 ? 1 : 0;
    }
    int people = table.sampled();

    assertThat(risk.people()).isEqualTo(people);
    if (people > 0) {
      assertThat(risk.smallestPopulationClass()).isEqualTo(smallest);
      assertThat(risk.journalistMax()).isEqualTo(1.0 / smallest);
      assertThat(risk.marketer()).isCloseTo(rightGuesses / people, within(1e-12));
      assertThat(risk.shareUnique()).isEqualTo((double) unique / people);
      assertThat(risk.above())
          .isEqualTo(
              new ClassFigures.ShareAbove(
                  (double) above[0] / people,
                  (double) above[1] / people,
                  (double) above[2] / people));
    }
  }

  @Property(tries = 300)
  void zayatzIsThatOfWholeNumbers(@ForAll("tables") Table table) {
    ClassSizes sizes = ClassSizes.ofKeys(table.data());
    int population = table.values().size();
    int people = table.sampled();
    long ones =
        table.data().stream().filter(value -> table.count(table.data(), value) == 1).count();
    PopulationEstimate estimate = PopulationEstimate.of(sizes, population);

    if (ones == 0 || people == population) {
      assertThat(estimate.zayatz()).isEmpty();
      return;
    }
    // classes of size j, times the ways to draw exactly one of j among all people of the data
    BigInteger one = BigInteger.ZERO;
    BigInteger all = BigInteger.ZERO;
    for (Map.Entry<Long, Long> entry : sizes.classesBySize().entrySet()) {
      int size = Math.toIntExact(entry.getKey());
      BigInteger ways =
          choose(population - size, people - 1)
              .multiply(BigInteger.valueOf(size))
              .multiply(BigInteger.valueOf(entry.getValue()));
      one = size == 1 ? ways : one;
      all = all.add(ways);
    }
    double given = one.doubleValue() / all.doubleValue();

    assertThat(estimate.uniqueGivenUnique().getAsDouble()).isCloseTo(given, within(1e-9));
    assertThat(estimate.zayatz().getAsDouble())
        .isCloseTo(Math.min(1, given * ones / people), within(1e-9));
  }

  private static BigInteger choose(int n, int k) {
    if (k < 0 || k > n) {
      return BigInteger.ZERO;
    }
    BigInteger ways = BigInteger.ONE;
    for (int i = 1; i <= k; i++) {
      ways = ways.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
    }
    return ways;
  }

  /// The logarithm as Hoshino writes it, by sums over every person.
  private static double naiveLikelihood(ClassSizes sizes, double theta, double alpha) {
    double sum = 0;
    for (int i = 1; i < sizes.classes(); i++) {
      sum += Math.log(theta + i * alpha);
    }
    for (int i = 1; i < sizes.people(); i++) {
      sum -= Math.log(theta + i);
    }
    for (Map.Entry<Long, Long> entry : sizes.classesBySize().entrySet()) {
      for (int l = 1; l < entry.getKey(); l++) {
        sum += entry.getValue() * Math.log(l - alpha);
      }
    }
    return sum;
  }

  /// People who join a class the more often the larger it is, or found one: Pitman's own process.
  private static List<Integer> drawn(Random random) {
    double alpha = 0.2 + 0.6 * random.nextDouble();
    double theta = 1 + 10 * random.nextDouble();
    List<Integer> values = new ArrayList<>();
    int classes = 0;
    for (int n = 0; n < 100; n++) {
      double founded = (theta + classes * alpha) / (theta + n);
      int joined = random.nextInt(Math.max(1, n));
      boolean newClass = n == 0 || random.nextDouble() < founded;
      values.add(newClass ? classes++ : values.get(joined));
    }
    return values;
  }

  @Property(tries = 60)
  void noPointOfAGridIsMoreLikelyThanPitmansFit(@ForAll long seed) {
    ClassSizes sizes = ClassSizes.ofKeys(drawn(new Random(seed)));
    Optional<Pitman> fit = Pitman.fit(sizes);
    Assume.that(fit.isPresent());
    double best = naiveLikelihood(sizes, fit.get().theta(), fit.get().alpha());

    for (double alpha = 0.01; alpha < 1; alpha += 0.03) {
      for (double log = -6; log < 16; log += 0.5) {
        assertThat(naiveLikelihood(sizes, Math.exp(log), alpha))
            .as("theta e^%s, alpha %s", log, alpha)
            .isLessThanOrEqualTo(best + 1e-6);
      }
    }
  }

  @Property(tries = 60)
  void theLikelihoodIsThatOfPlainSums(
      @ForAll("tables") Table table,
      @ForAll @IntRange(min = 1, max = 99) int hundredths,
      @ForAll @IntRange(min = 1, max = 500) int theta) {
    ClassSizes sizes = ClassSizes.ofKeys(table.data());
    Assume.that(sizes.people() > 0);
    double alpha = hundredths / 100.0;

    assertThat(Pitman.likelihood(sizes, theta, alpha))
        .isCloseTo(naiveLikelihood(sizes, theta, alpha), within(1e-6));
  }

  /// Of n people the exact expectation is n times the product of (theta + alpha + i) / (theta + 1 +
  /// i) over i from 0 to n - 2.
  @Property(tries = 30)
  void theUniquesOfAPopulationAreThoseOfTheProduct(
      @ForAll @IntRange(min = 1, max = 99) int hundredths,
      @ForAll @IntRange(min = 1, max = 100) int theta) {
    double alpha = hundredths / 100.0;
    int population = 100_000;
    double exact = population;
    for (int i = 0; i < population - 1; i++) {
      exact *= (theta + alpha + i) / (theta + 1.0 + i);
    }

    assertThat(new Pitman(theta, alpha).uniques(population) / exact).isCloseTo(1, within(0.005));
  }
}
