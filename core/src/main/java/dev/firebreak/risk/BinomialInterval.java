package dev.firebreak.risk;

/// The exact confidence interval of a share of which `found` of `tried` were seen: Clopper and
/// Pearson (1934). It covers the true share at least as often as its confidence says, however few
/// were tried; so it is rather too wide than too narrow.
///
/// @param low at least 0
/// @param high at most 1
public record BinomialInterval(double low, double high) {
  private static final int HALVINGS = 60;

  public BinomialInterval {
    if (!(low >= 0 && low <= high && high <= 1)) {
      throw new IllegalArgumentException("an interval of shares lies between 0 and 1");
    }
  }

  /// The interval with equal chances on both sides.
  ///
  /// @param tried at least 1
  /// @param found 0 to `tried`
  /// @param confidence between 0 and 1, as 0.95
  public static BinomialInterval clopperPearson(long found, long tried, double confidence) {
    if (tried < 1 || found < 0 || found > tried || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("so many cannot be found of so many");
    }
    double each = (1 - confidence) / 2;
    double low = found == 0 ? 0 : solve(p -> 1 - atMost(found - 1, tried, p), each);
    double high = found == tried ? 1 : solve(p -> -atMost(found, tried, p), -each);
    return new BinomialInterval(low, Math.max(low, high));
  }

  private interface Rising {
    double at(double p);
  }

  /// Where a function that rises with the share reaches a value.
  private static double solve(Rising function, double value) {
    double from = 0;
    double to = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (from + to) / 2;
      if (function.at(middle) < value) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return (from + to) / 2;
  }

  /// The chance that at most `k` of `n` are seen, where each is with the chance `p`.
  private static double atMost(long k, long n, double p) {
    double sum = 0;
    for (long i = 0; i <= k; i++) {
      sum += Math.exp(LogGamma.choose(n, i) + i * Math.log(p) + (n - i) * Math.log1p(-p));
    }
    return Math.min(1, sum);
  }
}
