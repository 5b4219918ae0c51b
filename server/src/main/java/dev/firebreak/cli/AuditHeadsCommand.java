package dev.firebreak.cli;

import dev.firebreak.audit.AuditHeads;
import dev.firebreak.audit.SignedHead;
import dev.firebreak.audit.SignedHeads;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `firebreak audit heads`.
@Command(
    name = "heads",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the heads of the audit log that were signed, oldest first.",
      "Keep them elsewhere: `audit verify --heads FILE` then finds what was cut or written anew."
    })
final class AuditHeadsCommand implements Callable<Integer> {
  private static final int LIMIT_MAX = 100_000;

  private final CommandContext context;

  @Option(names = "--now", description = "sign the head as it is first")
  boolean now;

  @Option(names = "--limit", description = "the newest so many (default: 100)")
  int limit = 100;

  @Option(names = "--out", paramLabel = "FILE", description = "write them there, one a line")
  @Nullable Path out;

  @Option(names = "--json")
  boolean json;

  AuditHeadsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "--limit is 1 to " + LIMIT_MAX);
    }
    AuditHeads heads = context.installation().auditHeads();
    if (now) {
      heads.sign();
    }
    List<SignedHead> signed = heads.list(limit);
    if (out != null) {
      Path file = context.workingDirectory().resolve(out);
      Files.writeString(file, SignedHeads.lines(signed));
      context.out().println("Wrote " + signed.size() + " heads to " + file + ".");
    } else if (json) {
      JsonOutput.print(context.out(), signed.stream().map(SignedHeads::document).toList());
    } else {
      signed.forEach(each -> context.out().println(each.at() + "  " + each.head()));
    }
    return 0;
  }
}
