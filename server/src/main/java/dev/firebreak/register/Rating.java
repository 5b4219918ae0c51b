package dev.firebreak.register;

import java.util.stream.IntStream;

/// How much a vendor matters and how far it can be trusted, each from 1 (low) to 4 (high). Criteria
/// and formula are those of EBIOS Risk Manager, workshop 3 (ANSSI, 2018): dependency and
/// penetration make the exposure, cyber maturity and trust its reliability. Criticality stands
/// beside them: how much it hurts us where the vendor fails or leaks.
///
/// @param criticality how much depends on it
/// @param penetration how far the vendor reaches into our data and systems
/// @param dependency how hard it is to do without it
/// @param maturity how well it handles security
/// @param trust whether its intentions agree with ours
public record Rating(int criticality, int penetration, int dependency, int maturity, int trust) {
  public Rating {
    if (!IntStream.of(criticality, penetration, dependency, maturity, trust)
        .allMatch(each -> each >= 1 && each <= 4)) {
      throw new IllegalArgumentException("a rating's numbers are 1 to 4");
    }
  }

  /// The threat level: exposure by reliability, from 1/16 to 16.
  public double threat() {
    return (double) (dependency * penetration) / (maturity * trust);
  }

  /// A rating and who gave it.
  ///
  /// @param review which it belongs to
  /// @param because why these numbers
  public record Given(
      Rating rating, String review, String because, VendorReview.Signature signature) {}
}
