package dev.firebreak.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.cli.CommandContext;
import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole story of November 2025 with real parts, a tenth of its size: `firebreak demo --json`.
class FireDrillIT {
  private static final int PEOPLE = 1_040;
  private static final int CUSTOMERS = 1_000;

  @TempDir static Path folder;

  private static int exitCode;
  private static String told = "";
  private static JsonNode figures = JsonMapper.shared().createObjectNode();

  @BeforeAll
  static void replay() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    exitCode =
        new CommandLine(new DemoCommand(new Surroundings(out, err)))
            .execute("--people", "1040", "--folder", "story", "--sample", "sample", "--json");
    told = err.toString();
    figures = JsonMapper.shared().readTree(out.toString());
  }

  @Test
  void everythingHolds() {
    assertThat(figures.at("/failed").size()).as(told).isZero();
    assertThat(exitCode).as(told).isZero();
  }

  @Test
  void everyPromisedFigureIsThere() {
    for (String side : List.of("direct", "firebreak")) {
      assertThat(figures.at("/" + side).propertyNames())
          .contains(
              "names", "emails", "cities", "regions", "browsers", "referrers", "userIds", "orgIds")
          .contains("reidentified", "shareUnique", "severity", "assessment", "duties");
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
        .contains("people", "seconds", "missed", "extra");
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
    assertThat(told).contains("found by three known actions");
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

  @Test
  void reportsAndANoticeAreLeftToLookAt() throws IOException {
    for (String file :
        List.of(
            "report-direct.html",
            "report-direct.pdf",
            "report-firebreak.html",
            "report-firebreak.pdf",
            "organization.html",
            "decision-record-firebreak.pdf",
            "decision-record-firebreak.html",
            "lures.html",
            "notice.eml")) {
      assertThat(folder.resolve("story").resolve(file)).isNotEmptyFile();
    }
    try (Stream<Path> left = Files.walk(folder.resolve("story/data/work"))) {
      assertThat(left.filter(Files::isRegularFile)).as("plaintext left").isEmpty();
    }
  }

  private record Surroundings(StringWriter output, StringWriter errors) implements CommandContext {
    @Override
    public PrintWriter out() {
      return new PrintWriter(output, true);
    }

    @Override
    public PrintWriter err() {
      return new PrintWriter(errors, true);
    }

    @Override
    public Path workingDirectory() {
      return folder;
    }

    @Override
    public Installation installation() {
      throw new IllegalStateException("the demo has an installation of its own");
    }

    @Override
    public String readSecret(String prompt) {
      throw new IllegalStateException("the demo asks for nothing");
    }
  }
}
