package dev.firebreak.cli;

import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.AuditHead;
import dev.firebreak.audit.AuditVerification;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `firebreak audit show|verify`.
@Command(name = "audit", description = "The record of every action and decision.")
final class AuditCommand {
  private final CommandContext context;

  AuditCommand(CommandContext context) {
    this.context = context;
  }

  @Command(name = "show", description = "Shows the newest entries, oldest first.")
  int show(
      @Option(names = "--actor") @Nullable String actor,
      @Option(names = "--action") @Nullable String action,
      @Option(names = "--subject", paramLabel = "KIND:NAME") @Nullable String subject,
      @Option(names = "--since", paramLabel = "TIME", description = "as 2025-11-25T09:00:00Z")
          @Nullable Instant since,
      @Option(names = "--limit", defaultValue = "100", description = "1 to 100000 (default: 100)")
          int limit,
      @Option(names = "--json") boolean json) {
    if (limit < 1 || limit > AuditFilter.LIMIT_MAX) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "--limit is 1 to " + AuditFilter.LIMIT_MAX);
    }
    List<AuditEntry> entries = log().show(new AuditFilter(actor, action, subject, since, limit));
    if (json) {
      JsonOutput.print(context.out(), entries.stream().map(AuditCommand::document).toList());
      return 0;
    }
    for (AuditEntry entry : entries) {
      context
          .out()
          .println(
              entry.sequence()
                  + "  "
                  + entry.at()
                  + "  "
                  + entry.actor()
                  + "  "
                  + entry.action()
                  + "  "
                  + entry.subject()
                  + "  "
                  + new TreeMap<>(entry.details()));
    }
    return 0;
  }

  @Command(
      name = "verify",
      description = {
        "Checks that no entry was changed, removed or moved, and prints the head.",
        "Keep the head elsewhere: with --head it also shows a tail that was cut off."
      })
  int verify(
      @Option(names = "--head", paramLabel = "NUMBER:HASH", description = "a head noted earlier")
          @Nullable String head,
      @Option(names = "--json") boolean json) {
    AuditVerification result = log().verify(Optional.ofNullable(head).map(AuditHead::parse));
    if (json) {
      JsonOutput.print(context.out(), document(result));
    } else if (result.whole()) {
      context.out().println("The chain is whole: " + result.entries() + " entries.");
      context.out().println("Head: " + result.head());
    }
    if (!result.whole()) {
      AuditVerification.Fault fault = result.fault().orElseThrow();
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          "the audit log does not hold from entry "
              + fault.sequence()
              + ": "
              + fault.kind().words()
              + "; keep the database as it is and compare it with a backup");
    }
    return 0;
  }

  private HashChainAuditLog log() {
    Installation installation = context.installation();
    return new HashChainAuditLog(installation.control(), installation.clock());
  }

  private static Map<String, Object> document(AuditEntry entry) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("sequence", entry.sequence());
    document.put("at", entry.at().toString());
    document.put("actor", entry.actor());
    document.put("action", entry.action());
    document.put("subject", entry.subject());
    document.put("details", new TreeMap<>(entry.details()));
    document.put("hash", entry.hash());
    return document;
  }

  private static Map<String, Object> document(AuditVerification result) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("whole", result.whole());
    document.put("entries", result.entries());
    document.put("head", result.head().toString());
    result
        .fault()
        .ifPresent(fault -> {
          document.put("faultAt", fault.sequence());
          document.put("fault", fault.kind().words());
        });
    return document;
  }
}
