package dev.firebreak.cli;

import java.io.IOException;
import java.nio.file.Path;
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
    NewInstallation.write(target);
    context.out().println("Wrote firebreak.yaml, policies/mixpanel.yaml, vendors/mixpanel.yaml,");
    context.out().println("firebreak-master.key in " + target.normalize() + ".");
    context.out().println();
    context.out().println("Next: keep a copy of firebreak-master.key somewhere else (without it");
    context.out().println("nothing can be opened), edit firebreak.yaml, add an operator with");
    context.out().println("`firebreak operator add NAME --role admin`, then `firebreak serve`.");
    return 0;
  }
}
