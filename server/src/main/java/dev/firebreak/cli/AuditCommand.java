package dev.firebreak.cli;

import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.AuditHead;
import dev.firebreak.audit.AuditHeads;
import dev.firebreak.audit.AuditKey;
import dev.firebreak.audit.AuditVerification;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.audit.SignedHead;
import dev.firebreak.audit.SignedHeads;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `firebreak audit show|verify|key`; `heads` and `export` have classes of their own.
@Command(name = "audit", description = "The record of every action and decision.")
final class AuditCommand {
  private static final int KEPT_MAX = 1_000;
  private static final long FILE_BYTES_MAX = 64L << 20;

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
        "Keep heads elsewhere: with --head or --heads it also shows a tail that was cut off, or",
        "a chain that was written anew."
      })
  int verify(
      @Option(names = "--head", paramLabel = "NUMBER:HASH", description = "noted earlier")
          @Nullable String head,
      @Option(
              names = "--heads",
              paramLabel = "FILE",
              description = "signed ones, of `audit heads` earlier")
          @Nullable Path kept,
      @Option(
              names = "--key",
              paramLabel = "FILE",
              description = "the key of `audit key`, kept with them (default: this installation's)")
          @Nullable Path key,
      @Option(names = "--json") boolean json)
      throws IOException {
    AuditHeads heads = context.installation().auditHeads();
    List<AuditHead> expected = new ArrayList<>(signed(heads.list(KEPT_MAX), heads.key()));
    if (head != null) {
      expected.add(AuditHead.parse(head.strip()));
    }
    if (kept != null) {
      AuditKey signer = key == null ? heads.key() : AuditKey.parse(read(key));
      expected.addAll(signed(SignedHeads.parse(read(kept)), signer));
    }
    AuditVerification result = log().verify(expected);
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

  @Command(
      name = "key",
      description = "Prints the public key that checks signed heads, in PEM; keep it with them.")
  int key() {
    context.out().print(context.installation().auditHeads().key().pem());
    return 0;
  }

  private static List<AuditHead> signed(List<SignedHead> heads, AuditKey key) {
    for (SignedHead head : heads) {
      if (!key.signed(head)) {
        throw new FirebreakException(
            ErrorCode.CHECK_FAILED,
            "the head of entry "
                + head.head().sequence()
                + " was changed, or was signed by another key than this one");
      }
    }
    return heads.stream().map(SignedHead::head).toList();
  }

  private String read(Path file) throws IOException {
    Path resolved = context.workingDirectory().resolve(file);
    if (!Files.isRegularFile(resolved) || Files.size(resolved) > FILE_BYTES_MAX) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, resolved + " is no file, or one of more than 64 MiB");
    }
    return Files.readString(resolved);
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
