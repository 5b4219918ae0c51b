package dev.firebreak.risk;

/// What the classes of one set of quasi-identifiers say, as numbers that can be kept.
///
/// @param people people who were classed
/// @param classes number of equivalence classes
/// @param smallestClassSize the k of k-anonymity; 0 without people
/// @param shareUnique sample uniqueness: share of people alone in their class, 0 to 1
/// @param prosecutorAverage prosecutor risk averaged over people: classes / people
/// @param above shares of people above the customary thresholds
public record ClassFigures(
    long people,
    long classes,
    long smallestClassSize,
    double shareUnique,
    double prosecutorAverage,
    ShareAbove above) {

  /// Shares of people whose risk is above a threshold, 0 to 1.
  ///
  /// @param fivePercent above 0.05: the class has fewer than 20
  /// @param ninePercent above 0.09: fewer than 12 (1/11 is 0.0909)
  /// @param thirtyThreePercent above 0.33: fewer than 4 (1/3 is 0.333)
  public record ShareAbove(double fivePercent, double ninePercent, double thirtyThreePercent) {
    /// Nobody.
    public static final ShareAbove NONE = new ShareAbove(0, 0, 0);
  }

  /// The figures of classes.
  public static ClassFigures of(ClassSizes sizes) {
    return new ClassFigures(
        sizes.people(),
        sizes.classes(),
        sizes.smallestClassSize(),
        sizes.shareUnique(),
        sizes.prosecutorAverage(),
        new ShareAbove(sizes.shareAbove(0.05), sizes.shareAbove(0.09), sizes.shareAbove(0.33)));
  }

  /// The worst prosecutor risk: 1 / smallest class; 0 without people.
  public double prosecutorMax() {
    return smallestClassSize == 0 ? 0 : 1.0 / smallestClassSize;
  }
}
