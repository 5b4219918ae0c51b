package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyVersion;
import dev.firebreak.keys.OpeningCode;
import dev.firebreak.keys.VendorKeys;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak key list|rotate|seal|unseal|destroy`.
@Command(
    name = "key",
    description = "The keys of vendors' tokens: rotated, sealed offline, brought back, destroyed.")
final class KeyCommand {
  private static final int CODE_TRIES_MAX = 3;

  private final CommandContext context;

  KeyCommand(CommandContext context) {
    this.context = context;
  }

  @Command(name = "list", description = "Lists every key version there ever was, and where it is.")
  int list(
      @Option(names = "--vendor", paramLabel = "VENDOR") @Nullable String vendor,
      @Option(names = "--json") boolean json) {
    VendorKeys keys = keys();
    List<KeyVersion> versions =
        vendor == null ? keys.list() : keys.list(VendorCommand.vendorId(vendor));
    if (json) {
      JsonOutput.print(
          context.out(), versions.stream().map(version -> document(keys, version)).toList());
      return 0;
    }
    TextTable table = new TextTable("Vendor", "Version", "Key id", "State", "Since", "Retained");
    for (KeyVersion version : versions) {
      table.row(
          version.vendor(),
          version.keyVersion(),
          version.id(),
          words(keys, version),
          since(version).map(Instant::toString).orElse(""),
          version.sealing().map(sealing -> "until " + sealing.retainUntil()).orElse(""));
    }
    table.print(context.out());
    return 0;
  }

  @Command(
      name = "rotate",
      description = {
        "Begins a new key version: from the next message on a vendor gets other tokens for the",
        "same people. Tokens of before still resolve."
      })
  int rotate(
      @Parameters(paramLabel = "VENDOR") String vendor,
      @Mixin OperatorMixin operator,
      @Option(names = "--reason", required = true, paramLabel = "TEXT") String reason,
      @Option(names = "--json") boolean json) {
    VendorId id = VendorCommand.vendorId(vendor);
    ConfirmedOperator confirmed = operator.confirm(context, "KeyRotated", Role.PRIVACY_OFFICER);
    return print(keys().rotate(id, confirmed, reason), json);
  }

  @Command(
      name = "seal",
      description = {
        "Takes a key out of the folder of keys into a file that you keep elsewhere. Shows the code",
        "that opens it, this once, and asks for it: nothing is taken out before it was noted.",
        "Tokens made under the key resolve only after `key unseal`."
      })
  int seal(
      @Parameters(index = "0", paramLabel = "VENDOR") String vendor,
      @Parameters(index = "1", paramLabel = "VERSION") int version,
      @Option(names = "--file", required = true, paramLabel = "FILE") Path file,
      @Option(names = "--retain-until", required = true, paramLabel = "DAY") LocalDate until,
      @Mixin OperatorMixin operator,
      @Option(names = "--reason", required = true, paramLabel = "TEXT") String reason,
      @Option(names = "--json") boolean json)
      throws IOException {
    VendorKeys keys = keys();
    KeyVersion meant = keys.get(VendorCommand.vendorId(vendor), version);
    ConfirmedOperator confirmed = operator.confirm(context, "KeySealed", Role.PRIVACY_OFFICER);
    context.installation().deliveries().feedLedger();
    Instant retainUntil = until.atStartOfDay(ZoneOffset.UTC).toInstant();
    Path to = offline(file);
    if (meant.sealing().isPresent()) {
      return sealed(keys.sealAgain(meant, to, retainUntil, confirmed, reason), json);
    }
    VendorKeys.Prepared prepared = keys.prepare(meant, to, retainUntil, confirmed, reason);
    KeyVersion done;
    try {
      show(prepared, json);
      done = sealWhenNoted(prepared, confirmed, reason);
    } catch (RuntimeException e) {
      giveUp(prepared, confirmed, reason, e);
      throw e;
    }
    return sealed(done, json);
  }

  private void show(VendorKeys.Prepared prepared, boolean json) {
    PrintWriter words = json ? context.err() : context.out();
    words.println("Opening code, shown this once: " + prepared.code().spelled());
    words.println(
        "Keep the file and the code apart, both away from this machine: without either the key is"
            + " lost.");
    words.flush();
  }

  /// Asks for the code until it is the right one, a few times.
  private KeyVersion sealWhenNoted(
      VendorKeys.Prepared prepared, ConfirmedOperator operator, String reason) {
    for (int left = CODE_TRIES_MAX - 1; ; left--) {
      String typed = context.readSecret("The opening code, to show that it was noted");
      try {
        return keys().seal(prepared, OpeningCode.parse(typed), operator, reason);
      } catch (FirebreakException e) {
        boolean mistyped = !isSpelled(typed) || e.code() == ErrorCode.KEY_UNREADABLE;
        if (left == 0 || !mistyped) {
          throw e;
        }
        context.err().println("That is not the code: " + e.getMessage());
        context.err().flush();
      }
    }
  }

  private static boolean isSpelled(String code) {
    try {
      return !OpeningCode.parse(code).spelled().isEmpty();
    } catch (FirebreakException mistyped) {
      return false;
    }
  }

  /// The key stays where it is; the copy that was made of it goes.
  private void giveUp(
      VendorKeys.Prepared prepared,
      ConfirmedOperator operator,
      String reason,
      RuntimeException cause) {
    try {
      keys().giveUp(prepared, operator, reason);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
      context.err().println("Warning: " + e.getMessage());
      context.err().flush();
    }
  }

  private int sealed(KeyVersion version, boolean json) {
    if (keys().leavesFiles(version)) {
      context
          .err()
          .println(
              "Warning: its files could not be deleted from the folder of keys; they go at the next"
                  + " start, and must be gone before the key is destroyed.");
      context.err().flush();
    }
    return print(version, json);
  }

  @Command(
      name = "unseal",
      description = {
        "Brings a sealed key back for a purpose, such as an assessment. It makes no tokens; seal",
        "it again with the same file when that is done."
      })
  int unseal(
      @Parameters(index = "0", paramLabel = "VENDOR") String vendor,
      @Parameters(index = "1", paramLabel = "VERSION") int version,
      @Option(names = "--file", required = true, paramLabel = "FILE") Path file,
      @Mixin OperatorMixin operator,
      @Option(names = "--reason", required = true, paramLabel = "TEXT") String reason,
      @Option(names = "--json") boolean json) {
    VendorKeys keys = keys();
    KeyVersion meant = keys.get(VendorCommand.vendorId(vendor), version);
    ConfirmedOperator confirmed = operator.confirm(context, "KeyUnsealed", Role.PRIVACY_OFFICER);
    OpeningCode code = OpeningCode.parse(context.readSecret("Opening code"));
    return print(keys.unseal(meant, resolved(file), code, confirmed, reason), json);
  }

  @Command(
      name = "destroy",
      description = {
        "Destroys a sealed key and its file for good. Says first how many people can then no",
        "longer be found. Refused while an incident, an erasure or a queue needs it, and until",
        "its retention is over. Two operators decide."
      })
  int destroy(
      @Parameters(index = "0", paramLabel = "VENDOR") String vendor,
      @Parameters(index = "1", paramLabel = "VERSION") int version,
      @Option(names = "--file", paramLabel = "FILE") @Nullable Path file,
      @Option(names = "--file-gone") boolean gone,
      @Mixin OperatorMixin operator,
      @Option(names = "--second", required = true, paramLabel = "NAME") String second,
      @Option(names = "--reason", required = true, paramLabel = "TEXT") String reason,
      @Option(names = "--json") boolean json)
      throws IOException {
    if ((file == null) != gone) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "name the sealed key's --file, or say --file-gone where it is lost");
    }
    VendorKeys keys = keys();
    KeyVersion meant = keys.get(VendorCommand.vendorId(vendor), version);
    context.installation().deliveries().feedLedger();
    VendorKeys.Unfindable unfindable = keys.unfindable(meant);
    (json ? context.err() : context.out()).println(words(meant, unfindable));
    (json ? context.err() : context.out()).flush();
    ConfirmedOperator first = operator.confirm(context, "KeyDestroyed", Role.PRIVACY_OFFICER);
    ConfirmedOperator other =
        OperatorMixin.confirm(context, second, "KeyDestroyed", Role.PRIVACY_OFFICER);
    KeyVersion destroyed =
        keys.destroy(meant, Optional.ofNullable(file).map(this::resolved), first, other, reason);
    if (json) {
      Map<String, Object> document = document(keys, destroyed);
      document.put("unfindable", unfindable.subjects());
      JsonOutput.print(context.out(), document);
      return 0;
    }
    print(destroyed, false);
    context
        .out()
        .println(
            "Backups of the folder of keys from before its sealing still hold it: let them go.");
    return 0;
  }

  private VendorKeys keys() {
    return context.installation().vendorKeys();
  }

  /// A key that lies beside the others is not offline.
  private Path offline(Path file) {
    Path to = resolved(file).toAbsolutePath().normalize();
    Path data = context.installation().directory().root().toAbsolutePath().normalize();
    if (to.startsWith(data)) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "--file lies in the data directory; name one elsewhere");
    }
    return to;
  }

  private Path resolved(Path file) {
    return context.workingDirectory().resolve(file);
  }

  private int print(KeyVersion version, boolean json) {
    if (json) {
      JsonOutput.print(context.out(), document(keys(), version));
    } else {
      context
          .out()
          .println(
              "%s: key version %d (%s) is %s"
                  .formatted(
                      version.vendor(),
                      version.keyVersion(),
                      version.id(),
                      words(keys(), version)));
    }
    return 0;
  }

  private static String words(KeyVersion version, VendorKeys.Unfindable unfindable) {
    return String.format(
        Locale.ROOT,
        "%s has ids under key version %d of %,d people and devices. Without it %,d of them can no"
            + " longer be found by their ids there.",
        version.vendor(),
        version.keyVersion(),
        unfindable.subjectsUnder(),
        unfindable.subjects());
  }

  private static String words(VendorKeys keys, KeyVersion version) {
    return switch (version.state()) {
      case ONLINE -> keys.isCurrent(version) ? "current" : "online, resolves only";
      case SEALED -> "sealed";
      case UNSEALED -> "unsealed, resolves only";
      case DESTROYED -> "destroyed";
    };
  }

  private static Optional<Instant> since(KeyVersion version) {
    return version.changed().map(KeyVersion.Change::at).or(version::madeAt);
  }

  private static Map<String, Object> document(VendorKeys keys, KeyVersion version) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("vendor", version.vendor().value());
    document.put("keyVersion", version.keyVersion());
    document.put("keyId", version.id().value());
    document.put("state", version.state().name().toLowerCase(Locale.ROOT));
    document.put("current", keys.isCurrent(version));
    version.madeAt().ifPresent(at -> document.put("madeAt", at.toString()));
    version
        .changed()
        .ifPresent(change -> {
          document.put("since", change.at().toString());
          document.put("by", change.by());
        });
    version
        .sealing()
        .ifPresent(sealing -> {
          document.put("retainUntil", sealing.retainUntil().toString());
          document.put("fileSha256", sealing.sha256());
        });
    return document;
  }
}
