package dev.firebreak.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassSizesTest {
  @Test
  void figuresFollowFromTheSizesOfTheClasses() {
    ClassSizes sizes = ClassSizes.ofKeys(List.of("a", "b", "b", "c", "c", "c", "d"));

    assertThat(sizes.people()).isEqualTo(7);
    assertThat(sizes.classes()).isEqualTo(4);
    assertThat(sizes.smallestClassSize()).isEqualTo(1);
    assertThat(sizes.shareUnique()).isEqualTo(2.0 / 7);
    assertThat(sizes.prosecutorMax()).isEqualTo(1);
    assertThat(sizes.prosecutorAverage()).isEqualTo(4.0 / 7);
    assertThat(sizes.shareAbove(0.5)).isEqualTo(2.0 / 7);
    assertThat(sizes.shareAbove(0.4)).isEqualTo(4.0 / 7);
  }

  @Test
  void histogramAndKeysAgree() {
    ClassSizes fromKeys = ClassSizes.ofKeys(List.of(1, 2, 2, 3, 3));
    ClassSizes fromHistogram = ClassSizes.ofHistogram(Map.of(1L, 1L, 2L, 2L));

    assertThat(fromHistogram.people()).isEqualTo(fromKeys.people());
    assertThat(fromHistogram.shareUnique()).isEqualTo(fromKeys.shareUnique());
  }

  @Test
  void emptyTableHasNoRisk() {
    ClassSizes none = ClassSizes.ofKeys(List.of());

    assertThat(none.smallestClassSize()).isZero();
    assertThat(none.shareUnique()).isZero();
    assertThat(none.prosecutorMax()).isZero();
    assertThat(none.shareAbove(0)).isZero();
  }

  @Test
  void classWithoutPeopleIsRefused() {
    assertThatThrownBy(() -> ClassSizes.ofHistogram(Map.of(0L, 1L)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void populationFiguresUseTheClassOfTheWholePopulation() {
    PopulationRisk risk =
        PopulationRisk.of(
            List.of(new PopulationRisk.MatchedClass(1, 4), new PopulationRisk.MatchedClass(2, 2)));

    assertThat(risk.people()).isEqualTo(3);
    assertThat(risk.smallestPopulationClass()).isEqualTo(2);
    assertThat(risk.journalistMax()).isEqualTo(0.5);
    assertThat(risk.marketer()).isEqualTo((0.25 + 1) / 3);
  }

  @Test
  void peopleUnknownToThePopulationCountAsTheirOwn() {
    assertThat(PopulationRisk.of(List.of(new PopulationRisk.MatchedClass(3, 0))).journalistMax())
        .isEqualTo(1.0 / 3);
  }
}
