package dev.firebreak.risk;

import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// Pitman's model of how people fall into classes (N. Hoshino 2001), fitted by maximum likelihood.
///
/// The logarithm of the likelihood of u classes of n people, s(j) of them of size j, up to a
/// constant: the sum of log(theta + i alpha) over i from 1 to u-1, less that of log(theta + i) over
/// i from 1 to n-1, plus s(j) times the sum of log(l - alpha) over l from 1 to j-1, for all j.
///
/// @param theta above 0
/// @param alpha between 0 and 1; the nearer to 1, the more classes of one stay in the population
record Pitman(double theta, double alpha) {
  private static final int STEPS = 60;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final double ALPHA_MIN = 1e-6;
  private static final double LOG_THETA_MIN = Math.log(1e-3);
  private static final double LOG_THETA_MAX = Math.log(1e9);

  /// The best fit; empty where there are no classes of one, none larger, or the likelihood is
  /// highest at the border of what the model allows.
  static Optional<Pitman> fit(ClassSizes sizes) {
    long ones = sizes.classesBySize().getOrDefault(1L, 0L);
    if (ones == 0 || ones == sizes.classes()) {
      return Optional.empty();
    }
    double alpha =
        highest(each -> likelihood(sizes, bestTheta(sizes, each), each), ALPHA_MIN, 1 - ALPHA_MIN);
    double theta = bestTheta(sizes, alpha);
    boolean atBorder =
        alpha < 10 * ALPHA_MIN
            || alpha > 1 - 10 * ALPHA_MIN
            || Math.log(theta) < LOG_THETA_MIN + 0.01
            || Math.log(theta) > LOG_THETA_MAX - 0.01;
    return atBorder ? Optional.empty() : Optional.of(new Pitman(theta, alpha));
  }

  /// The expected number of classes of one among `people` people, for large numbers: gamma(theta +
  /// 1) / gamma(theta + alpha) x people^alpha.
  double uniques(long people) {
    return Math.exp(
        LogGamma.of(theta + 1) - LogGamma.of(theta + alpha) + alpha * Math.log((double) people));
  }

  private static double bestTheta(ClassSizes sizes, double alpha) {
    return Math.exp(
        highest(log -> likelihood(sizes, Math.exp(log), alpha), LOG_THETA_MIN, LOG_THETA_MAX));
  }

  static double likelihood(ClassSizes sizes, double theta, double alpha) {
    double u = sizes.classes();
    double n = sizes.people();
    double sum =
        (u - 1) * Math.log(alpha)
            + LogGamma.of(theta / alpha + u)
            - LogGamma.of(theta / alpha + 1)
            - LogGamma.of(theta + n)
            + LogGamma.of(theta + 1);
    double one = LogGamma.of(1 - alpha);
    for (Map.Entry<Long, Long> entry : sizes.classesBySize().entrySet()) {
      sum += entry.getValue() * (LogGamma.of(entry.getKey() - alpha) - one);
    }
    return sum;
  }

  /// Where a function with one peak is highest, by golden sections.
  private static double highest(DoubleUnaryOperator function, double from, double to) {
    double low = from;
    double high = to;
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = function.applyAsDouble(left);
    double atRight = function.applyAsDouble(right);
    for (int step = 0; step < STEPS; step++) {
      if (atLeft < atRight) {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = function.applyAsDouble(right);
      } else {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = function.applyAsDouble(left);
      }
    }
    return (low + high) / 2;
  }
}
