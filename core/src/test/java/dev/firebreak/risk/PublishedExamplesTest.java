package dev.firebreak.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.firebreak.risk.PopulationRisk.MatchedClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Small tables that the literature publishes, and what it says about them.
class PublishedExamplesTest {
  /// L. Sweeney, k-anonymity: a model for protecting privacy, International Journal on Uncertainty,
  /// Fuzziness and Knowledge-based Systems 10(5), 2002, figure 2: k = 2 by race, birth, gender,
  /// ZIP.
  @Test
  void sweeneysTableIsTwoAnonymous() {
    ClassSizes sizes =
        ClassSizes.ofKeys(
            List.of(
                List.of("Black", "1965", "m", "0214*"),
                List.of("Black", "1965", "m", "0214*"),
                List.of("Black", "1965", "f", "0213*"),
                List.of("Black", "1965", "f", "0213*"),
                List.of("Black", "1964", "f", "0213*"),
                List.of("Black", "1964", "f", "0213*"),
                List.of("White", "1964", "m", "0213*"),
                List.of("White", "1964", "m", "0213*"),
                List.of("White", "1964", "m", "0213*"),
                List.of("White", "1967", "m", "0213*"),
                List.of("White", "1967", "m", "0213*")));

    assertThat(sizes.smallestClassSize()).isEqualTo(2);
    assertThat(sizes.prosecutorMax()).isEqualTo(0.5);
    assertThat(sizes.prosecutorAverage()).isEqualTo(5 / 11.0);
    assertThat(sizes.shareUnique()).isZero();
    assertThat(sizes.shareAbove(0.33)).isEqualTo(1);
  }

  /// V. Ciriani, S. De Capitani di Vimercati, S. Foresti, P. Samarati, k-Anonymity, in: Secure Data
  /// Management in Decentralized Systems, 2007, figure 1: only 1-anonymous.
  @Test
  void cirianisTableIsOneAnonymousOnly() {
    List<List<String>> rows =
        List.of(
            List.of("asian", "64/04/12", "F", "94142", "divorced"),
            List.of("asian", "64/09/13", "F", "94141", "divorced"),
            List.of("asian", "64/04/15", "F", "94139", "married"),
            List.of("asian", "63/03/13", "M", "94139", "married"),
            List.of("asian", "63/03/18", "M", "94139", "married"),
            List.of("black", "64/09/27", "F", "94138", "single"),
            List.of("black", "64/09/27", "F", "94139", "single"),
            List.of("white", "64/09/27", "F", "94139", "single"),
            List.of("white", "64/09/27", "F", "94141", "widow"));

    assertThat(ClassSizes.ofKeys(rows).smallestClassSize()).isEqualTo(1);
    assertThat(ClassSizes.ofKeys(rows).shareUnique()).isEqualTo(1);
    assertThat(ClassSizes.ofKeys(rows.stream().map(row -> row.get(0)).toList()).smallestClassSize())
        .isEqualTo(2);
  }

  /// The eight observations of Capobianchi, Polettini and Lucarelli as the package sdcMicro prints
  /// them (M. Templ, A. Kowarik, B. Meindl, Journal of Statistical Software 67(4), 2015): sample
  /// frequencies 2 2 2 1 1 1 1 2; four violate 2-anonymity and all eight 3-anonymity.
  @Test
  void frequenciesOfCapobianchiPolettiniAndLucarelliViolateTwoAnonymityFourTimes() {
    ClassSizes sizes = ClassSizes.ofHistogram(Map.of(1L, 4L, 2L, 2L));

    assertThat(sizes.people()).isEqualTo(8);
    assertThat(sizes.shareUnique() * sizes.people()).isEqualTo(4);
    assertThat(sizes.shareAbove(1 / 3.0) * sizes.people()).isEqualTo(8);
  }

  /// The definitions of F. Dankar and K. El Emam, A method for evaluating marketer
  /// re-identification risk, PAIS 2010, by hand on classes f = 1, 2, 3 of populations F = 4, 5, 3:
  /// prosecutor 1/min f, journalist 1/min F, marketer the sum of f/F over classes, divided by the
  /// people.
  @Test
  void threeAttackersAsDankarAndElEmamDefineThem() {
    PopulationRisk risk =
        PopulationRisk.of(
            List.of(new MatchedClass(1, 4), new MatchedClass(2, 5), new MatchedClass(3, 3)));

    assertThat(ClassSizes.ofHistogram(Map.of(1L, 1L, 2L, 1L, 3L, 1L)).prosecutorMax()).isEqualTo(1);
    assertThat(risk.journalistMax()).isEqualTo(1 / 3.0);
    assertThat(risk.marketer()).isCloseTo((0.25 + 0.4 + 1) / 6, within(1e-12));
    assertThat(risk.above().thirtyThreePercent()).isEqualTo(0.5);
    assertThat(risk.above().fivePercent()).isEqualTo(1);
  }

  @Test
  void wholePopulationNeedsNoEstimate() {
    PopulationEstimate estimate = PopulationEstimate.of(ClassSizes.ofHistogram(Map.of(1L, 4L)), 4);

    assertThat(estimate.samplingFraction()).isEqualTo(1);
    assertThat(estimate.zayatz()).isEmpty();
    assertThat(estimate.pitman()).isEmpty();
  }

  /// Half of a population that consists of pairs: a class of one in the data is one half of a pair.
  @Test
  void zayatzSeesThatUniquesOfTheSampleNeedNotBeUnique() {
    List<Integer> sample = new ArrayList<>();
    for (int pair = 0; pair < 1_000; pair++) {
      for (int member = 0; member < (pair % 4 == 0 ? 2 : pair % 4 == 3 ? 0 : 1); member++) {
        sample.add(pair);
      }
    }
    PopulationEstimate estimate = PopulationEstimate.of(ClassSizes.ofKeys(sample), 2_000);

    assertThat(estimate.uniqueGivenUnique().getAsDouble()).isBetween(0.5, 0.75);
    assertThat(estimate.zayatz().getAsDouble()).isLessThan(0.5);
  }

  @Test
  void gammaIsFactorial() {
    assertThat(LogGamma.of(1)).isCloseTo(0, within(1e-12));
    assertThat(LogGamma.of(0.5)).isCloseTo(0.5 * Math.log(Math.PI), within(1e-12));
    assertThat(LogGamma.of(11)).isCloseTo(Math.log(3_628_800), within(1e-11));
    assertThat(LogGamma.choose(5, 2)).isCloseTo(Math.log(10), within(1e-12));
    assertThat(LogGamma.choose(2, 5)).isNegative().isInfinite();
  }
}
