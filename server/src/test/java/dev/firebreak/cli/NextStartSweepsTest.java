package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a killed process left in the work folder is gone after any command that opens the
/// installation.
class NextStartSweepsTest {
  @TempDir Path folder;
  private CommandRun commands;

  @BeforeEach
  void leavePlaintext() throws IOException {
    commands = new CommandRun(folder);
    commands.run("init");
    commands.open().close();
    Path left = Files.createDirectories(folder.resolve("data/work/2025-11-mixpanel-123/converted"));
    Files.writeString(left.resolve("part-1"), "canary.person@example.com");
    Files.createDirectories(folder.resolve("data/work/ledger"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "incident list",
        "notice status",
        "audit show",
        "audit verify",
        "operator list",
        "vendor list",
        "ledger verify",
        "incident show nothing-here"
      })
  void isSweptByTheNextCommand(String command) throws IOException {
    commands.run(command.split(" "));

    assertThat(folder.resolve("data/work/2025-11-mixpanel-123")).doesNotExist();
  }
}
