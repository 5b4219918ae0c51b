package dev.firebreak.cli;

import dev.firebreak.config.DataDirectory;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// Where the program starts.
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    Path here = Path.of("").toAbsolutePath();
    int exitCode =
        run(
            List.of(args),
            configFile -> new TerminalContext(out, err, here, System.getenv(), configFile));
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /// Runs one command; where another process owns the data directory, that process runs it, and
  /// where a server is named, that server.
  ///
  /// @param arguments as on a command line
  /// @param surroundings makes the surroundings for the settings file that the arguments name
  /// @return the exit code: 0 done, 1 a check failed, 2 wrong use, 3 environment, 70 bug
  public static int run(List<String> arguments, Function<Path, TerminalContext> surroundings)
      throws IOException {
    try (TerminalContext context = surroundings.apply(configFile(arguments))) {
      try {
        Optional<RemoteServer> server =
            RemoteServer.of(arguments, context.environment(), context.workingDirectory());
        return server.isPresent()
            ? new RemoteCommands(context, server.get()).run()
            : execute(arguments, context);
      } catch (FirebreakException e) {
        context.err().println("firebreak: " + e.getMessage());
        return e.code().kind().exitCode();
      }
    }
  }

  private static int execute(List<String> arguments, TerminalContext context) throws IOException {
    AtomicBoolean ownedElsewhere = new AtomicBoolean();
    int exitCode =
        CommandLines.of(context, () -> ownedElsewhere.set(true))
            .execute(arguments.toArray(String[]::new));
    return ownedElsewhere.get() ? askOwner(context, arguments) : exitCode;
  }

  private static int askOwner(TerminalContext context, List<String> arguments) throws IOException {
    Path socket = DataDirectory.ownerSocket(context.config().dataDirectory());
    try {
      return OwnerClient.run(socket, arguments, context);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DIRECTORY_IN_USE,
          "another process owns the data directory and does not answer at "
              + socket
              + "; wait until it has ended, or stop it",
          e);
    }
  }

  /// The option must be known before the commands are put together.
  private static Path configFile(List<String> arguments) {
    String assigned = RootCommand.CONFIG_OPTION + "=";
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals(RootCommand.CONFIG_OPTION) && i + 1 < arguments.size()) {
        return Path.of(arguments.get(i + 1));
      }
      if (argument.startsWith(assigned)) {
        return Path.of(argument.substring(assigned.length()));
      }
    }
    return RootCommand.CONFIG_DEFAULT;
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
