package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.config.ConfigLoader;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLinesTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void initThenOperatorThenAuditWorkInAnEmptyFolder() throws IOException {
    assertThat(run("init")).isZero();
    assertThat(run("operator", "add", "nadia")).isZero();
    assertThat(out.toString()).contains("Wrote firebreak.yaml").contains("otpauth://totp/");
    assertThat(run("audit", "verify")).isZero();
    assertThat(folder.resolve("firebreak-master.key")).exists();
  }

  @Test
  void initNeverOverwrites() throws IOException {
    run("init");
    Files.writeString(folder.resolve("firebreak.yaml"), "mine");

    assertThat(run("init")).isEqualTo(2);
    assertThat(folder.resolve("firebreak.yaml")).hasContent("mine");
    assertThat(err.toString()).contains("exists already");
  }

  @Test
  void withoutSettingsTheMessageSaysWhatToDo() throws IOException {
    assertThat(run("operator", "list")).isEqualTo(2);
    assertThat(err.toString()).contains("firebreak init").doesNotContain("Exception");
  }

  @Test
  void wrongUseHasExitCodeTwo() throws IOException {
    assertThat(run("no-such-command")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
  }

  @Test
  void aCommandReachesTheProcessThatOwnsTheDataDirectory() throws IOException {
    run("init");
    run("operator", "add", "nadia");
    out.getBuffer().setLength(0);
    try (Installation owner = open();
        OwnerServer server =
            OwnerServer.start(
                owner,
                (context, arguments) ->
                    CommandLines.of(context).execute(arguments.toArray(String[]::new)))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socket())))
          .isEqualTo("rw-------");
      assertThat(run("operator", "list")).isZero();
    }
    assertThat(out.toString()).contains("nadia");
  }

  @Test
  void anOwnerThatDoesNotAnswerIsTold() throws IOException {
    run("init");
    try (Installation owner = open()) {
      assertThat(owner.directory().root()).exists();
      assertThat(run("operator", "list")).isEqualTo(3);
    }
    assertThat(err.toString()).contains("does not answer");
  }

  private Installation open() {
    return InstallationOpener.open(
        ConfigLoader.load(folder.resolve("firebreak.yaml"), Map.of()), Clock.systemUTC());
  }

  private int run(String... arguments) throws IOException {
    return Main.run(
        List.of(arguments),
        configFile ->
            new TerminalContext(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                folder,
                Map.of(),
                configFile));
  }
}
