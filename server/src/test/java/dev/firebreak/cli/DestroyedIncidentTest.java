package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.pseudonym.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An incident from its file to the end of its key, by the command line; what is left to be seen.
class DestroyedIncidentTest {
  private static final String ID = "2025-11-mixpanel";
  private static final Duration RETENTION = Duration.ofDays(1095);

  @TempDir Path folder;
  private final Map<String, SecretBytes> secrets = new HashMap<>();
  private CommandRun commands;
  private Duration passed = Duration.ZERO;

  @BeforeEach
  void closed() throws IOException {
    commands = new CommandRun(folder);
    run("init");
    try (var installation = commands.open()) {
      Operators operators = OperatorMixin.operators(installation);
      secrets.put("nadia", operators.addFirst("nadia").secret());
      String code = code("nadia", installation.clock());
      ConfirmedOperator admin = operators.confirm("nadia", code, "OperatorAdded", Role.ADMIN);
      secrets.put("olu", operators.add(admin, "olu", Role.PRIVACY_OFFICER).secret());
    }
    Files.writeString(folder.resolve("rows.csv"), "user_id,email\nacct-ada-77,ada@example.com\n");
    done("incident", "open", ID, "--vendor", "mixpanel", "--title", "Export", "--operator", "olu");
    done("incident", "assess", ID, "rows.csv", "--operator", "olu");
    done(
        "incident",
        "statement",
        ID,
        "measure",
        "taken",
        "--because",
        "the key was lost",
        "--operator",
        "olu");
    done("incident", "close", ID, "--because", "over", "--operator", "olu");
    assertThat(commands.out()).contains("Its files are kept until ", "decision record");
  }

  @Test
  void everyCommandSaysThatTheFilesAreGone() throws IOException {
    done("incident", "sweep", "--operator", "nadia");
    assertThat(commands.out()).contains("kept until ");
    passed = passed.plus(RETENTION);
    done("incident", "sweep", "--operator", "olu");
    assertThat(commands.out()).contains("who closed it cannot end its files alone");
    done("incident", "sweep", "--operator", "nadia", "--json");
    assertThat(commands.out()).contains("\"fate\" : \"destroyed\"");

    for (String command : List.of("risk", "lure", "map", "organizations", "rejected", "duties")) {
      assertThat(run("incident", command, ID)).as(command).isEqualTo(2);
      assertThat(commands.err()).as(command).contains("the key of the incident", "was destroyed");
    }
    assertThat(run("incident", "people", ID, "--because", "x", "--operator", "olu")).isEqualTo(2);
    assertThat(commands.err()).contains("was destroyed");
  }

  @Test
  void decisionRecordOutlivesTheKey() throws IOException {
    passed = passed.plus(RETENTION);
    done("incident", "sweep", "--operator", "nadia");

    done("incident", "report", ID, "--out", "record.html", "--pdf", "record.pdf");
    assertThat(commands.err()).contains("was destroyed", "This is its decision record");
    String page = Files.readString(folder.resolve("record.html"));
    assertThat(page)
        .contains("Decision record: Export", "The facts", "The effects", "What was done")
        .contains("of the accounts directory, 0 who fit several accounts", "the key was lost")
        .contains("eu-gdpr-33-authority", "not legal advice")
        .doesNotContain("ada@example.com", "acct-ada-77");
    assertThat(Files.readAllBytes(folder.resolve("record.pdf")))
        .startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
    done("incident", "report", ID, "--json");
    assertThat(commands.out())
        .contains("\"stated\"", "\"duties\"")
        .doesNotContain("ada@example.com");
    assertThat(run("incident", "report", ID, "--persons", "--because", "x", "--operator", "olu"))
        .isEqualTo(2);
    done("incident", "show", ID);
    assertThat(commands.out()).contains("gives the decision record that was kept");
    done("incident", "timeline", ID);
    assertThat(commands.out()).contains("measure taken: the key was lost");
  }

  @Test
  void whatWasRecordedStays() throws IOException {
    passed = passed.plus(RETENTION);
    done("incident", "sweep", "--operator", "nadia");

    done("incident", "list");
    assertThat(commands.out()).contains(ID + "  destroyed  mixpanel");
    done("incident", "show", ID);
    assertThat(commands.out()).contains("the data set was received", "was destroyed at");
    done("incident", "show", ID, "--json");
    assertThat(commands.out()).contains("\"destroyedAt\"", "\"moments\"");
    done("incident", "custody", ID);
    assertThat(commands.out()).contains("original-1-1", "rows.csv", "olu");
    done("audit", "show", "--action", "IncidentKeyDestroyed");
    assertThat(commands.out()).contains("nadia", "incident:" + ID);
  }

  private void done(String... words) throws IOException {
    assertThat(run(words)).as("%s: %s", List.of(words), commands.err()).isZero();
  }

  private int run(String... words) throws IOException {
    // every code counts once
    passed = passed.plusSeconds(30);
    Clock clock = Clock.offset(Clock.systemUTC(), passed);
    return commands.run(clock, prompt -> code(prompt.substring("Code of ".length()), clock), words);
  }

  private String code(String operator, Clock clock) {
    return Totp.code(Objects.requireNonNull(secrets.get(operator)), clock.instant());
  }
}
