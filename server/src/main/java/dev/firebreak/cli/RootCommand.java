package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The command line's root: `firebreak COMMAND`.
@Command(
    name = "firebreak",
    versionProvider = RootCommand.Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Limits what analytics vendors get of your users' data, keeps a ledger of it,",
      "and answers when a vendor is breached."
    },
    footer = {"", "Start with `firebreak demo`, or `firebreak serve` in an empty folder."})
final class RootCommand implements Callable<Integer> {
  static final String CONFIG_OPTION = "--config";
  static final Path CONFIG_DEFAULT = Path.of("firebreak.yaml");

  @Option(
      names = CONFIG_OPTION,
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "settings file (default: firebreak.yaml in this folder)")
  Path config = CONFIG_DEFAULT;

  @Option(
      names = RemoteServer.SERVER_OPTION,
      paramLabel = "URL",
      description = {
        "a server that runs the command, as https://firebreak.example.com:8443;",
        "also by " + RemoteServer.SERVER_VARIABLE
      })
  @Nullable String server;

  @Option(
      names = RemoteServer.TOKEN_OPTION,
      paramLabel = "FILE",
      description = {
        "the token for it, in a file of one's own; also by " + RemoteServer.TOKEN_VARIABLE
      })
  @Nullable Path tokenFile;

  @Override
  public Integer call() {
    throw new FirebreakException(
        ErrorCode.WRONG_USE, "a command is needed; `firebreak --help` lists them");
  }

  /// The version of the running jar.
  static final class Version implements picocli.CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RootCommand.class.getPackage().getImplementationVersion();
      return new String[] {"firebreak " + (version == null ? "(built from source)" : version)};
    }
  }
}
