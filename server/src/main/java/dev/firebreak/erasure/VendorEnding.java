package dev.firebreak.erasure;

import dev.firebreak.access.StatedReason;
import dev.firebreak.access.TwoOperators;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.delivery.Deliveries;
import dev.firebreak.delivery.VendorStatus;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.keys.KeyVersion;
import dev.firebreak.keys.VendorKeys;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a vendor: cut off, queues destroyed, everybody erased there, keys put away, each step with
/// its proof.
///
/// The decision is recorded first; steps that are done are not done again. An ending that was cut
/// short goes on by itself where `serve` runs, and with the same command. What machines cannot do
/// stands in the checklist until people have. Thread-safe.
public final class VendorEnding {
  private static final Logger LOG = LoggerFactory.getLogger(VendorEnding.class);

  private final EndingStore store;
  private final Erasures erasures;
  private final ControlDatabase control;
  private final Deliveries deliveries;
  private final VendorKeys keys;
  private final AuditLog audit;
  private final Clock clock;

  private VendorEnding(Installation installation) {
    control = installation.control();
    store = new EndingStore(control);
    erasures = Erasures.of(installation);
    deliveries = installation.deliveries();
    keys = installation.vendorKeys();
    audit = installation.audit();
    clock = installation.clock();
  }

  /// That of an installation.
  public static VendorEnding of(Installation installation) {
    return new VendorEnding(installation);
  }

  /// Ends a vendor, or goes on with it, as far as this machine can at once.
  ///
  /// @throws FirebreakException SECOND_OPERATOR_NEEDED, NOT_ALLOWED, NOT_FOUND for a vendor that
  ///   neither bindings nor the ledger know, WRONG_USE where a request is still on its way
  /// @throws InterruptedException while requests in flight were awaited; the command goes on with
  ///   it
  public Ending end(Erasures.Deciders by, VendorId vendor, String reason)
      throws IOException, InterruptedException {
    TwoOperators.require("ending a vendor", by.first(), by.second());
    StatedReason.check(reason);
    if (store.find(vendor).isEmpty()) {
      if (!erasures.known().contains(vendor)) {
        throw new FirebreakException(
            ErrorCode.NOT_FOUND, "neither bindings nor the ledger know the vendor " + vendor);
      }
      decide(by, vendor, reason);
    }
    goOn(find(vendor));
    return find(vendor);
  }

  /// Goes on with every ending that is not as far as machines can bring it: one that a crash cut
  /// short, or at whose binding something came in while it was being cut off. One that cannot go on
  /// now is tried again with the next call.
  void goOn() throws IOException, InterruptedException {
    for (Ending ending : store.list()) {
      if (hasWork(ending)) {
        try {
          goOn(ending);
          LOG.atInfo().addKeyValue("vendor", ending.vendor()).log("VendorEndWentOn");
        } catch (FirebreakException e) {
          if (e.code() != ErrorCode.WRONG_USE) {
            throw e;
          }
          // a request is on its way; what becomes of it will be known soon
          LOG.atDebug().addKeyValue("vendor", ending.vendor()).log("VendorEndWaits");
        }
      }
    }
  }

  private boolean hasWork(Ending ending) {
    return ending.purgedAt().isEmpty()
        || ending.erasure().isEmpty()
        || deliveries.bindings().stream()
            .filter(binding -> binding.vendor().equals(ending.vendor()))
            .anyMatch(binding -> deliveries.binding(binding.id()).held().messagesAtMost() > 0);
  }

  private void goOn(Ending ending) throws IOException, InterruptedException {
    VendorId vendor = ending.vendor();
    if (deliveries.vendors().bound().contains(vendor)) {
      shut(ending);
    }
    notePurged(vendor);
    Erasures.Decided by = new Erasures.Decided(ending.decidedBy(), ending.confirmedBy());
    control
        .writer()
        .useTransaction(handle -> {
          // the command and `serve` may be at it at the same time: one of them decides
          if (!EndingStore.hasErasure(handle, vendor)) {
            Erasure erasure = erasures.eraseEverybody(by, vendor, ending.reason());
            EndingStore.erasure(handle, vendor, erasure.number());
          }
        });
  }

  private void decide(Erasures.Deciders by, VendorId vendor, String reason) {
    Ending ending =
        new Ending(
            vendor,
            reason,
            by.first().name(),
            by.second().name(),
            clock.instant(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    store.insert(
        ending,
        () ->
            audit.append(
                by.first().name(),
                "VendorEndDecided",
                "vendor:" + vendor,
                Map.of("secondOperator", by.second().name(), "reason", reason)));
  }

  /// Nothing comes in, nothing goes out, nothing waits. Done again it finds nothing to do, or what
  /// came in before the cut took hold.
  private void shut(Ending ending) throws IOException, InterruptedException {
    VendorId vendor = ending.vendor();
    if (deliveries.vendors().status(vendor).state() != VendorStatus.State.CUT
        || !deliveries.vendors().isCut(vendor)) {
      var _ = deliveries.vendors().cutDecided(vendor, ending.decidedBy(), ending.reason());
    }
    var _ =
        deliveries.destroyDecided(
            vendor, ending.decidedBy(), ending.confirmedBy(), ending.reason());
  }

  /// Takes what was destroyed since the decision from the audit log, which has it also where a
  /// crash came in between.
  private void notePurged(VendorId vendor) {
    Ending ending = find(vendor);
    HashChainAuditLog log = new HashChainAuditLog(control, clock);
    List<AuditEntry> destroyed = new ArrayList<>();
    for (BindingConfig binding : deliveries.bindings()) {
      if (binding.vendor().equals(vendor)) {
        destroyed.addAll(
            log.show(
                new AuditFilter(
                    null,
                    "HeldDestroyed",
                    "binding:" + binding.id(),
                    ending.decidedAt(),
                    AuditFilter.LIMIT_MAX)));
      }
    }
    store.purged(vendor, destroyed, clock.instant());
  }

  /// The decision.
  ///
  /// @throws FirebreakException NOT_FOUND where the vendor is not being ended
  public Ending find(VendorId vendor) {
    return store
        .find(vendor)
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.NOT_FOUND, vendor + " is not being ended; `vendor end` decides that"));
  }

  /// The erasure of everybody at the vendor; empty before it was decided.
  public Optional<Erasures.Dossier> erasure(Ending ending) {
    return ending.erasure().map(number -> erasures.dossier("E" + number));
  }

  /// The checklist as it is now, in order.
  public List<EndStep> checklist(Ending ending) throws IOException {
    List<EndStep> steps = new ArrayList<>();
    steps.add(
        new EndStep(
            "decided",
            "Decided by two operators",
            true,
            "%s by %s and %s: %s"
                .formatted(
                    ending.decidedAt(),
                    ending.decidedBy(),
                    ending.confirmedBy(),
                    ending.reason())));
    cut(ending, steps);
    steps.add(queues(ending));
    steps.add(erased(ending));
    keys(ending.vendor(), steps);
    return steps;
  }

  private void cut(Ending ending, List<EndStep> steps) {
    if (!deliveries.vendors().bound().contains(ending.vendor())) {
      steps.add(new EndStep("cut", "Cut off", true, "no binding has this vendor"));
      return;
    }
    VendorStatus status = deliveries.vendors().status(ending.vendor());
    boolean cut = status.state() == VendorStatus.State.CUT;
    steps.add(
        new EndStep(
            "cut",
            "Cut off",
            cut,
            cut
                ? status
                    .decision()
                    .map(each -> "%s by %s".formatted(each.at(), each.operator()))
                    .orElse("")
                : "data goes to the vendor: `vendor end` again, or `serve`"));
    List<VendorStatus.ChecklistItem> open =
        status.checklist().stream().filter(item -> item.signature().isEmpty()).toList();
    steps.add(
        new EndStep(
            "outside",
            "What a cut does not reach",
            status.contained(),
            status.contained()
                ? "all %d items are signed".formatted(status.checklist().size())
                : "open: "
                    + String.join(", ", open.stream().map(item -> item.item().label()).toList())
                    + "; `vendor sign` each"));
  }

  private static EndStep queues(Ending ending) {
    long messages = ending.queues().stream().mapToLong(Ending.Purged::messages).sum();
    return new EndStep(
        "queues",
        "Queues destroyed",
        ending.purgedAt().isPresent(),
        ending
            .purgedAt()
            .map(
                at -> "%s: %,d messages that had been queued are destroyed".formatted(at, messages))
            .orElse("not yet: `vendor end` again, or `serve`"));
  }

  private EndStep erased(Ending ending) {
    Optional<VendorErasure> progress = erasure(ending).map(dossier -> dossier.vendors().getFirst());
    boolean done =
        progress
            .filter(each ->
                each.closedAt().isPresent()
                    && each.count(SubjectState.DONE) == each.subjectsInAll())
            .isPresent();
    return new EndStep(
        "erasure",
        "Everybody erased at the vendor",
        done,
        progress.map(VendorEnding::words).orElse("not yet: `vendor end` again, or `serve`"));
  }

  private void keys(VendorId vendor, List<EndStep> steps) throws IOException {
    List<KeyVersion> versions = keys.list(vendor);
    List<String> here = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (KeyVersion version : versions) {
      if (version.state().isHere()) {
        here.add("version " + version.keyVersion());
      }
      if (version.state() != KeyVersion.State.DESTROYED) {
        kept.add(
            "version %d: %s"
                .formatted(version.keyVersion(), String.join(", ", keys.obstacles(version))));
      }
    }
    steps.add(
        new EndStep(
            "keys-sealed",
            "Keys sealed",
            here.isEmpty(),
            here.isEmpty()
                ? "of %d none is in the folder of keys".formatted(versions.size())
                : "`key seal` takes out " + String.join(", ", here)));
    steps.add(
        new EndStep(
            "keys-destroyed",
            "Keys destroyed",
            kept.isEmpty(),
            kept.isEmpty()
                ? "all %d are destroyed".formatted(versions.size())
                : String.join("; ", kept)));
  }

  private static String words(VendorErasure progress) {
    if (progress.preparedAt().isEmpty()) {
      return "waits until nothing is on its way to the vendor";
    }
    StringBuilder text = new StringBuilder("%,d subjects".formatted(progress.subjectsInAll()));
    for (SubjectState state : SubjectState.values()) {
      if (progress.count(state) > 0) {
        text.append(", %,d %s".formatted(progress.count(state), state.label()));
      }
    }
    return text.toString();
  }

  /// Why a key of this vendor must stay: somebody is not erased there, or nobody knows.
  public List<String> keysNeeded(VendorId vendor) {
    List<String> needs = new ArrayList<>();
    for (Erasure erasure : erasures.openAt(vendor)) {
      needs.add("the erasure " + erasure.name() + " is open at the vendor");
    }
    if (needs.isEmpty()) {
      store
          .find(vendor)
          .map(this::erased)
          .filter(step -> !step.done())
          .ifPresent(_ -> needs.add("not everybody is erased at the vendor, which is ended"));
    }
    return needs;
  }
}
