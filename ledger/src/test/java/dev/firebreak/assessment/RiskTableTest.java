package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.firebreak.risk.ClassFigures;
import dev.firebreak.risk.PopulationEstimate;
import dev.firebreak.risk.PopulationRisk;
import dev.firebreak.risk.QuasiIdentifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The figures of a generated table against those that `risk/figures.py` computed from it, a
/// program that shares nothing with this one, against those of GNU R by `risk/figures.R`, and
/// against those of pyCANON, a published tool for k-anonymity, by `risk/pycanon_figures.py`.
class RiskTableTest {
  private static final double EXACT = 1e-12;

  @TempDir Path folder;
  private Assessment.RiskFigures risk = EMPTY;

  private static final Assessment.RiskFigures EMPTY =
      new Assessment.RiskFigures(List.of(), 0, 0, 0, 0, 0, List.of());

  @BeforeEach
  void assess() throws Exception {
    risk =
        new AssessmentFixture(folder)
            .file("people.csv", resource("people.csv"))
            .accounts(resource("accounts.csv"))
            .assess()
            .risk();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = RiskTableTest.class.getResourceAsStream("/risk/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({"sets.csv, 215", "r-sets.csv, 215", "pycanon-sets.csv, 49"})
  void everySetOfQuasiIdentifiersHasTheFiguresOfTheIndependentPrograms(String file, int sets)
      throws Exception {
    Map<Set<String>, ClassFigures> ours = new HashMap<>();
    for (Assessment.SubsetRisk subset : risk.detail().orElseThrow().subsets()) {
      ours.put(
          subset.fields().stream().map(QuasiIdentifier::key).collect(Collectors.toSet()),
          subset.figures());
    }
    List<String> lines = resource(file).lines().skip(1).toList();

    assertThat(ours).hasSize(215);
    assertThat(lines).hasSize(sets);
    for (String line : lines) {
      String[] cells = line.split(",");
      ClassFigures figures =
          Optional.ofNullable(ours.get(Set.copyOf(Arrays.asList(cells[0].split("\\+")))))
              .orElseThrow();
      assertThat(row(figures)).as(cells[0]).containsExactly(numbers(cells), within(EXACT));
    }
  }

  private static double[] row(ClassFigures figures) {
    return new double[] {
      figures.classes(),
      figures.smallestClassSize(),
      figures.shareUnique(),
      figures.prosecutorAverage(),
      figures.above().fivePercent(),
      figures.above().ninePercent(),
      figures.above().thirtyThreePercent()
    };
  }

  private static double[] numbers(String[] cells) {
    return Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void figuresAgainstThePopulationAreThoseOfTheIndependentProgram() throws Exception {
    JsonNode against = JsonMapper.shared().readTree(resource("figures.json")).path("against");
    PopulationRisk population = risk.population().orElseThrow();

    assertThat(population.people()).isEqualTo(against.path("people").asLong());
    assertThat(population.smallestPopulationClass()).isEqualTo(against.path("smallest").asLong());
    assertThat(
            new double[] {
              population.marketer(),
              population.shareUnique(),
              population.above().fivePercent(),
              population.above().ninePercent(),
              population.above().thirtyThreePercent()
            })
        .containsExactly(
            new double[] {
              against.path("marketer").asDouble(),
              against.path("unique").asDouble(),
              against.path("above0.05").asDouble(),
              against.path("above0.09").asDouble(),
              against.path("above0.33").asDouble()
            },
            within(EXACT));
  }

  @Test
  void estimatesAreThoseOfTheIndependentProgram() throws Exception {
    JsonNode figures = JsonMapper.shared().readTree(resource("figures.json"));
    PopulationEstimate estimate = risk.detail().orElseThrow().estimate().orElseThrow();

    assertThat(estimate.population()).isEqualTo(figures.path("population").asLong());
    assertThat(estimate.uniqueGivenUnique().getAsDouble())
        .isCloseTo(figures.at("/zayatz/uniqueGivenUnique").asDouble(), within(1e-9));
    assertThat(estimate.zayatz().getAsDouble())
        .isCloseTo(figures.at("/zayatz/share").asDouble(), within(1e-9));
    assertThat(estimate.pitman().getAsDouble())
        .isCloseTo(figures.at("/pitman/share").asDouble(), within(1e-5));
  }

  /// pyCANON knows nothing of a population: its classes are those of both tables together.
  @ParameterizedTest
  @ValueSource(strings = {"r-figures.csv", "pycanon-figures.csv"})
  void figuresAgainstThePopulationAndEstimatesAreThoseOfPublishedTools(String file)
      throws Exception {
    Map<String, Double> figures = new HashMap<>();
    resource(file)
        .lines()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(cells -> figures.put(cells[0], Double.valueOf(cells[1])));
    PopulationRisk population = risk.population().orElseThrow();
    PopulationEstimate estimate = risk.detail().orElseThrow().estimate().orElseThrow();
    Map<String, Double> ours =
        Map.ofEntries(
            Map.entry("population", (double) estimate.population()),
            Map.entry("people", (double) population.people()),
            Map.entry("smallest", (double) population.smallestPopulationClass()),
            Map.entry("marketer", population.marketer()),
            Map.entry("unique", population.shareUnique()),
            Map.entry("above0.05", population.above().fivePercent()),
            Map.entry("above0.09", population.above().ninePercent()),
            Map.entry("above0.33", population.above().thirtyThreePercent()),
            Map.entry("uniqueGivenUnique", estimate.uniqueGivenUnique().getAsDouble()),
            Map.entry("zayatz", estimate.zayatz().getAsDouble()),
            Map.entry("pitman", estimate.pitman().getAsDouble()));

    assertThat(figures).hasSizeGreaterThanOrEqualTo(8);
    assertThat(ours.keySet()).containsAll(figures.keySet());
    figures.forEach((name, figure) ->
        assertThat(ours.get(name))
            .as(name)
            .isCloseTo(figure, within(name.equals("pitman") ? 1e-5 : 1e-9)));
  }

  @Test
  void loweringAFieldIsTheSetWithItsCoarserLevel() {
    Assessment.ClassDetail detail = risk.detail().orElseThrow();
    Assessment.Lowering region =
        detail.lowerings().stream()
            .filter(each -> each.to().equals(Optional.of(QuasiIdentifier.REGION)))
            .findFirst()
            .orElseThrow();
    ClassFigures same =
        detail.subsets().stream()
            .filter(subset ->
                Set.copyOf(subset.fields())
                    .equals(
                        Set.of(
                            QuasiIdentifier.REGION,
                            QuasiIdentifier.BROWSER_VERSION,
                            QuasiIdentifier.OS_VERSION,
                            QuasiIdentifier.REFERRER,
                            QuasiIdentifier.ORGANIZATION_ID)))
            .findFirst()
            .orElseThrow()
            .figures();

    assertThat(region.from()).isEqualTo(QuasiIdentifier.CITY);
    assertThat(region.left()).isEqualTo(same);
    assertThat(region.left().shareUnique()).isLessThan(detail.all().shareUnique());
  }
}
