package dev.firebreak.risk;

/// The logarithm of the gamma function for positive arguments, to about 13 digits: Stirling's
/// series (Abramowitz and Stegun 6.1.41), after the argument was raised to 10 or more.
final class LogGamma {
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private LogGamma() {}

  static double of(double x) {
    if (!(x > 0)) {
      throw new IllegalArgumentException("the logarithm of gamma is for positive numbers");
    }
    double raised = x;
    double lowered = 0;
    while (raised < 10) {
      lowered += Math.log(raised);
      raised++;
    }
    double inverse = 1 / raised;
    double square = inverse * inverse;
    double series =
        inverse
            * (1 / 12.0
                - square
                    * (1 / 360.0 - square * (1 / 1260.0 - square * (1 / 1680.0 - square / 1188))));
    return (raised - 0.5) * Math.log(raised) - raised + HALF_LOG_TWO_PI + series - lowered;
  }

  /// The logarithm of the number of ways to choose `k` of `n`; negative infinity where there is
  /// none.
  static double choose(long n, long k) {
    if (k < 0 || k > n) {
      return Double.NEGATIVE_INFINITY;
    }
    return of(n + 1.0) - of(k + 1.0) - of(n - k + 1.0);
  }
}
