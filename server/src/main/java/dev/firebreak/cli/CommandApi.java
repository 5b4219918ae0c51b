package dev.firebreak.cli;

import dev.firebreak.api.Api;
import dev.firebreak.config.ConsoleConfig;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import java.util.Optional;

/// The commands of this command line over HTTP.
public final class CommandApi {
  private CommandApi() {}

  /// What answers them.
  ///
  /// @param eventPath that runs in this process
  /// @param console whose listener it answers at
  public static Api of(
      Installation installation, Optional<EventPath> eventPath, ConsoleConfig console) {
    return new Api(installation, eventPath, CommandLines::of, console.onThisMachine());
  }
}
