package dev.firebreak.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The replay with as few people as it takes: everything holds there too.
class SmallestReplayIT {
  @TempDir static Path folder;

  private static DemoRun run = new DemoRun(-1, "", tools.jackson.databind.node.NullNode.instance);

  @BeforeAll
  static void replay() {
    run = DemoRun.of(folder, "--people", "100", "--json");
  }

  @Test
  void everythingHolds() {
    assertThat(run.figures().at("/failed").size()).as(run.told()).isZero();
    assertThat(run.exitCode()).as(run.told()).isZero();
    assertThat(run.figures().at("/people").asInt()).isEqualTo(100);
  }

  @Test
  void theCutMeetsARequestOnItsWayAndMessagesAfterIt() {
    JsonNode cut = run.figures().path("cut");
    assertThat(cut.path("aborted").asInt()).isEqualTo(1);
    assertThat(cut.path("messagesBefore").asInt()).isPositive();
    assertThat(cut.path("messagesAfter").asInt()).isPositive();
    assertThat(cut.path("startedAfterAcknowledgement").asInt(-1)).isZero();
    JsonNode terms = run.figures().path("conservation");
    assertThat(terms.path("inDoubt").asInt()).isPositive();
    assertThat(terms.at("/dropped/cut").asInt())
        .isGreaterThanOrEqualTo(cut.path("messagesAfter").asInt());
  }

  @Test
  void mailsOfSeveralPeopleAreChecked() {
    assertThat(run.figures().at("/notices/verifiedGenuineMails").asInt()).isGreaterThan(1);
    assertThat(run.figures().at("/notices/refusedReplayed").asBoolean()).isTrue();
  }
}
