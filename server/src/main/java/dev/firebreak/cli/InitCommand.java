package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.MasterKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Writes the files of a new installation: settings, a policy and a vendor's file to edit, the
/// master key.
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Write settings, a policy and a master key for a new installation.")
final class InitCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "where to write (default: this folder)")
  Path folder = Path.of("");

  InitCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Path target = context.workingDirectory().resolve(folder);
    Files.createDirectories(target.resolve("policies"));
    Files.createDirectories(target.resolve("vendors"));
    write(target.resolve("firebreak.yaml"), "/settings/minimal.yaml");
    write(target.resolve("policies/mixpanel.yaml"), "/policies/mixpanel.yaml");
    write(target.resolve("vendors/mixpanel.yaml"), "/vendors/mixpanel.yaml");
    Path key = target.resolve("firebreak-master.key");
    if (!Files.exists(key)) {
      MasterKey.create(key, new SecureRandom());
    }
    context.out().println("Wrote firebreak.yaml, policies/mixpanel.yaml, vendors/mixpanel.yaml,");
    context.out().println("firebreak-master.key in " + target.normalize() + ".");
    context.out().println();
    context.out().println("Next: keep a copy of firebreak-master.key somewhere else (without it");
    context.out().println("nothing can be opened), edit firebreak.yaml, add an operator with");
    context.out().println("`firebreak operator add NAME --role admin`, then `firebreak serve`.");
    return 0;
  }

  private static void write(Path file, String resource) throws IOException {
    if (Files.exists(file)) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, file + " exists already; choose an empty folder with --folder");
    }
    try (InputStream in = InitCommand.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the distribution lacks " + resource);
      }
      Files.copy(in, file);
    }
  }
}
