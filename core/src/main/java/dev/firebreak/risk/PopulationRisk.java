package dev.firebreak.risk;

import java.util.Collection;

/// The risk where the attacker does not know that the target is in the data, measured against a
/// population that holds everyone in it: the company's own accounts.
///
/// @param people people of the data that the figures stand on
/// @param smallestPopulationClass the k of k-map: the fewest people of the population who share a
///   class of the data; 0 where there is no class
/// @param journalistMax one divided by that
/// @param marketer expected share of people whom an attacker re-identifies who goes after all: the
///   sum of f/F over classes, divided by people
/// @param shareUnique share of people who are alone in their class of the population, 0 to 1
/// @param above shares of people whose journalist risk 1/F is above the customary thresholds
public record PopulationRisk(
    long people,
    long smallestPopulationClass,
    double journalistMax,
    double marketer,
    double shareUnique,
    ClassFigures.ShareAbove above) {
  /// A class of the data beside the same class of the population.
  ///
  /// @param inData people of the data in the class, at least 1
  /// @param inPopulation people of the population in the class; below `inData` (people without an
  ///   account) it counts as `inData`
  public record MatchedClass(long inData, long inPopulation) {
    public MatchedClass {
      if (inData < 1 || inPopulation < 0) {
        throw new IllegalArgumentException("a class of the data has people");
      }
      inPopulation = Math.max(inPopulation, inData);
    }
  }

  /// The figures over all classes of the data.
  public static PopulationRisk of(Collection<MatchedClass> classes) {
    long people = 0;
    long smallest = Long.MAX_VALUE;
    double expected = 0;
    for (MatchedClass matched : classes) {
      people += matched.inData();
      smallest = Math.min(smallest, matched.inPopulation());
      expected += (double) matched.inData() / matched.inPopulation();
    }
    return people == 0
        ? new PopulationRisk(0, 0, 0, 0, 0, ClassFigures.ShareAbove.NONE)
        : new PopulationRisk(
            people,
            smallest,
            1.0 / smallest,
            expected / people,
            shareAbove(classes, people, 0.5),
            new ClassFigures.ShareAbove(
                shareAbove(classes, people, 0.05),
                shareAbove(classes, people, 0.09),
                shareAbove(classes, people, 0.33)));
  }

  private static double shareAbove(
      Collection<MatchedClass> classes, long people, double threshold) {
    long above = 0;
    for (MatchedClass matched : classes) {
      above += 1.0 / matched.inPopulation() > threshold ? matched.inData() : 0;
    }
    return (double) above / people;
  }
}
