package dev.firebreak.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/// The command line for tests that look at commands and run none.
public final class LookedAt {
  private LookedAt() {}

  public static CommandLine commands() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return CommandLines.of(
        new TerminalContext(nowhere, nowhere, Path.of("."), Map.of(), Path.of("none.yaml")));
  }
}
