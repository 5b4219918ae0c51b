package dev.firebreak.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole story of November 2025 with real parts, a tenth of its size: `firebreak demo --json`.
class FireDrillIT {
  private static final int PEOPLE = 1_040;
  private static final int CUSTOMERS = 1_000;

  @TempDir static Path folder;

  private static DemoRun run = new DemoRun(-1, "", JsonMapper.shared().createObjectNode());
  private static JsonNode figures = run.figures();

  @BeforeAll
  static void replay() {
    run =
        DemoRun.of(folder, "--people", "1040", "--folder", "story", "--sample", "sample", "--json");
    figures = run.figures();
  }

  @Test
  void everythingHolds() {
    assertThat(figures.at("/failed").size()).as(run.told()).isZero();
    assertThat(run.exitCode()).as(run.told()).isZero();
  }

  @Test
  void everyPromisedFigureIsThere() {
    for (String side : List.of("direct", "firebreak")) {
      assertThat(figures.at("/" + side).propertyNames())
          .contains(
              "names", "emails", "cities", "regions", "browsers", "referrers", "userIds", "orgIds")
          .contains("referrerOrigins", "browserFamilies", "countries")
          .contains("reidentified", "shareUnique", "severity", "assessment", "duties")
          .contains("dutiesAtLast");
      assertThat(figures.at("/" + side + "/reidentified").propertyNames())
          .contains("profile", "threeActions", "olderLeak");
      assertThat(figures.at("/" + side + "/assessment").propertyNames())
          .contains("affected", "found", "ambiguous", "unresolved", "absences")
          .contains("rowsRead", "rowsRejected");
      assertThat(figures.at("/" + side + "/assessment/absences").propertyNames())
          .contains("searched", "neverSent", "both");
      assertThat(figures.at("/" + side + "/severity").propertyNames()).contains("low", "high");
      assertThat(figures.at("/" + side + "/duties").propertyNames())
          .contains("owed", "notOwed", "unclear");
    }
    assertThat(figures.propertyNames())
        .contains("people", "events", "analyticsEqual", "conservation", "provisional", "notices")
        .contains("cut", "seconds", "timeToTruth", "timeToTell");
    assertThat(figures.at("/provisional").propertyNames())
        .contains("people", "seconds", "missed", "extra")
        .contains("missedOfTruth", "extraToTruth");
    assertThat(figures.at("/firebreak/lowering").propertyNames())
        .containsExactly("hourLevelTimes", "coarserFields");
  }

  @Test
  void everyMessageIsAnEventOrAnUpdateAndFirebreakReceivedThemAll() {
    long updates =
        figures.at("/otherMessages/profiles").asLong()
            + figures.at("/otherMessages/groups").asLong();
    assertThat(updates).isPositive();
    assertThat(figures.at("/events").asLong() + updates)
        .isEqualTo(figures.at("/conservation/received").asLong());
  }

  @Test
  void timesByTheHourFindFewerPeopleAndCostTheFunnel() {
    JsonNode cost = figures.at("/firebreak/lowering/hourLevelTimes");
    assertThat(cost.at("/differences/funnel/reversed").asString())
        .isNotEqualTo(cost.at("/differences/funnel/exact").asString());
    assertThat(cost.path("unchanged").toString()).contains("distinctUsers", "eventsByCountry");
    assertThat(run.told()).contains("what that costs the analytics");
  }

  @Test
  void nothingThatIsOwedOnEitherSideIsLeftUnmetOrLate() {
    for (String side : List.of("direct", "firebreak")) {
      assertThat(figures.at("/" + side + "/dutiesAtLast/owed").asInt()).isPositive();
      assertThat(figures.at("/" + side + "/dutiesAtLast/broken").size()).isZero();
    }
    assertThat(figures.at("/notices/sentBehindFirebreak").asInt()).isBetween(1, CUSTOMERS / 2);
  }

  @Test
  void theTermsOfConservationAddUp() {
    JsonNode terms = figures.at("/conservation");
    long dropped = 0;
    for (JsonNode reason : terms.path("dropped")) {
      dropped += reason.asLong();
    }
    assertThat(terms.path("received").asLong())
        .isEqualTo(terms.path("refused").asLong() + terms.path("accepted").asLong());
    assertThat(terms.path("accepted").asLong())
        .isEqualTo(
            terms.path("delivered").asLong()
                + dropped
                + terms.path("quarantined").asLong()
                + terms.path("deadLettered").asLong()
                + terms.path("expired").asLong()
                + terms.path("queued").asLong());
    assertThat(terms.at("/dropped/cut").asLong()).isPositive();
    assertThat(figures.at("/cut/startedAfterAcknowledgement").asLong(-1)).isZero();
    assertThat(figures.at("/analyticsEqual").propertyNames())
        .containsExactlyInAnyOrder(
            "distinctUsers", "funnel", "weekTwoRetention", "eventsByCountry");
  }

  @Test
  void theFileOfTokensNamesNobodyYetEveryoneIsFound() {
    assertThat(figures.at("/firebreak/names").asInt(-1)).isZero();
    assertThat(figures.at("/firebreak/emails").asInt(-1)).isZero();
    assertThat(figures.at("/firebreak/userIds").asInt(-1)).isZero();
    assertThat(figures.at("/direct/names").asInt()).isEqualTo(CUSTOMERS);
    assertThat(figures.at("/firebreak/assessment/found").asInt()).isEqualTo(CUSTOMERS);
    assertThat(figures.at("/direct/assessment/found").asInt()).isEqualTo(CUSTOMERS);
  }

  @Test
  void absencesAreProvenOnlyWhereTheLedgerKnows() {
    assertThat(figures.at("/direct/assessment/absences/both").asInt(-1)).isZero();
    assertThat(figures.at("/firebreak/assessment/absences/both").asInt()).isPositive();
  }

  @Test
  void theAttackersFindFewerPeopleAndTheRestIsPrinted() {
    assertThat(figures.at("/direct/reidentified/profile").asInt()).isPositive();
    assertThat(figures.at("/firebreak/reidentified/profile").asInt(-1)).isZero();
    assertThat(figures.at("/firebreak/reidentified/olderLeak").asInt(-1)).isZero();
    assertThat(figures.at("/firebreak/reidentified/threeActions").asInt(-1)).isNotNegative();
    assertThat(run.told()).contains("found by three known actions");
  }

  @Test
  void noticesReachTheRightPeopleOnly() {
    assertThat(figures.at("/notices/sent").asInt()).isEqualTo(CUSTOMERS);
    assertThat(figures.at("/notices/secondFileSent").asInt()).isEqualTo(PEOPLE - CUSTOMERS);
    for (String verdict :
        List.of("verifiedGenuine", "refusedForged", "refusedAltered", "refusedReplayed")) {
      assertThat(figures.at("/notices/" + verdict).asBoolean()).as(verdict).isTrue();
    }
  }

  @Test
  void theSampleInTheDocumentsIsWhatAReplayGives() throws IOException {
    Path documents = Path.of(System.getProperty("firebreak.root")).resolve("docs/sample");
    for (String document : Sample.DOCUMENTS) {
      assertThat(folder.resolve("sample").resolve(document))
          .as("run docs/sample/regenerate, and review the difference")
          .hasSameTextualContentAs(documents.resolve(document));
    }
  }

  /// `docs/sample/pictures.sha256`: picture, document, and the SHA-256 of both when the picture was
  /// made.
  @Test
  void noPictureInTheDocumentsIsOlderThanItsDocument() throws IOException {
    Path documents = Path.of(System.getProperty("firebreak.root")).resolve("docs/sample");
    Set<String> listed = new TreeSet<>();
    for (String line : Files.readAllLines(documents.resolve("pictures.sha256"))) {
      String[] words = line.split(" ", -1);
      assertThat(words).hasSize(4);
      for (int i = 0; i < 4; i += 2) {
        assertThat(Sha256.hex(Files.readAllBytes(documents.resolve(words[i + 1]))))
            .as("run docs/sample/regenerate where Chromium is installed: %s", line)
            .isEqualTo(words[i]);
      }
      listed.add(words[1]);
    }
    try (Stream<Path> files = Files.list(documents)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(".png")))
          .containsExactlyInAnyOrderElementsOf(listed);
    }
  }

  @Test
  void reportsAndANoticeAreLeftToLookAt() throws IOException {
    for (String file :
        List.of(
            "report-direct.html",
            "report-direct.pdf",
            "report-firebreak.html",
            "report-firebreak.pdf",
            "organization.html",
            "letter.txt",
            "decision-record-firebreak.pdf",
            "decision-record-firebreak.html",
            "lures.html",
            "receipt.html",
            "drill.html",
            "notice.eml",
            "notice-firebreak.eml")) {
      assertThat(folder.resolve("story").resolve(file)).isNotEmptyFile();
    }
    try (Stream<Path> left = Files.walk(folder.resolve("story/data/work"))) {
      assertThat(left.filter(Files::isRegularFile)).as("plaintext left").isEmpty();
    }
  }
}
