package dev.firebreak.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The generator and the comparison by themselves.
class GoldenTruthTest {
  @TempDir Path folder;

  private GoldenFiles write(String name, long seed) throws IOException {
    World world = new World(seed, 200);
    return GoldenFiles.write(folder.resolve(name), world, new Script(world, new SegmentMessages()));
  }

  @Test
  void oneSeedMakesOneWorldAndAnotherAnother() throws IOException {
    GoldenFiles one = write("one", 7);
    GoldenFiles same = write("same", 7);
    GoldenFiles other = write("other", 8);

    assertThat(Files.readAllBytes(one.truth())).isEqualTo(Files.readAllBytes(same.truth()));
    assertThat(Files.readAllBytes(one.haul().files().getFirst()))
        .isEqualTo(Files.readAllBytes(same.haul().files().getFirst()));
    assertThat(TreeComparison.differences(one.readTruth(), other.readTruth())).isNotEmpty();
  }

  @Test
  void truthHasEverythingThatAnIncidentCanHold() throws IOException {
    JsonNode truth = write("all", 7).readTruth();

    assertThat(truth.get("found").asLong()).isGreaterThan(100);
    assertThat(truth.get("ambiguous").asLong()).isEqualTo(6);
    assertThat(truth.get("unresolved").asLong()).isGreaterThan(10);
    assertThat(truth.get("joinedAccounts").asLong()).isEqualTo(4);
    assertThat(truth.get("exposed").propertyNames())
        .contains(
            "user.authorization.credentials",
            "system.authentication.api_key",
            "user.financial.credit_card");
    assertThat(truth.get("people").toString())
        .contains("\"mentioned\"", "\"email_hash\"", "\"phone\"", "\"device_link\"");
    assertThat(truth.get("organizations").toString()).contains("\"known\":false");
  }

  @Test
  void whatIsEqualHasNoDifferences() throws IOException {
    assertThat(TreeComparison.differences(write("a", 7).readTruth(), write("b", 7).readTruth()))
        .isEmpty();
  }

  static Set<Wrong> wrong() {
    return Wrong.OF_ANY;
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whateverIsWrongIsNoticed(Wrong wrong) throws IOException {
    JsonNode truth = write("right", 7).readTruth();

    assertThat(TreeComparison.differences(truth, wrong.of(truth))).hasSizeBetween(1, 2);
  }
}
