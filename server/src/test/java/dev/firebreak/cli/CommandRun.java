package dev.firebreak.cli;

import dev.firebreak.config.ConfigLoader;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Runs commands as a terminal would, in a folder, and keeps what they print.
final class CommandRun {
  private final Path folder;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  CommandRun(Path folder) {
    this.folder = folder;
  }

  /// Runs one command; what earlier ones printed is forgotten.
  int run(String... arguments) throws IOException {
    forget();
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

  /// As [#run], at a time and with what a person types at a prompt.
  int run(Clock clock, UnaryOperator<String> typed, String... arguments) throws IOException {
    forget();
    return Main.run(
        List.of(arguments),
        configFile ->
            new TerminalContext(
                new TerminalContext.Outputs(new PrintWriter(out, true), new PrintWriter(err, true)),
                folder,
                Map.of(),
                configFile,
                clock,
                typed));
  }

  private void forget() {
    out = new StringWriter();
    err = new StringWriter();
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /// The installation, owned by the caller until it closes it.
  Installation open() {
    return InstallationOpener.open(
        ConfigLoader.load(folder.resolve("firebreak.yaml"), Map.of()), Clock.systemUTC());
  }
}
