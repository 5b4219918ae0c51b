package dev.firebreak.cli;

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
import org.jspecify.annotations.Nullable;

/// A command's surroundings at a terminal. The installation is opened at its first use and closed
/// at the end; where another process owns it, that process is asked instead. Confined to the main
/// thread.
final class TerminalContext implements CommandContext, AutoCloseable {
  private final PrintWriter out;
  private final PrintWriter err;
  private final Path workingDirectory;
  private final Map<String, String> environment;
  private final Path configFile;
  private @Nullable Installation opened;

  TerminalContext(
      PrintWriter out,
      PrintWriter err,
      Path workingDirectory,
      Map<String, String> environment,
      Path configFile) {
    this.out = out;
    this.err = err;
    this.workingDirectory = workingDirectory;
    this.environment = environment;
    this.configFile = configFile;
  }

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

  FirebreakConfig config() {
    return ConfigLoader.load(workingDirectory.resolve(configFile), environment);
  }

  @Override
  public Installation installation() {
    if (opened == null) {
      try {
        opened = InstallationOpener.open(config(), Clock.systemUTC());
      } catch (FirebreakException e) {
        throw e.code() == ErrorCode.DATA_DIRECTORY_IN_USE ? new OwnedElsewhere() : e;
      }
    }
    return opened;
  }

  @Override
  public String readSecret(String prompt) {
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
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

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
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
