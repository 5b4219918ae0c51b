package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Puts the commands together and turns what goes wrong into a message and an exit code: 0 done, 1
/// a check failed, 2 wrong use, 3 environment, 70 bug.
final class CommandLines {
  private static final Logger LOG = LoggerFactory.getLogger(CommandLines.class);

  private CommandLines() {}

  /// A command line whose commands write to and read from the context.
  static CommandLine of(CommandContext context) {
    return of(context, () -> {});
  }

  /// @param ownedElsewhere told where the command needs an installation that another process owns
  static CommandLine of(CommandContext context, Runnable ownedElsewhere) {
    CommandLine line = new CommandLine(new RootCommand());
    for (Object command : Commands.all(context)) {
      CommandLine added = command instanceof CommandLine made ? made : new CommandLine(command);
      if (added.getCommand() instanceof IncidentCommand) {
        Commands.ofIncident(context).forEach(added::addSubcommand);
      }
      line.addSubcommand(added);
    }
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      line.addSubcommand(provider.command(context));
    }
    line.addSubcommand(new CommandLine.HelpCommand());
    line.setOut(context.out());
    line.setErr(context.err());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(handler(context, ownedElsewhere));
    line.getCommandSpec().exitCodeOnInvalidInput(ErrorCode.Kind.INPUT.exitCode());
    line.getSubcommands().values().forEach(CommandLines::exitCodes);
    return line;
  }

  private static void exitCodes(CommandLine line) {
    line.getCommandSpec().exitCodeOnInvalidInput(ErrorCode.Kind.INPUT.exitCode());
    line.getSubcommands().values().forEach(CommandLines::exitCodes);
  }

  private static IExecutionExceptionHandler handler(
      CommandContext context, Runnable ownedElsewhere) {
    return (Exception exception, CommandLine _, ParseResult _) -> {
      if (exception instanceof OwnedElsewhere) {
        ownedElsewhere.run();
        return ErrorCode.Kind.ENVIRONMENT.exitCode();
      }
      int exitCode = tell(exception, context);
      context.err().flush();
      return exitCode;
    };
  }

  private static int tell(Exception exception, CommandContext context) {
    return switch (exception) {
      case FirebreakException e -> {
        context.err().println("firebreak: " + e.getMessage());
        yield e.code().kind().exitCode();
      }
      case UncheckedIOException e -> tellEnvironment(e, context);
      case IOException e -> tellEnvironment(e, context);
      case Exception e -> {
        LOG.atError().setCause(e).log("CommandFailed");
        context.err().println("firebreak: internal error (a bug): " + e.getClass().getName());
        context.err().println("Set FIREBREAK_LOG=debug and run the command again for details.");
        yield ErrorCode.Kind.INTERNAL.exitCode();
      }
    };
  }

  private static int tellEnvironment(Exception e, CommandContext context) {
    context.err().println("firebreak: input or output failed: " + e.getMessage());
    return ErrorCode.Kind.ENVIRONMENT.exitCode();
  }
}
