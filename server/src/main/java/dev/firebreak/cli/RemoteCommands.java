package dev.firebreak.cli;

import dev.firebreak.api.Operation;
import dev.firebreak.api.Operations;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// Runs commands at a server by its API, as they would run there at a terminal: the same arguments,
/// what it prints, its files and its exit code. The command line is read here, so that help and
/// mistakes need no server. Confined to one thread.
final class RemoteCommands {
  /// Options that name who acts.
  private static final List<String> ACTING = List.of("--operator", "--by");

  private final CommandContext context;
  private final RemoteServer server;

  RemoteCommands(CommandContext context, RemoteServer server) {
    this.context = context;
    this.server = server;
  }

  /// Returns the exit code.
  int run() {
    CommandLine line = CommandLines.of(context);
    Operations operations = Operations.of(line);
    try (RemoteClient client = new RemoteClient(server)) {
      line.setExecutionStrategy(parsed -> execute(parsed, operations, client));
      return line.execute(withOperator(line, client).toArray(String[]::new));
    }
  }

  /// The operator is the token's; who leaves the option out means that one.
  private List<String> withOperator(CommandLine root, RemoteClient client) {
    List<String> arguments = new ArrayList<>(server.arguments());
    CommandLine line = root;
    int words = 0;
    while (words < arguments.size()) {
      CommandLine below = line.getSubcommands().get(arguments.get(words));
      if (below == null) {
        break;
      }
      line = below;
      words++;
    }
    boolean helped = arguments.stream().anyMatch(each -> each.matches("-h|--help"));
    for (String name : ACTING) {
      OptionSpec option = line.getCommandSpec().findOption(name);
      boolean named = arguments.stream().anyMatch(each -> each.matches(name + "(=.*)?"));
      if (option != null && option.required() && !named && !helped) {
        arguments.add(words, name + "=" + client.operator());
      }
    }
    return arguments;
  }

  private int execute(ParseResult parsed, Operations operations, RemoteClient client) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    ParseResult leaf = parsed;
    List<String> words = new ArrayList<>();
    while (leaf.hasSubcommand()) {
      leaf = leaf.subcommand();
      words.add(leaf.commandSpec().name());
    }
    String command = String.join(" ", words);
    Optional<Operation> operation =
        operations.all().stream().filter(each -> each.command().equals(command)).findFirst();
    try {
      return new RemoteCall(
              context,
              client,
              operation.orElseThrow(() ->
                  new FirebreakException(
                      ErrorCode.WRONG_USE,
                      "`"
                          + command
                          + "` is run on the server's machine, without "
                          + RemoteServer.SERVER_OPTION
                          + " and "
                          + RemoteServer.SERVER_VARIABLE)))
          .run(leaf);
    } catch (FirebreakException e) {
      throw new ExecutionException(leaf.commandSpec().commandLine(), command, e);
    }
  }
}
