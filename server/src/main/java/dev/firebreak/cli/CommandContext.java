package dev.firebreak.cli;

import dev.firebreak.assessment.Cancellation;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/// What a command gets from whoever runs it: a terminal, or the owner process on behalf of one.
public interface CommandContext {
  PrintWriter out();

  PrintWriter err();

  /// Relative paths in arguments are relative to this.
  Path workingDirectory();

  /// The settings file, whether it is there or not.
  default Path settingsFile() {
    return workingDirectory().resolve(RootCommand.CONFIG_DEFAULT);
  }

  /// The installation that `--config` names, opened at the first call.
  Installation installation();

  /// Whether somebody watches: then long work shows on [#err()] how far it is.
  default boolean atTerminal() {
    return false;
  }

  /// Whether the owner process runs the command on another process's behalf.
  default boolean inOwnerProcess() {
    return false;
  }

  /// The event path that runs in this process; empty where none does.
  default Optional<EventPath> eventPath() {
    return Optional.empty();
  }

  /// Requested where whoever called the command wants it to end. Only long work looks at it: a
  /// command that asks for it is not ended by a signal at once, but ends by itself.
  default Cancellation cancellation() {
    return new Cancellation();
  }

  /// A line of input without echo, such as a code or a password, asked for with the prompt.
  String readSecret(String prompt);
}
