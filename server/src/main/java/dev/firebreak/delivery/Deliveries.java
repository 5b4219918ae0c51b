package dev.firebreak.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.StatedReason;
import dev.firebreak.access.TwoOperators;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.DataDirectory;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.policy.Policy;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The deliveries of all bindings of one installation. A binding's files are opened when it is
/// first asked for, so that a command that needs none touches none; lanes run after [#start] only.
/// Thread-safe.
public final class Deliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final Duration FEED_INTERVAL = Duration.ofSeconds(60);
  private static final Duration AT_REST = Duration.ofSeconds(5);
  private static final Duration PURGE_INTERVAL = Duration.ofHours(1);

  /// What deliveries need of an installation.
  ///
  /// @param journalRetention how long records that are done are kept
  /// @param heldRetention how long records are queued for a vendor that is held
  /// @param suppressions whose data goes to no vendor
  public record Parts(
      DataDirectory directory,
      KeyStore keys,
      LedgerStore ledger,
      AuditLog audit,
      Clock clock,
      VendorSwitch vendors,
      PolicyArchive policies,
      Duration journalRetention,
      Duration heldRetention,
      Suppressions suppressions) {}

  private final Parts parts;
  private final ClockCheck clockCheck;
  private final Map<BindingId, BindingConfig> configs = new TreeMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread feeder = Thread.ofVirtual().name("ledger-feed").unstarted(this::feedAlways);
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<BindingId, BindingDelivery> opened = new TreeMap<>();

  @GuardedBy("lock")
  private final List<DeliveryLane> lanes = new ArrayList<>();

  public Deliveries(List<BindingConfig> bindings, Parts parts) {
    this.parts = parts;
    clockCheck = new ClockCheck(parts.audit(), parts.clock());
    bindings.forEach(binding -> configs.put(binding.id(), binding));
  }

  /// A client for a binding as its settings say.
  public static Function<BindingConfig, VendorClient> mixpanelClients(Clock clock) {
    return binding ->
        new MixpanelClient(binding.upstream(), binding.credential(), Duration.ofSeconds(30), clock);
  }

  /// The switch of this process's vendors.
  public VendorSwitch vendors() {
    return parts.vendors();
  }

  /// Whose data goes to no vendor.
  public Suppressions suppressions() {
    return parts.suppressions();
  }

  /// Whether nothing of anybody who is suppressed now is on its way to a vendor any more, and the
  /// outcome logs say what came of all that was sent before; then feeding the ledger makes it know
  /// everything that the vendor has of them. False also for a lane that has just been started.
  public boolean suppressedEverywhere(VendorId vendor) {
    long generation = parts.suppressions().generation();
    return lanes().stream()
        .filter(lane -> isOf(vendor, lane.binding()))
        .allMatch(lane -> lane.suppressionSeen() >= generation);
  }

  /// Whether ids can be guessed in the messages of one of the vendor's bindings.
  public boolean hasGuessableIds(VendorId vendor) {
    return configs.values().stream()
        .anyMatch(config -> config.vendor().equals(vendor) && config.guessableIds());
  }

  /// Whether nothing is on its way to a vendor, and what came of all that was sent is in the
  /// outcome logs.
  public boolean atRest(VendorId vendor) throws InterruptedException {
    for (DeliveryLane lane : lanes()) {
      if (isOf(vendor, lane.binding()) && !lane.awaitIdle(Duration.ZERO)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the clock can be believed, for everybody who destroys what is old.
  public ClockCheck clockCheck() {
    return clockCheck;
  }

  /// The bindings, by name.
  public List<BindingConfig> bindings() {
    return List.copyOf(configs.values());
  }

  /// A binding's delivery, opened where it is not yet.
  ///
  /// @throws FirebreakException NOT_FOUND for an unknown binding, DISK where its files cannot be
  ///   opened
  public BindingDelivery binding(BindingId id) {
    BindingConfig config = configs.get(id);
    if (config == null) {
      throw new FirebreakException(ErrorCode.NOT_FOUND, "no binding is called " + id);
    }
    lock.lock();
    try {
      BindingDelivery delivery = opened.get(id);
      if (delivery == null) {
        delivery = BindingDelivery.open(config, parts);
        opened.put(id, delivery);
      }
      return delivery;
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the journal of " + id + " cannot be opened: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  /// Begins delivering, one lane a binding; feeds the ledger every minute and purges journals every
  /// hour of the installation's clock.
  public void start(Function<BindingConfig, VendorClient> clients, RandomGenerator random) {
    for (BindingConfig config : configs.values()) {
      BindingDelivery delivery = binding(config.id());
      DeliveryLane lane =
          new DeliveryLane(
              new DeliveryWindow.Source(
                  delivery.journal(),
                  delivery.outcomes(),
                  config.maximumEventAge(),
                  delivery.sent(),
                  parts.suppressions()),
              clients.apply(config),
              parts.vendors().gate(config.vendor()),
              LaneTimer.of(parts.clock()),
              random);
      lock.lock();
      try {
        lanes.add(lane);
      } finally {
        lock.unlock();
      }
      lane.start();
    }
    feeder.start();
  }

  /// The lanes that were started.
  public List<DeliveryLane> lanes() {
    lock.lock();
    try {
      return List.copyOf(lanes);
    } finally {
      lock.unlock();
    }
  }

  /// Waits until every lane is idle or its vendor cut off, then feeds the ledger.
  ///
  /// @return false where a lane was not idle within the time
  public boolean awaitIdle(Duration atMost) throws InterruptedException, IOException {
    boolean idle = true;
    for (DeliveryLane lane : lanes()) {
      idle &= lane.awaitIdle(atMost);
    }
    feedLedger();
    return idle;
  }

  /// Takes all outcomes by now to the ledger, binding by binding; where one fails the others go on.
  ///
  /// @return how many records became facts
  /// @throws IOException what the first failure was; each was logged
  public long feedLedger() throws IOException {
    return each("LedgerFeedFailed", delivery -> delivery.feed().feed());
  }

  /// Purges the journals that are open, one by one; where one fails the others go on.
  ///
  /// @return how many records went
  /// @throws IOException what the first failure was; each was logged
  public long purge() throws IOException {
    return each(
        "JournalPurgeFailed",
        delivery ->
            delivery
                .retention()
                .purge()
                .map(segments -> segments.end() - segments.first())
                .orElse(0L));
  }

  /// Destroys what is queued for a vendor that is held or cut off, at each of its bindings; what
  /// was sent without an answer stays in doubt, and is never sent again. Each binding's audit entry
  /// `HeldDestroyed`, with count and digest, is the proof.
  ///
  /// @param first who decides
  /// @param second who confirms it, somebody else
  /// @throws FirebreakException SECOND_OPERATOR_NEEDED, NOT_ALLOWED, or WRONG_USE where the vendor
  ///   is neither held nor cut off, a request is still on its way, or the reason is blank or above
  ///   200 characters
  public List<HeldQueue.Destroyed> destroyHeld(
      VendorId vendor, ConfirmedOperator first, ConfirmedOperator second, String reason)
      throws IOException, InterruptedException {
    TwoOperators.require("destroying", first, second);
    StatedReason.check(reason);
    return destroyDecided(vendor, first.name(), second.name(), reason);
  }

  /// The same as part of a decision that two operators have made and recorded before.
  ///
  /// @throws FirebreakException WRONG_USE as [#destroyHeld]
  public List<HeldQueue.Destroyed> destroyDecided(
      VendorId vendor, String decidedBy, String confirmedBy, String reason)
      throws IOException, InterruptedException {
    requireAtRest(vendor);
    Map<String, String> by =
        Map.of("actor", decidedBy, "secondOperator", confirmedBy, "reason", reason);
    List<HeldQueue.Destroyed> destroyed = new ArrayList<>();
    parts
        .vendors()
        .whileShut(
            vendor,
            () -> {
              List<BindingDelivery> meant = ofVendor(vendor);
              requireNoIntents(vendor, meant);
              for (BindingDelivery delivery : meant) {
                destroyed.add(delivery.held().destroy(Instant.MAX, by));
              }
            });
    return destroyed;
  }

  /// Lets a held vendor have its queue and what comes after it. Messages that were treated under an
  /// older policy than today's are treated again before they go out, where today's is stricter or
  /// equal everywhere; where it is nowhere stricter they go out as they are.
  ///
  /// @param today the policy in force at a binding; empty where it only observes
  /// @throws FirebreakException as [VendorSwitch#release], and NOT_ALLOWED where today's policy is
  ///   stricter in one thing and laxer in another: nothing is released then
  public Released release(
      VendorId vendor,
      ConfirmedOperator operator,
      String reason,
      Function<BindingConfig, Optional<Policy>> today)
      throws IOException, InterruptedException {
    return new HeldReleasing(this, parts).release(vendor, operator, reason, today);
  }

  /// As [VendorSwitch#resume], with the queue as [#release] would let it go.
  ///
  /// @throws FirebreakException as both
  public Released resume(
      VendorId vendor,
      ConfirmedOperator operator,
      String reason,
      Function<BindingConfig, Optional<Policy>> today)
      throws IOException, InterruptedException {
    return new HeldReleasing(this, parts).resume(vendor, operator, reason, today);
  }

  /// As [VendorSwitch#releaseByRegister], with the queue as [#release] would let it go; a vendor
  /// whose queue may not go out stays held.
  ///
  /// @throws FirebreakException where it stays held
  public void releaseByRegister(
      VendorId vendor, String because, Function<BindingConfig, Optional<Policy>> today)
      throws IOException, InterruptedException {
    new HeldReleasing(this, parts).releaseByRegister(vendor, because, today);
  }

  /// Waits a moment for the lanes of a vendor that is shut.
  void requireAtRest(VendorId vendor) throws InterruptedException {
    for (DeliveryLane lane : lanes()) {
      if (isOf(vendor, lane.binding()) && !lane.awaitIdle(AT_REST)) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE,
            vendor + " is neither held nor cut off, or a request is on its way; hold it first");
      }
    }
  }

  List<BindingDelivery> ofVendor(VendorId vendor) {
    return configs.values().stream()
        .filter(config -> config.vendor().equals(vendor))
        .map(config -> binding(config.id()))
        .toList();
  }

  static void requireNoIntents(VendorId vendor, List<BindingDelivery> deliveries) {
    if (deliveries.stream().anyMatch(delivery -> delivery.outcomes().hasIntents())) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "what came of the last request to " + vendor + " is not written yet; try again");
    }
  }

  private boolean isOf(VendorId vendor, BindingId binding) {
    BindingConfig config = configs.get(binding);
    return config != null && config.vendor().equals(vendor);
  }

  /// Destroys what has been queued for held vendors longer than the settings allow; nothing where
  /// the clock cannot be believed.
  ///
  /// @return how many messages went
  /// @throws IOException what the first failure was; each was logged
  long destroyOverdue() throws IOException {
    Optional<Instant> now = clockCheck.believed();
    if (now.isEmpty()) {
      return 0;
    }
    Instant before = now.get().minus(parts.heldRetention());
    Map<String, String> by =
        Map.of("actor", "system:delivery", "reason", "held longer than " + parts.heldRetention());
    return each(
        "HeldRetentionFailed",
        delivery -> {
          LongAdder messages = new LongAdder();
          parts
              .vendors()
              .ifHeld(
                  delivery.config().vendor(),
                  () -> messages.add(delivery.held().destroy(before, by).messages()));
          return messages.sum();
        });
  }

  /// Ends lanes, feeds the ledger a last time and closes all files, whatever fails meanwhile. What
  /// the ledger does not get now it gets at the next opening. A second call does nothing.
  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    closing.countDown();
    Failures failures = new Failures();
    lanes().forEach(lane -> failures.collect(lane::close));
    try {
      if (feeder.isAlive()) {
        feeder.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    feedOnce();
    for (BindingDelivery delivery : openedNow()) {
      failures.collect(delivery.journal()::close);
      failures.collect(delivery.outcomes()::close);
    }
    failures.throwFirst();
  }

  private interface Work {
    long run(BindingDelivery delivery) throws IOException;
  }

  private long each(String failed, Work work) throws IOException {
    Failures failures = new Failures();
    LongAdder records = new LongAdder();
    for (BindingDelivery delivery : openedNow()) {
      failures.collect(() -> {
        try {
          records.add(work.run(delivery));
        } catch (IOException | RuntimeException e) {
          LOG.atError().addKeyValue("binding", delivery.config().id()).setCause(e).log(failed);
          throw e;
        }
      });
    }
    failures.throwFirst();
    return records.sum();
  }

  /// What failed of several things that are all to be done. Confined.
  private static final class Failures {
    private @Nullable IOException first;

    private interface Step {
      void run() throws IOException;
    }

    void collect(Step step) {
      try {
        step.run();
      } catch (IOException | RuntimeException e) {
        if (first == null) {
          first = e instanceof IOException io ? io : new IOException(e.getMessage(), e);
        } else {
          first.addSuppressed(e);
        }
      }
    }

    void throwFirst() throws IOException {
      if (first != null) {
        throw first;
      }
    }
  }

  private List<BindingDelivery> openedNow() {
    lock.lock();
    try {
      return List.copyOf(opened.values());
    } finally {
      lock.unlock();
    }
  }

  private void feedAlways() {
    try {
      Instant purgeAt = parts.clock().instant();
      while (!closing.await(FEED_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        feedOnce();
        if (!parts.clock().instant().isBefore(purgeAt)) {
          purgeOnce();
          purgeAt = parts.clock().instant().plus(PURGE_INTERVAL);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.atError().setCause(e).log("FeederStopped");
      throw e;
    }
  }

  private void feedOnce() {
    try {
      feedLedger();
    } catch (IOException logged) {
      // binding by binding; the next minute tries again
    }
  }

  private void purgeOnce() {
    try {
      destroyOverdue();
      purge();
    } catch (IOException logged) {
      // binding by binding; the next hour tries again
    }
  }
}
