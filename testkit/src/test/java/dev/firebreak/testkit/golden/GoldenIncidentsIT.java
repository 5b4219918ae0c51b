package dev.firebreak.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Stolen exports of every vendor, where there never was a gateway or a ledger: what is found
/// equals the truth.
class GoldenIncidentsIT {
  private static final int PEOPLE = 200;
  private static final int PEOPLE_OF_LONG_RUNS = 2_000;
  private static final int SEEDS_OF_LONG_RUNS = 6;

  @TempDir static Path folder;
  private static Desk desk;

  @BeforeAll
  static void setUp() throws IOException {
    desk = new Desk(folder.resolve("company"));
  }

  private static Stream<Supplier<Vendor>> vendors() {
    return Stream.of(
        MixpanelRows::new,
        ShownTables::new,
        AmplitudeRows::new,
        SegmentMessages::new,
        () -> new WarehouseTables(false),
        PosthogTables::new,
        Ga4Rows::new,
        () -> new WarehouseTables(true));
  }

  /// Each vendor has a seed of its own.
  static Stream<Arguments> oneSeedEach() {
    List<Supplier<Vendor>> all = vendors().toList();
    return IntStream.range(0, all.size()).mapToObj(i -> arguments(all.get(i), i + 1));
  }

  static Stream<Arguments> manySeeds() {
    return vendors()
        .flatMap(vendor ->
            LongStream.range(100, 100 + SEEDS_OF_LONG_RUNS)
                .mapToObj(seed -> arguments(vendor, seed)));
  }

  private static Arguments arguments(Supplier<Vendor> vendor, long seed) {
    return Arguments.of(vendor.get().name(), seed, vendor.get());
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("oneSeedEach")
  void findingsEqualTheTruth(String name, long seed, Vendor vendor) throws IOException {
    assertFound(name + "-" + seed, new World(seed, PEOPLE), vendor);
  }

  @Tag("long")
  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("manySeeds")
  void findingsEqualTheTruthUnderAnySeed(String name, long seed, Vendor vendor) throws IOException {
    assertFound(name + "-" + seed, new World(seed, PEOPLE_OF_LONG_RUNS), vendor);
  }

  private static void assertFound(String id, World world, Vendor vendor) throws IOException {
    GoldenFiles files = GoldenFiles.write(folder.resolve(id), world, new Script(world, vendor));
    GoldenIncident incident = new GoldenIncident(desk, id, vendor.name().split("-", 2)[0]);
    incident.moment("access-ended", World.STOLEN.toString());
    JsonNode found = incident.assess(files);
    assertThat(TreeComparison.differences(files.readTruth(), found)).isEmpty();
    for (Wrong wrong : Wrong.OF_ANY) {
      JsonNode other = wrong.of(files.readTruth());
      assertThat(TreeComparison.differences(other, found)).as(wrong.name()).isNotEmpty();
    }
  }
}
