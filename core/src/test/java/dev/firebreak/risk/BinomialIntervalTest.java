package dev.firebreak.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialIntervalTest {
  /// 81/263, 0/20 and 1/29 are examples of Newcombe (1998), "Two-sided confidence intervals for the
  /// single proportion", Statistics in Medicine 17, 857-872, with the limits given there for the
  /// method of Clopper and Pearson; the others were computed by another program, from exact sums of
  /// the binomial distribution.
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2527, 0.3676",
    "0, 20, 0.0000, 0.1684",
    "1, 29, 0.0009, 0.1776",
    "15, 148, 0.0578, 0.1617",
    "2, 3, 0.0943, 0.9916"
  })
  void equalsThePublishedValues(long found, long tried, double low, double high) {
    BinomialInterval interval = BinomialInterval.clopperPearson(found, tried, 0.95);

    assertThat(interval.low()).isCloseTo(low, within(0.00005));
    assertThat(interval.high()).isCloseTo(high, within(0.00005));
  }

  /// Where none or all are found the bounds have a closed form: (alpha / 2) ^ (1 / n).
  @ParameterizedTest
  @CsvSource({"1", "5", "10", "1000", "100000"})
  void boundsOfAllAndNoneHaveTheirClosedForm(long tried) {
    double bound = Math.pow(0.025, 1.0 / tried);

    assertThat(BinomialInterval.clopperPearson(tried, tried, 0.95).low())
        .isCloseTo(bound, within(1e-9));
    assertThat(BinomialInterval.clopperPearson(tried, tried, 0.95).high()).isEqualTo(1);
    assertThat(BinomialInterval.clopperPearson(0, tried, 0.95).low()).isZero();
    assertThat(BinomialInterval.clopperPearson(0, tried, 0.95).high())
        .isCloseTo(1 - bound, within(1e-9));
  }

  @Test
  void isSymmetricAndNarrowsWithTheNumberTried() {
    BinomialInterval five = BinomialInterval.clopperPearson(5, 10, 0.95);
    BinomialInterval many = BinomialInterval.clopperPearson(5_000, 10_000, 0.95);

    assertThat(five.low()).isCloseTo(0.1871, within(0.00005));
    assertThat(five.low()).isCloseTo(1 - five.high(), within(1e-9));
    assertThat(many.high() - many.low()).isLessThan(0.02);
  }

  @Test
  void moreFoundThanTriedIsRefused() {
    assertThatThrownBy(() -> BinomialInterval.clopperPearson(2, 1, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BinomialInterval.clopperPearson(0, 0, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
