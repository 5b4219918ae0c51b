package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.config.ErasurePlace;
import dev.firebreak.erasure.Erasure;
import dev.firebreak.erasure.ErasureJson;
import dev.firebreak.erasure.Erasures;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak erase`, and below it `list|show|status|sign|retry|unsuppress`.
@Command(
    name = "erase",
    description = {
      "Has a person erased at every vendor, and sends nothing of them to any from now on.",
      "Two operators decide; `erase show` says how far the vendors are."
    })
final class EraseCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = "--subject", paramLabel = "ACCOUNT_ID", description = "the person's account")
  private @Nullable String subject;

  @Option(
      names = "--device",
      paramLabel = "DEVICE_ID",
      description = "a device that is known to be the person's; may be repeated")
  private List<String> devices = List.of();

  @Option(
      names = "--leave-linked",
      description = "erase no device that only browsers or apps linked to the account")
  private boolean leaveLinked;

  @Option(names = "--operator", paramLabel = "NAME", description = "who decides")
  private @Nullable String operator;

  @Option(names = "--second", paramLabel = "NAME", description = "who confirms it")
  private @Nullable String second;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, without personal data")
  private @Nullable String reason;

  @Option(names = "--json")
  private boolean json;

  EraseCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    List<SubjectKey> keys = keys(subject, devices);
    if (keys.isEmpty() || operator == null || second == null || reason == null) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "erasing needs --subject or --device, --operator, --second and --reason; or name a"
              + " command: `firebreak erase --help`");
    }
    Erasures.Deciders by = confirm(context, operator, second, "ErasureDecided");
    Erasures.PersonErasure decided =
        erasures()
            .erasePerson(by, keys.getFirst(), keys.subList(1, keys.size()), !leaveLinked, reason);
    if (json) {
      Map<String, Object> document = ErasureJson.erasure(decided.erasure());
      document.put("subjects", decided.subjects());
      document.put("devicesLinked", decided.linked());
      document.put("devicesLeft", decided.left());
      JsonOutput.print(context.out(), document);
      return 0;
    }
    EraseWords.print(context.out(), decided);
    return 0;
  }

  /// Both operators' second factors.
  ///
  /// @param action what they decide, as the audit log has it
  static Erasures.Deciders confirm(
      CommandContext context, String operator, String second, String action) {
    ConfirmedOperator first =
        OperatorMixin.confirm(context, operator, action, Role.PRIVACY_OFFICER);
    return new Erasures.Deciders(
        first, OperatorMixin.confirm(context, second, action, Role.PRIVACY_OFFICER));
  }

  /// The person's own key first: the account's, or the first device's.
  private List<SubjectKey> keys(@Nullable String account, List<String> deviceIds) {
    SubjectKeyring keyring = context.installation().keys().subjectKeyring();
    List<SubjectKey> keys = new ArrayList<>();
    if (account != null) {
      keys.add(keyring.account(account));
    }
    deviceIds.forEach(device -> keys.add(keyring.device(device)));
    return keys;
  }

  @Command(name = "list", description = "Lists erasures and how far they are.")
  int list(@Option(names = "--json") boolean asJson) {
    List<Erasures.Dossier> dossiers =
        erasures().list().stream().map(each -> erasures().dossier(each.name())).toList();
    if (asJson) {
      JsonOutput.print(context.out(), dossiers.stream().map(ErasureJson::dossier).toList());
      return 0;
    }
    EraseWords.print(context.out(), dossiers);
    return 0;
  }

  @Command(
      name = "show",
      description = "Shows an erasure: each vendor's state, requests with receipts, proofs.")
  int show(
      @Parameters(paramLabel = "ERASURE", description = "as E7") String name,
      @Option(names = "--json") boolean asJson) {
    Erasures.Dossier dossier = erasures().dossier(name);
    if (asJson) {
      JsonOutput.print(context.out(), ErasureJson.dossier(dossier));
    } else {
      EraseWords.print(context.out(), dossier);
    }
    return 0;
  }

  @Command(
      name = "status",
      description = {
        "Says how many people are suppressed, what is open, and where vendors can be asked.",
        "With --subject or --device, whether that person is suppressed."
      })
  int status(
      @Option(names = "--subject", paramLabel = "ACCOUNT_ID") @Nullable String account,
      @Option(names = "--device", paramLabel = "DEVICE_ID") @Nullable String device,
      @Option(names = "--json") boolean asJson) {
    List<SubjectKey> keys = keys(account, device == null ? List.of() : List.of(device));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("suppressedPeople", context.installation().deliveries().suppressions().people());
    document.put("open", erasures().open().stream().map(Erasure::name).toList());
    document.put(
        "places",
        context.installation().config().erasure().stream()
            .map(place -> place.id() + " (" + place.vendor() + ")")
            .toList());
    document.put("waiting", erasures().problems());
    for (SubjectKey key : keys) {
      document.put(
          "suppressedSince",
          erasures().suppressedSince(key).map(Object::toString).orElse("not suppressed"));
    }
    if (asJson) {
      JsonOutput.print(context.out(), document);
    } else {
      document.forEach((key, value) -> context.out().println(EraseWords.line(key, value)));
    }
    return 0;
  }

  @Command(
      name = "sign",
      description = {
        "Signs that those whom a vendor cannot be asked for by a machine, or refused to erase,",
        "are erased there."
      })
  int sign(
      @Parameters(index = "0", paramLabel = "ERASURE") String name,
      @Parameters(index = "1", paramLabel = "VENDOR") String vendor,
      @Mixin OperatorMixin by,
      @Option(names = "--note", required = true, paramLabel = "TEXT", description = "what was done")
          String note,
      @Option(
              names = "--proof",
              paramLabel = "FILE",
              description = "what shows it; its SHA-256 is recorded")
          @Nullable Path proof) {
    Optional<String> sha256 =
        Optional.ofNullable(proof)
            .map(file -> FileDigest.sha256(context.workingDirectory().resolve(file)));
    ConfirmedOperator confirmed = by.confirm(context, "ErasureSigned", Role.PRIVACY_OFFICER);
    erasures().sign(confirmed, name, VendorCommand.vendorId(vendor), note, sha256);
    EraseWords.print(context.out(), erasures().dossier(name));
    return 0;
  }

  @Command(
      name = "retry",
      description = {
        "Asks vendors again for what they refused, and for what could not be asked before an",
        "interface was set up."
      })
  int retry(@Parameters(paramLabel = "ERASURE") String name, @Mixin OperatorMixin by) {
    ConfirmedOperator confirmed = by.confirm(context, "ErasureRetried", Role.PRIVACY_OFFICER);
    Map<VendorId, List<String>> places = new TreeMap<>();
    for (ErasurePlace place : context.installation().config().erasure()) {
      places.computeIfAbsent(place.vendor(), _ -> new ArrayList<>()).add(place.id());
    }
    context.out().println("To ask again: " + erasures().retry(confirmed, name, places) + " ids");
    return 0;
  }

  @Command(name = "unsuppress", description = "Lets a person's data go out again, from now on.")
  int unsuppress(
      @Option(names = "--subject", paramLabel = "ACCOUNT_ID") @Nullable String account,
      @Option(names = "--device", paramLabel = "DEVICE_ID") @Nullable String device,
      @Mixin OperatorMixin by,
      @Option(names = "--reason", required = true, paramLabel = "TEXT") String why) {
    List<SubjectKey> keys = keys(account, device == null ? List.of() : List.of(device));
    if (keys.size() != 1) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "say who: either --subject or --device, as at the erasure");
    }
    ConfirmedOperator confirmed = by.confirm(context, "SuppressionLifted", Role.PRIVACY_OFFICER);
    erasures().unsuppress(confirmed, keys.getFirst(), why);
    context
        .out()
        .println(
            "This person's data goes out again. What was dropped meanwhile does not come back.");
    return 0;
  }

  private Erasures erasures() {
    return Erasures.of(context.installation());
  }
}
