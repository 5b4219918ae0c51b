package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.duty.Moment;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.installation.Installation;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DutyCommandsTest {
  private static final String ID = "2025-11-mixpanel";

  @TempDir Path folder;
  private CommandRun commands;

  @BeforeEach
  void openIncident() throws IOException {
    commands = new CommandRun(folder);
    commands.run("init");
    try (Installation installation = commands.open()) {
      Instant now = installation.clock().instant();
      ConfirmedOperator rae = ConfirmedOperators.of("rae", Role.RESPONDER, now);
      IncidentServices services = IncidentServices.of(installation);
      services.incidents().open(rae, ID, new VendorId("mixpanel"), "Stolen export");
      services
          .incidents()
          .record(rae, ID, Moment.VENDOR_TOLD_US, now.minus(Duration.ofHours(60)), "mail");
    }
  }

  @Test
  void dutiesStayReadable() throws IOException {
    assertThat(commands.run("incident", "duties", ID)).isZero();

    assertThat(commands.out())
        .contains("OWED (", "UNCLEAR, the clock runs (", "NOT OWED (", "only proposed")
        .contains("company.statements.nis2-entity", "Catalogue ", "not legal advice")
        .doesNotContain("eu-gdpr-33-omnibus");
    int brief = commands.out().length();
    assertThat(commands.run("incident", "duties", ID, "--all")).isZero();
    assertThat(commands.out()).contains("eu-gdpr-33-omnibus").hasSizeGreaterThan(brief);
  }

  @Test
  void oneDutyIsShownWithWhatItMustContain() throws IOException {
    assertThat(commands.run("incident", "duties", ID, "--duty", "eu-nis2-early-warning")).isZero();

    assertThat(commands.out())
        .contains("NIS2 Art. 23(4)(a)", "it must contain:", "final-report", "1 month after");
  }

  @Test
  void remindersFailWhereSomethingIsDue() throws IOException {
    assertThat(commands.run("incident", "duties", ID, "--remind", "24", "--fail-on", "due"))
        .isEqualTo(1);
    assertThat(commands.out()).contains("eu-gdpr-33-authority", " left", " late");
    assertThat(commands.run("incident", "duties", ID, "--remind")).isZero();
    assertThat(commands.run("incident", "duties", ID, "--fail-on", "due")).isEqualTo(2);
    assertThat(commands.run("incident", "duties", ID, "--remind", "-1")).isEqualTo(2);
  }

  @Test
  void documentHasTheEffectiveStatus() throws IOException {
    assertThat(commands.run("incident", "duties", ID, "--json")).isZero();
    JsonNode duties = JsonMapper.builder().build().readTree(commands.out());

    assertThat(duties.size()).isEqualTo(96);
    assertThat(duties.get(0).get("effective").asString()).isEqualTo("unclear");
    assertThat(duties.get(0).get("contents").size()).isEqualTo(6);
  }

  @Test
  void calendarIsWritten() throws IOException {
    assertThat(commands.run("incident", "calendar", ID)).isZero();
    assertThat(Files.readString(folder.resolve(ID + ".ics"))).startsWith("BEGIN:VCALENDAR\r\n");
    assertThat(commands.run("incident", "calendar", ID, "--out", "no/folder.ics")).isEqualTo(3);
  }

  @Test
  void wrongUseIsToldBeforeAnybodyIsAsked() throws IOException {
    assertThat(decide(ID, "eu-gdpr-33-authority", "unclear")).isEqualTo(2);
    assertThat(decide(ID, "eu-gdpr-33-authority", "owed", "--all-not-owed")).isEqualTo(2);
    assertThat(decide(ID)).isEqualTo(2);
    assertThat(
            commands.run(
                "incident",
                "answer",
                ID,
                "nis2-significant",
                "maybe",
                "--because",
                "x",
                "--operator",
                "rae"))
        .isEqualTo(2);
  }

  private int decide(String... words) throws IOException {
    String[] all = new String[words.length + 6];
    all[0] = "incident";
    all[1] = "decide";
    System.arraycopy(words, 0, all, 2, words.length);
    all[words.length + 2] = "--because";
    all[words.length + 3] = "x";
    all[words.length + 4] = "--operator";
    all[words.length + 5] = "rae";
    return commands.run(all);
  }
}
