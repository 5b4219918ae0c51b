package dev.firebreak.delivery;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Deciding;
import dev.firebreak.access.Role;
import dev.firebreak.access.StatedReason;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cuts vendors off or holds them, and lets them have data again.
///
/// ```
/// active --hold--> held --release--> active       each raises the generation
/// active or held --cut--> cut --resume--> active
/// ```
///
/// When [#cut] or [#hold] has returned, no request to the vendor begins any more, and those in
/// flight have ended or were aborted. The state is in the control database, so it outlives the
/// process. Gates are of this object: lanes and commands of a process share one switch.
/// Thread-safe.
public final class VendorSwitch {
  private static final Logger LOG = LoggerFactory.getLogger(VendorSwitch.class);

  /// Who holds a vendor that no longer meets its standards.
  static final String REGISTER = "system:register";

  private static final Duration IN_FLIGHT_GRACE = Duration.ofMillis(500);

  private final VendorStates states;
  private final AuditLog audit;
  private final Clock clock;
  private final NewKey newKey;
  private final Map<VendorId, VendorGate> gates = new TreeMap<>();

  /// One decision about a vendor at a time.
  private final Map<VendorId, ReentrantLock> deciding = new TreeMap<>();

  /// Held by the register, though that could not be recorded; each under its lock.
  private final Set<VendorId> heldUnrecorded = ConcurrentHashMap.newKeySet();

  private volatile Function<VendorId, Optional<String>> register;

  /// Begins a vendor's next keyVersion; [dev.firebreak.keys.KeyRotation#rotate].
  @FunctionalInterface
  public interface NewKey {
    /// Makes it the current one, by the decision of this actor; durable when this returns.
    void begin(VendorId vendor, String actor, String reason);
  }

  /// A switch of vendors whose tokens are no concern of it.
  public VendorSwitch(
      ControlDatabase control, AuditLog audit, Clock clock, Collection<VendorId> vendors) {
    this(control, audit, clock, vendors, (_, _, _) -> {});
  }

  /// @param vendors those that have a binding
  /// @param newKey asked before a vendor that was cut off is opened: whoever has its old data shall
  ///   not join the new to it by tokens
  public VendorSwitch(
      ControlDatabase control,
      AuditLog audit,
      Clock clock,
      Collection<VendorId> vendors,
      NewKey newKey) {
    this.states = new VendorStates(control);
    this.audit = audit;
    this.clock = clock;
    this.newKey = newKey;
    register = states::heldBecause;
    for (VendorId vendor : vendors) {
      gates.put(vendor, new VendorGate(states.read(vendor).state()));
      deciding.put(vendor, new ReentrantLock());
    }
  }

  /// Has this register asked from now on whether it holds a vendor that a person would open. Until
  /// then what it recorded last counts.
  ///
  /// @param next why it holds a vendor; empty where it does not. Must not wait for this switch
  public void ask(Function<VendorId, Optional<String>> next) {
    register = next;
  }

  /// What came of a cut.
  ///
  /// @param aborted requests in flight that did not end in time; they are in doubt
  public record Cut(VendorStatus status, int aborted) {}

  /// Those that have a binding.
  public Set<VendorId> bound() {
    return Collections.unmodifiableSet(gates.keySet());
  }

  public List<VendorStatus> list() {
    return gates.keySet().stream().map(states::read).toList();
  }

  /// The state of a vendor; an unknown one is NOT_FOUND.
  public VendorStatus status(VendorId vendor) {
    gate(vendor);
    return states.read(vendor);
  }

  /// What requests to this vendor pass through.
  public VendorGate gate(VendorId vendor) {
    VendorGate gate = gates.get(vendor);
    if (gate == null) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "no binding has the vendor " + vendor + "; `vendor list` shows the vendors");
    }
    return gate;
  }

  /// True while the vendor is cut off, and from the moment on in which the decision is being made.
  public boolean isCut(VendorId vendor) {
    return gate(vendor).state() == VendorStatus.State.CUT;
  }

  /// True while the vendor is held, and from the moment on in which the decision is being made.
  public boolean isHeld(VendorId vendor) {
    return gate(vendor).state() == VendorStatus.State.HELD;
  }

  /// True where the register holds the vendor, whether that could be recorded or not.
  boolean isHeldByRegister(VendorId vendor) {
    return isHeld(vendor)
        && (states.read(vendor).heldByRegister() || heldUnrecorded.contains(vendor));
  }

  /// Cuts the vendor off. A vendor that is cut off already stays so.
  ///
  /// @throws FirebreakException DISK where the cut could not be recorded; the vendor is closed all
  ///   the same, until this process ends
  /// @throws InterruptedException after the cut, while requests in flight were awaited
  public Cut cut(VendorId vendor, ConfirmedOperator operator, String reason)
      throws InterruptedException {
    gate(vendor);
    check(operator, reason);
    return cutDecided(vendor, operator.name(), reason);
  }

  /// Carries out a cut as part of a decision that was made and recorded before; else as [#cut].
  public Cut cutDecided(VendorId vendor, String decidedBy, String reason)
      throws InterruptedException {
    VendorGate gate = gate(vendor);
    // nothing begins from here on, whether the decision can be kept or not, and however long
    // another one about this vendor takes
    gate.close();
    try (Deciding _ = deciding(vendor)) {
      // once more: what was being decided may have opened it
      gate.close();
      recordCut(vendor, gate, decidedBy, reason);
    }
    int aborted = gate.cancelAfter(IN_FLIGHT_GRACE);
    LOG.atWarn().addKeyValue("vendor", vendor).addKeyValue("aborted", aborted).log("VendorCut");
    return new Cut(states.read(vendor), aborted);
  }

  private void recordCut(VendorId vendor, VendorGate gate, String decidedBy, String reason)
      throws InterruptedException {
    try {
      if (states.read(vendor).state() != VendorStatus.State.CUT) {
        decide(vendor, VendorStatus.State.CUT, "VendorCut", decidedBy, reason);
      }
    } catch (RuntimeException e) {
      int aborted = gate.cancelAfter(IN_FLIGHT_GRACE);
      LOG.atError()
          .addKeyValue("vendor", vendor)
          .addKeyValue("aborted", aborted)
          .setCause(e)
          .log("VendorCutNotRecorded");
      throw notRecorded(vendor, e);
    }
  }

  private static FirebreakException notRecorded(VendorId vendor, RuntimeException e) {
    return new FirebreakException(
        ErrorCode.DISK,
        vendor
            + " is closed until restart, but the cut is not recorded: nothing is sent while this"
            + " process runs. See to the disk, then repeat `vendor cut` before it ends",
        e);
  }

  /// Lets the vendor have data again, what is still queued included, with a new keyVersion for what
  /// comes in from now on. One that was closed by a cut that could not be recorded is opened too.
  /// Where the vendor does not meet its standards, the register holds it from then on.
  ///
  /// @throws FirebreakException NOT_ALLOWED where the vendor is ended
  public VendorStatus resume(VendorId vendor, ConfirmedOperator operator, String reason) {
    gate(vendor);
    check(operator, reason);
    if (states.isEnded(vendor)) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED,
          vendor
              + " is ended, and its people are erased there; who begins anew with it gives its"
              + " binding a vendor's name of its own");
    }
    try (Deciding _ = deciding(vendor)) {
      if (states.read(vendor).state() == VendorStatus.State.CUT || isCut(vendor)) {
        newKey.begin(vendor, operator.name(), reason);
        open(vendor, "VendorResumed", operator.name(), reason);
      }
    }
    return states.read(vendor);
  }

  /// Holds the vendor: what comes in is treated and queued, nothing is delivered. One that the
  /// register holds is held by the operator from now on, and no longer released by itself; nor by
  /// the operator, as long as the register would hold it.
  ///
  /// @throws FirebreakException WRONG_USE where the vendor is cut off, DISK where the decision
  ///   could not be recorded; nothing is delivered all the same, until this process ends
  /// @throws InterruptedException afterwards, while requests in flight were awaited
  public VendorStatus hold(VendorId vendor, ConfirmedOperator operator, String reason)
      throws InterruptedException {
    check(operator, reason);
    VendorGate gate = gate(vendor);
    try (Deciding _ = deciding(vendor)) {
      VendorStatus now = states.read(vendor);
      if (now.state() == VendorStatus.State.CUT || isCut(vendor)) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE, vendor + " is cut off, which is more; resume it first");
      }
      gate.hold();
      if (now.state() == VendorStatus.State.ACTIVE || now.heldByRegister()) {
        decide(vendor, VendorStatus.State.HELD, "VendorHeld", operator.name(), reason);
      }
      heldUnrecorded.remove(vendor);
    }
    int aborted = gate.cancelAfter(IN_FLIGHT_GRACE);
    LOG.atWarn().addKeyValue("vendor", vendor).addKeyValue("aborted", aborted).log("VendorHeld");
    return states.read(vendor);
  }

  /// Holds a vendor that no longer meets its standards; one that is held or cut stays as it is.
  /// Nothing is delivered from then on, also where the decision could not be recorded.
  public void holdByRegister(VendorId vendor, String because) throws InterruptedException {
    VendorGate gate = gate(vendor);
    try (Deciding _ = deciding(vendor)) {
      if (gate.isOpen()) {
        gate.hold();
        heldUnrecorded.add(vendor);
      }
      if (isCut(vendor) || states.read(vendor).state() != VendorStatus.State.ACTIVE) {
        return;
      }
      decide(vendor, VendorStatus.State.HELD, "VendorHeld", REGISTER, shortened(because));
      heldUnrecorded.remove(vendor);
    }
    int aborted = gate.cancelAfter(IN_FLIGHT_GRACE);
    LOG.atWarn().addKeyValue("vendor", vendor).addKeyValue("aborted", aborted).log("VendorHeld");
  }

  /// Lets a held vendor have its queue and what comes after it. Where the vendor does not meet its
  /// standards, the register holds it from then on.
  ///
  /// @throws FirebreakException NOT_ALLOWED where the register holds it, WRONG_USE where it is not
  ///   held
  public VendorStatus release(VendorId vendor, ConfirmedOperator operator, String reason) {
    check(operator, reason);
    gate(vendor);
    try (Deciding _ = deciding(vendor)) {
      VendorStatus now = states.read(vendor);
      if (now.heldByRegister()) {
        throw new FirebreakException(
            ErrorCode.NOT_ALLOWED,
            "the register holds "
                + vendor
                + " and releases it by itself once it meets its standards: `standards check` says"
                + " what to do");
      }
      if (isCut(vendor) || (now.state() != VendorStatus.State.HELD && !isHeld(vendor))) {
        throw new FirebreakException(ErrorCode.WRONG_USE, vendor + " is not held");
      }
      open(vendor, "VendorReleased", operator.name(), reason);
    }
    return states.read(vendor);
  }

  /// Releases a vendor that the register holds; any other stays as it is.
  public void releaseByRegister(VendorId vendor, String because) {
    VendorGate gate = gate(vendor);
    try (Deciding _ = deciding(vendor)) {
      boolean recorded = states.read(vendor).heldByRegister();
      if (isCut(vendor) || (!recorded && !heldUnrecorded.contains(vendor))) {
        return;
      }
      if (recorded) {
        decide(vendor, VendorStatus.State.ACTIVE, "VendorReleased", REGISTER, shortened(because));
      }
      heldUnrecorded.remove(vendor);
      gate.open();
    }
    LOG.atInfo().addKeyValue("vendor", vendor).log("VendorReleased");
  }

  /// Opens a vendor by a person's decision, but for the register: what that would hold it holds.
  private void open(VendorId vendor, String action, String actor, String reason) {
    Optional<String> because = register.apply(vendor);
    if (because.isEmpty()) {
      decide(vendor, VendorStatus.State.ACTIVE, action, actor, reason);
      heldUnrecorded.remove(vendor);
      gate(vendor).open();
      LOG.atInfo().addKeyValue("vendor", vendor).log(action);
      return;
    }
    states.together(() -> {
      audit.append(
          actor, action, "vendor:" + vendor, Map.of("reason", reason, "stays", "held by register"));
      decide(vendor, VendorStatus.State.HELD, "VendorHeld", REGISTER, shortened(because.get()));
    });
    heldUnrecorded.remove(vendor);
    gate(vendor).hold();
    LOG.atWarn().addKeyValue("vendor", vendor).addKeyValue("after", action).log("VendorHeld");
  }

  /// Something that is done while nothing reaches a vendor.
  interface ShutWork {
    void run() throws IOException;
  }

  /// Does something while the vendor is held or cut off, nothing is on its way to it, and no
  /// decision about it can be made.
  ///
  /// @throws FirebreakException WRONG_USE where that is not so
  void whileShut(VendorId vendor, ShutWork work) throws IOException {
    VendorGate gate = gate(vendor);
    try (Deciding _ = deciding(vendor)) {
      if (gate.isOpen()) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE, vendor + " is neither held nor cut off; hold it first");
      }
      if (!gate.isEmpty()) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE, "a request to " + vendor + " is still on its way; try again");
      }
      work.run();
    }
  }

  /// As [#whileShut], but only while the vendor is held; where it is not, or something is on its
  /// way, nothing is done.
  void ifHeld(VendorId vendor, ShutWork work) throws IOException {
    VendorGate gate = gate(vendor);
    try (Deciding _ = deciding(vendor)) {
      if (gate.state() == VendorStatus.State.HELD && gate.isEmpty()) {
        work.run();
      }
    }
  }

  private Deciding deciding(VendorId vendor) {
    ReentrantLock lock = deciding.get(vendor);
    if (lock == null) {
      throw new IllegalStateException("no lock for " + vendor);
    }
    return Deciding.under(lock);
  }

  private static String shortened(String reason) {
    int most = StatedReason.CHARS_MAX;
    return reason.length() <= most ? reason : reason.substring(0, most);
  }

  /// Signs one item of the present cut's checklist.
  ///
  /// @param note what was done, without personal data
  public VendorStatus sign(VendorId vendor, CutItem item, ConfirmedOperator operator, String note) {
    check(operator, note);
    try (Deciding _ = deciding(vendor)) {
      VendorStatus now = status(vendor);
      if (now.state() != VendorStatus.State.CUT) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE, vendor + " is not cut off; items are signed after `vendor cut`");
      }
      states.together(() -> {
        audit.append(
            operator.name(),
            "CutItemSigned",
            "vendor:" + vendor,
            Map.of(
                "item", item.label(), "generation", Long.toString(now.generation()), "note", note));
        states.sign(now, item, new VendorStatus.Signature(clock.instant(), operator.name(), note));
      });
    }
    return states.read(vendor);
  }

  /// The audit entry and the state, both or none.
  private void decide(
      VendorId vendor, VendorStatus.State next, String action, String actor, String reason) {
    states.together(() -> {
      long generation = states.read(vendor).generation() + 1;
      audit.append(
          actor,
          action,
          "vendor:" + vendor,
          Map.of("generation", Long.toString(generation), "reason", reason));
      states.write(
          vendor, next, generation, new VendorStatus.Decision(clock.instant(), actor, reason));
    });
  }

  /// Refuses an operator without the role as NOT_ALLOWED, and as [StatedReason#check].
  static void check(ConfirmedOperator operator, String text) {
    if (!operator.role().includes(Role.RESPONDER)) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED, "only a responder or a higher role may decide this");
    }
    StatedReason.check(text);
  }
}
