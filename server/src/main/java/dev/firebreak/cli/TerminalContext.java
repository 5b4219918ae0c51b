package dev.firebreak.cli;

import dev.firebreak.assessment.Cancellation;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A command's surroundings at a terminal. The installation is opened at its first use and closed
/// at the end; where another process owns it, that process is asked instead. Confined to the main
/// thread.
public final class TerminalContext implements CommandContext, AutoCloseable {
  private final PrintWriter out;
  private final PrintWriter err;
  private final Path workingDirectory;
  private final Map<String, String> environment;
  private final Path configFile;
  private final Clock clock;
  private final UnaryOperator<String> secrets;
  private final EndSignal endSignal = new EndSignal();
  private @Nullable Installation opened;

  /// The surroundings of a process: its clock, its console or standard input.
  TerminalContext(
      PrintWriter out,
      PrintWriter err,
      Path workingDirectory,
      Map<String, String> environment,
      Path configFile) {
    this(
        new Outputs(out, err),
        workingDirectory,
        environment,
        configFile,
        Clock.systemUTC(),
        prompt -> typed(err, prompt));
  }

  /// Surroundings that are given from outside: commands run inside another program.
  ///
  /// @param workingDirectory relative paths are relative to it
  /// @param configFile the settings
  /// @param secrets answers a prompt, such as that for an operator's code
  public TerminalContext(
      Outputs outputs,
      Path workingDirectory,
      Map<String, String> environment,
      Path configFile,
      Clock clock,
      UnaryOperator<String> secrets) {
    out = outputs.out();
    err = outputs.err();
    this.clock = clock;
    this.secrets = secrets;
    this.workingDirectory = workingDirectory;
    this.environment = environment;
    this.configFile = configFile;
  }

  /// Where a command's words go.
  public record Outputs(PrintWriter out, PrintWriter err) {}

  @Override
  public PrintWriter out() {
    return out;
  }

  @Override
  public PrintWriter err() {
    return err;
  }

  @Override
  public Path workingDirectory() {
    return workingDirectory;
  }

  @Override
  public Path settingsFile() {
    return workingDirectory.resolve(configFile);
  }

  Map<String, String> environment() {
    return environment;
  }

  FirebreakConfig config() {
    return ConfigLoader.load(settingsFile(), environment);
  }

  @Override
  public Installation installation() {
    if (opened == null) {
      try {
        opened = InstallationOpener.open(config(), clock);
      } catch (FirebreakException e) {
        throw e.code() == ErrorCode.DATA_DIRECTORY_IN_USE ? new OwnedElsewhere() : e;
      }
    }
    return opened;
  }

  @Override
  public boolean atTerminal() {
    return console().isPresent();
  }

  @Override
  public Cancellation cancellation() {
    return endSignal.cancellation();
  }

  @Override
  public String readSecret(String prompt) {
    return secrets.apply(prompt);
  }

  @Override
  public void close() throws IOException {
    try (endSignal) {
      if (opened != null) {
        opened.close();
      }
    }
  }

  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  private static String typed(PrintWriter err, String prompt) {
    Optional<Console> console = console();
    if (console.isPresent()) {
      return new String(console.get().readPassword("%s: ", prompt));
    }
    err.print(prompt + ": ");
    err.flush();
    try {
      return readLine();
    } catch (IOException e) {
      throw new FirebreakException(ErrorCode.INPUT_UNREADABLE, "no input for: " + prompt, e);
    }
  }

  private static String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = System.in.read(); next >= 0 && next != '\n'; next = System.in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
