package dev.firebreak.cli;

import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `firebreak audit export`.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes every entry of the audit log into a file, as JSON, one a line, oldest first,",
      "with all that its hash covers: whoever has the file can check the chain by themselves."
    })
final class AuditExportCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "a file that is not there yet")
  Path out = Path.of("");

  AuditExportCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Installation installation = context.installation();
    Path file = context.workingDirectory().resolve(out);
    if (Files.exists(file)) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, file + " exists already; choose another name");
    }
    long entries;
    try (BufferedWriter writer =
        Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      entries = new HashChainAuditLog(installation.control(), installation.clock()).export(writer);
    }
    context.out().println("Wrote " + entries + " entries to " + file + ".");
    return 0;
  }
}
