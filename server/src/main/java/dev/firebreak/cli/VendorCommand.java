package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.delivery.CutItem;
import dev.firebreak.delivery.DeadLetter;
import dev.firebreak.delivery.DeadLetters;
import dev.firebreak.delivery.Deliveries;
import dev.firebreak.delivery.HeldQueue;
import dev.firebreak.delivery.Released;
import dev.firebreak.delivery.VendorStatus;
import dev.firebreak.delivery.VendorSwitch;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.history.ImportStore;
import dev.firebreak.installation.PoliciesToday;
import dev.firebreak.register.RegisterFiles;
import dev.firebreak.register.RegisterJson;
import dev.firebreak.register.VendorRegister;
import dev.firebreak.register.VendorScan;
import dev.firebreak.register.VendorScans;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak vendor list|show|check|hold|release|destroy-held|cut|resume|sign|dead-letters`, and
/// below it `review`.
@Command(
    name = "vendor",
    description = "What we know of vendors, whether they get anything, and what they refuse.")
final class VendorCommand {
  private final CommandContext context;

  VendorCommand(CommandContext context) {
    this.context = context;
  }

  @Command(name = "list", description = "Lists vendors, their states and what the register says.")
  int list(@Option(names = "--json") boolean json) {
    VendorRegister register = register();
    Map<VendorId, VendorStatus> states = new TreeMap<>();
    vendors().list().forEach(status -> states.put(status.vendor(), status));
    Set<VendorId> all = new TreeSet<>(states.keySet());
    all.addAll(register.files().vendors().keySet());
    if (json) {
      JsonOutput.print(
          context.out(),
          all.stream()
              .map(vendor -> document(register, vendor, Optional.ofNullable(states.get(vendor))))
              .toList());
      return 0;
    }
    for (VendorId vendor : all) {
      VendorStatus status = states.get(vendor);
      String stage =
          register
              .files()
              .vendor(vendor)
              .map(file -> ", register: " + register.standing(file).stage().label())
              .orElse(", not in the register");
      context
          .out()
          .println(vendor + "  " + (status == null ? "no binding" : words(status)) + stage);
    }
    return 0;
  }

  @Command(
      name = "show",
      description = {
        "Shows a vendor's state, under a cut its checklist, and what the register says:",
        "its file, its standards, its last review and rating."
      })
  int show(@Parameters(paramLabel = "VENDOR") String vendor, @Option(names = "--json") boolean json)
      throws IOException {
    VendorId id = vendorId(vendor);
    VendorRegister register = register();
    boolean bound = vendors().list().stream().anyMatch(status -> status.vendor().equals(id));
    if (!bound && register.files().vendor(id).isEmpty()) {
      vendors().status(id);
    }
    Optional<VendorStatus> status = bound ? Optional.of(vendors().status(id)) : Optional.empty();
    if (json) {
      Map<String, Object> document = document(register, id, status);
      document.put(
          "queues",
          queues(status).stream()
              .map(queue -> HeldWords.document(queue, heldRetention()))
              .toList());
      document.put("inExports", PeoplePrinter.document(inExports(id)));
      document.put("scans", scans(id).stream().map(RegisterJson::scan).toList());
      JsonOutput.print(context.out(), document);
      return 0;
    }
    status.ifPresentOrElse(
        found -> print(found, false), () -> context.out().println(id + ": no binding"));
    for (HeldQueue.Measure queue : queues(status)) {
      context.out().println(HeldWords.words(queue, heldRetention()));
    }
    new VendorPrinter(context.out(), register).print(id);
    VendorPrinter.printHeld(context.out(), inExports(id), scans(id));
    return 0;
  }

  private List<VendorScan> scans(VendorId vendor) {
    return VendorScans.of(context.installation()).of(vendor);
  }

  /// The categories that imported exports of a vendor show of anybody: what it holds, whatever its
  /// file declares.
  private Masks inExports(VendorId vendor) {
    return new ImportStore(context.installation().control()).shownBy(vendor);
  }

  @Command(
      name = "check",
      description = {
        "Reads vendors/*.yaml and standards/*.yaml beside the settings and prints all their",
        "problems, or what they say."
      })
  int check(@Option(names = "--json") boolean json) {
    RegisterFiles files = RegisterFiles.load(context.installation().config().folder());
    if (json) {
      List<Map<String, Object>> documents = new ArrayList<>();
      files
          .vendors()
          .forEach((vendor, file) -> {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("vendor", vendor.value());
            document.putAll(RegisterJson.file(file));
            documents.add(document);
          });
      JsonOutput.print(context.out(), documents);
      return 0;
    }
    files
        .vendors()
        .forEach((vendor, file) ->
            context
                .out()
                .printf(
                    "%s: %s, standards %s%n",
                    vendor,
                    file.name(),
                    file.standards().isEmpty() ? "none" : String.join(", ", file.standards())));
    context
        .out()
        .printf(
            "%d vendors, %d standards: no problem%n",
            files.vendors().size(), files.standards().size());
    return 0;
  }

  private Duration heldRetention() {
    return context.installation().config().held().retention();
  }

  /// What waits for a vendor that is held or cut off, by binding.
  private List<HeldQueue.Measure> queues(Optional<VendorStatus> status) throws IOException {
    List<HeldQueue.Measure> queues = new ArrayList<>();
    if (status.isPresent() && status.get().state() != VendorStatus.State.ACTIVE) {
      for (BindingConfig binding : deliveries().bindings()) {
        if (binding.vendor().equals(status.get().vendor())) {
          queues.add(deliveries().binding(binding.id()).held().measure());
        }
      }
    }
    return queues;
  }

  private VendorRegister register() {
    return VendorRegister.of(context.installation());
  }

  private static Map<String, Object> document(
      VendorRegister register, VendorId vendor, Optional<VendorStatus> status) {
    Map<String, Object> document =
        status
            .map(VendorCommand::document)
            .orElseGet(() -> new LinkedHashMap<>(Map.of("vendor", vendor.value())));
    register
        .files()
        .vendor(vendor)
        .ifPresent(file -> {
          document.put("register", RegisterJson.file(file));
          document.put(
              "standards", register.check(file).stream().map(RegisterJson::result).toList());
          document.put("standing", RegisterJson.standing(register.standing(file)));
        });
    LocalDate today = register.reviews().today();
    register
        .reviews()
        .lastClosed(vendor)
        .ifPresent(
            dossier -> document.put("lastReview", RegisterJson.review(dossier.review(), today)));
    document.put(
        "ratings", register.reviews().ratings(vendor).stream().map(RegisterJson::rating).toList());
    return document;
  }

  @Command(
      name = "cut",
      description = {
        "Stops everything to a vendor at once. SDKs go on to get success; nothing of what they",
        "send is kept but a count. Prints what a cut cannot reach: see to it and sign each item."
      })
  int cut(@Mixin VendorDecision decision) throws InterruptedException {
    ConfirmedOperator confirmed = confirmed(decision, "VendorCut");
    return print(
        vendors().cut(decision.vendor(), confirmed, decision.reason()).status(), decision.json());
  }

  @Command(
      name = "resume",
      description = {
        "Lets a vendor have data again, the queue included. After a cut it gets tokens of a",
        "new key version."
      })
  int resume(@Mixin VendorDecision decision) throws IOException, InterruptedException {
    ConfirmedOperator confirmed = confirmed(decision, "VendorResumed");
    return opened(
        deliveries()
            .resume(decision.vendor(), confirmed, decision.reason(), today()::enforced)
            .status(),
        decision.json());
  }

  @Command(
      name = "hold",
      description = {
        "Delivers nothing to a vendor any more, and queues what comes in. `vendor show` says how",
        "much, and when the first of it will be too old for the vendor."
      })
  int hold(@Mixin VendorDecision decision) throws InterruptedException {
    ConfirmedOperator confirmed = confirmed(decision, "VendorHeld");
    return print(vendors().hold(decision.vendor(), confirmed, decision.reason()), decision.json());
  }

  @Command(
      name = "release",
      description = {
        "Lets a held vendor have its queue and what follows. What was treated under a laxer policy",
        "than today's is treated again first."
      })
  int release(@Mixin VendorDecision decision) throws IOException, InterruptedException {
    ConfirmedOperator confirmed = confirmed(decision, "VendorReleased");
    Released released =
        deliveries().release(decision.vendor(), confirmed, decision.reason(), today()::enforced);
    if (!decision.json()) {
      released.queues().forEach(queue -> context.out().println(HeldWords.words(queue)));
    }
    return opened(released.status(), decision.json());
  }

  private PoliciesToday today() {
    return new PoliciesToday(context.installation(), context.eventPath());
  }

  /// An unknown vendor is refused before anybody is asked for a code.
  private ConfirmedOperator confirmed(VendorDecision decision, String action) {
    vendors().status(decision.vendor());
    return decision.confirm(context, action);
  }

  @Command(
      name = "destroy-held",
      description = {
        "Destroys what is queued for a vendor that is held or cut off, for good. Two operators",
        "decide; the audit entry, with count and digest, is the proof."
      })
  int destroyHeld(
      @Parameters(paramLabel = "VENDOR") String vendor,
      @Mixin OperatorMixin operator,
      @Option(names = "--second", required = true, paramLabel = "NAME") String second,
      @Option(names = "--reason", required = true, paramLabel = "TEXT") String reason,
      @Option(names = "--json") boolean json)
      throws IOException, InterruptedException {
    VendorId id = vendorId(vendor);
    vendors().status(id);
    ConfirmedOperator first = operator.confirm(context, "HeldDestroyed", Role.PRIVACY_OFFICER);
    ConfirmedOperator other =
        OperatorMixin.confirm(context, second, "HeldDestroyed", Role.PRIVACY_OFFICER);
    List<HeldQueue.Destroyed> destroyed = deliveries().destroyHeld(id, first, other, reason);
    if (json) {
      JsonOutput.print(context.out(), destroyed.stream().map(HeldWords::document).toList());
    } else {
      destroyed.forEach(each -> context.out().println(HeldWords.words(each)));
    }
    return 0;
  }

  @Command(name = "sign", description = "Signs one item of a cut's checklist as done.")
  int sign(
      @Parameters(index = "0", paramLabel = "VENDOR") String vendor,
      @Parameters(index = "1", paramLabel = "ITEM", description = "as `vendor show` names it")
          String item,
      @Mixin OperatorMixin operator,
      @Option(names = "--note", required = true, paramLabel = "TEXT", description = "what was done")
          String note,
      @Option(names = "--json") boolean json) {
    VendorId id = vendorId(vendor);
    CutItem parsed = item(item);
    ConfirmedOperator confirmed = operator.confirm(context, "CutItemSigned", Role.RESPONDER);
    return print(vendors().sign(id, parsed, confirmed, note), json);
  }

  @Command(name = "dead-letters", description = "Lists what a vendor refuses; replays it.")
  int deadLetters(
      @Parameters(paramLabel = "VENDOR") String vendor,
      @Option(names = "--replay", paramLabel = "OPERATOR", description = "who has it sent again")
          @Nullable String replayBy,
      @Option(names = "--limit", defaultValue = "1000") int limit,
      @Option(names = "--json") boolean json)
      throws IOException {
    List<DeadLetters> ofVendor = deadLetters(vendorId(vendor));
    if (replayBy != null) {
      ConfirmedOperator confirmed =
          OperatorMixin.confirm(context, replayBy, "DeadLettersReplayed", Role.RESPONDER);
      int replayed = 0;
      for (DeadLetters letters : ofVendor) {
        replayed += letters.replay(confirmed.name());
      }
      context.out().println("Queued again: " + replayed);
      return 0;
    }
    List<DeadLetter> found = new ArrayList<>();
    for (DeadLetters letters : ofVendor) {
      found.addAll(letters.list(limit));
    }
    if (json) {
      JsonOutput.print(context.out(), found.stream().map(VendorCommand::document).toList());
    } else {
      found.forEach(letter -> context.out().println(words(letter)));
    }
    return 0;
  }

  private VendorSwitch vendors() {
    return deliveries().vendors();
  }

  private Deliveries deliveries() {
    return context.installation().deliveries();
  }

  private List<DeadLetters> deadLetters(VendorId vendor) {
    vendors().status(vendor);
    return deliveries().bindings().stream()
        .filter(binding -> binding.vendor().equals(vendor))
        .map(BindingConfig::id)
        .map(id -> deliveries().binding(id).deadLetters())
        .toList();
  }

  private int opened(VendorStatus status, boolean json) {
    int code = print(status, json);
    if (status.heldByRegister() && !json) {
      context
          .out()
          .println(
              "nothing is delivered: the register holds it until it meets its standards;"
                  + " `standards check` says what to do");
    }
    return code;
  }

  private int print(VendorStatus status, boolean json) {
    if (json) {
      JsonOutput.print(context.out(), document(status));
      return 0;
    }
    context.out().println(status.vendor() + ": " + words(status));
    for (VendorStatus.ChecklistItem item : status.checklist()) {
      String signed =
          item.signature()
              .map(s -> "signed by " + s.operator() + " at " + s.at() + ": " + s.note())
              .orElse("open");
      context.out().println("  " + item.item().label() + ": " + item.item().task());
      context.out().println("      " + signed);
    }
    return 0;
  }

  private static String words(VendorStatus status) {
    String state = status.state().name().toLowerCase(Locale.ROOT);
    String contained =
        switch (status.state()) {
          case ACTIVE -> "";
          case HELD -> status.heldByRegister() ? ", by the register" : "";
          case CUT -> status.contained() ? ", contained" : ", not contained: items are open";
        };
    String since =
        status
            .decision()
            .map(d -> " since " + d.at() + " by " + d.operator() + " (" + d.reason() + ")")
            .orElse("");
    return state + contained + since;
  }

  private static String words(DeadLetter letter) {
    return "%d  %s  %s  %s  %s"
        .formatted(
            letter.offset(),
            letter.receivedAt(),
            letter.kind().name().toLowerCase(Locale.ROOT),
            letter.dedupeId(),
            letter.reason().name().toLowerCase(Locale.ROOT));
  }

  private static Map<String, Object> document(VendorStatus status) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("vendor", status.vendor().value());
    document.put("state", status.state().name().toLowerCase(Locale.ROOT));
    document.put("generation", status.generation());
    document.put("contained", status.contained());
    status
        .decision()
        .ifPresent(decision -> {
          document.put("since", decision.at().toString());
          document.put("operator", decision.operator());
          document.put("reason", decision.reason());
        });
    document.put("checklist", status.checklist().stream().map(VendorCommand::document).toList());
    return document;
  }

  private static Map<String, Object> document(VendorStatus.ChecklistItem item) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("item", item.item().label());
    document.put("task", item.item().task());
    document.put("signed", item.signature().isPresent());
    item.signature()
        .ifPresent(signature -> {
          document.put("signedBy", signature.operator());
          document.put("signedAt", signature.at().toString());
          document.put("note", signature.note());
        });
    return document;
  }

  private static Map<String, Object> document(DeadLetter letter) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("offset", letter.offset());
    document.put("receivedAt", letter.receivedAt().toString());
    document.put("kind", letter.kind().name().toLowerCase(Locale.ROOT));
    document.put("dedupeId", letter.dedupeId());
    document.put("reason", letter.reason().name().toLowerCase(Locale.ROOT));
    return document;
  }

  static VendorId vendorId(String text) {
    try {
      return new VendorId(text);
    } catch (IllegalArgumentException e) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "VENDOR: " + e.getMessage(), e);
    }
  }

  private static CutItem item(String label) {
    for (CutItem item : CutItem.values()) {
      if (item.label().equals(label)) {
        return item;
      }
    }
    throw new FirebreakException(
        ErrorCode.WRONG_USE, "ITEM is one of those that `vendor show` lists, as project-tokens");
  }
}
