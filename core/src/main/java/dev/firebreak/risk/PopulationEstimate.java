package dev.firebreak.risk;

import java.util.Map;
import java.util.OptionalDouble;

/// How many people are unique in the population, estimated from how many are in the data alone: for
/// fields that the population's own list does not have.
///
/// Both estimates suppose that the data is a simple random sample of the population and smaller
/// than it. A stolen data set seldom is: it holds the customers of one product, or the last months.
/// They are an order of magnitude, not a measurement; where the list of the population has the
/// fields, [PopulationRisk] counts instead.
///
/// - **Zayatz**: how likely a class of one in the data is a class of one in the population, by
///   Bayes with the class sizes of the data as prior (L. Zayatz, Estimation of the percent of
///   unique population elements on a microdata file using the sample, US Bureau of the Census,
///   1991). It overestimates where the data is a small share of the population.
/// - **Pitman**: the Pitman model fitted by maximum likelihood, with the expected number of classes
///   of one at the population's size (N. Hoshino, Applying Pitman's sampling formula to microdata
///   disclosure risk assessment, Journal of Official Statistics 17(4), 2001). It needs classes of
///   one and larger ones.
///
/// @param population size of the population
/// @param samplingFraction people of the data / population, 0 to 1
/// @param uniqueGivenUnique Zayatz: probability that a person unique in the data is unique in the
///   population; empty where nobody is unique in the data or it is the whole population
/// @param zayatz estimated share of the population that is unique, 0 to 1
/// @param pitman the same by the Pitman model; empty where the model does not fit
public record PopulationEstimate(
    long population,
    double samplingFraction,
    OptionalDouble uniqueGivenUnique,
    OptionalDouble zayatz,
    OptionalDouble pitman) {

  /// Estimates from the classes of the data.
  ///
  /// @param population at least the number of people in the data
  public static PopulationEstimate of(ClassSizes sizes, long population) {
    long people = sizes.people();
    if (population < people) {
      throw new IllegalArgumentException("a population holds everyone of its sample");
    }
    double fraction = population == 0 ? 0 : (double) people / population;
    long ones = sizes.classesBySize().getOrDefault(1L, 0L);
    if (ones == 0 || people == population) {
      return new PopulationEstimate(
          population,
          fraction,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());
    }
    double conditional = uniqueGivenUnique(sizes, population);
    double zayatz = Math.min(1, conditional * ones / fraction / population);
    return new PopulationEstimate(
        population,
        fraction,
        OptionalDouble.of(conditional),
        OptionalDouble.of(zayatz),
        Pitman.fit(sizes)
            .map(fit -> OptionalDouble.of(Math.min(1, fit.uniques(population) / population)))
            .orElse(OptionalDouble.empty()));
  }

  /// P(1 in the population | 1 in the data): of all sizes that a class may have in the population,
  /// with the data's own distribution of sizes, how often one member is drawn.
  private static double uniqueGivenUnique(ClassSizes sizes, long population) {
    double one = 0;
    double all = 0;
    for (Map.Entry<Long, Long> entry : sizes.classesBySize().entrySet()) {
      double prior = (double) entry.getValue() / sizes.classes();
      double drawn = prior * oneDrawn(entry.getKey(), sizes.people(), population);
      one += entry.getKey() == 1 ? drawn : 0;
      all += drawn;
    }
    return one / all;
  }

  /// The hypergeometric probability that of a class of `size` in the population exactly one is in a
  /// sample.
  private static double oneDrawn(long size, long sample, long population) {
    double log =
        Math.log((double) size)
            + LogGamma.choose(population - size, sample - 1)
            - LogGamma.choose(population, sample);
    return Math.exp(log);
  }
}
