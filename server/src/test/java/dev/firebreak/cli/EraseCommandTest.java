package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The erase commands as two people run them, the codes of their authenticators typed in.
class EraseCommandTest {
  @TempDir Path folder;
  private final InputStream terminal = System.in;
  private CommandRun command;
  private NewOperator nadia;
  private NewOperator omar;

  @BeforeEach
  void installationWithOperators() throws IOException {
    command = new CommandRun(folder);
    assertThat(command.run("init")).isZero();
    Instant earlier = Clock.systemUTC().instant().minus(Duration.ofHours(1));
    try (Installation installation =
        InstallationOpener.open(
            ConfigLoader.load(folder.resolve("firebreak.yaml"), Map.of()),
            Clock.fixed(earlier, ZoneOffset.UTC))) {
      Operators operators = OperatorMixin.operators(installation);
      nadia = operators.addFirst("nadia");
      ConfirmedOperator admin =
          operators.confirm(
              "nadia", Totp.code(nadia.secret(), earlier), "OperatorAdded", Role.ADMIN);
      omar = operators.add(admin, "omar", Role.PRIVACY_OFFICER);
    }
  }

  @AfterEach
  void giveTheTerminalBack() {
    System.setIn(terminal);
  }

  @Test
  void twoPeopleEraseAndOneLetsGoAgain() throws IOException {
    type(code(nadia, 0), code(omar, 0));
    assertThat(erase("omar")).as(command.err()).isZero();
    assertThat(command.out()).contains("E1: this person's data goes to no vendor from now on");

    assertThat(command.run("erase", "status", "--subject", "maya")).isZero();
    assertThat(command.out())
        .contains("suppressed people: 1", "places: none", "suppressed since: 20");
    assertThat(command.run("erase", "show", "E1", "--json")).isZero();
    assertThat(command.out())
        .contains("\"erasure\" : \"E1\"", "\"confirmedBy\" : \"omar\"")
        .doesNotContain("maya");
    assertThat(command.run("erase", "list", "--json")).isZero();
    assertThat(command.run("erase", "show", "E9")).isEqualTo(2);

    type(code(omar, 1));
    assertThat(
            command.run(
                "erase",
                "unsuppress",
                "--subject",
                "maya",
                "--operator",
                "omar",
                "--reason",
                "back"))
        .isZero();
    assertThat(command.run("erase", "status")).isZero();
    assertThat(command.out()).contains("suppressed people: 0");
    assertThat(command.run("audit", "verify")).isZero();
  }

  @Test
  void onePersonAloneErasesNobody() throws IOException {
    type(code(nadia, 0), code(nadia, 1));
    assertThat(erase("nadia")).isEqualTo(2);
    type("");
    assertThat(command.run("erase", "--subject", "maya")).isEqualTo(2);
    assertThat(command.err()).contains("--second").doesNotContain("Code of");
    assertThat(command.run("erase", "status")).isZero();
    assertThat(command.out()).contains("suppressed people: 0");
  }

  private int erase(String second) throws IOException {
    return command.run(
        "erase",
        "--subject",
        "maya",
        "--operator",
        "nadia",
        "--second",
        second,
        "--reason",
        "asked for it");
  }

  /// The code of now, or the one after it, which counts already: so that each is used once.
  private static String code(NewOperator operator, int stepsAhead) {
    Instant now = Clock.systemUTC().instant();
    return Totp.code(operator.secret(), now.plus(Duration.ofSeconds(30L * stepsAhead)));
  }

  private static void type(String... lines) {
    System.setIn(
        new ByteArrayInputStream(
            (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
  }
}
