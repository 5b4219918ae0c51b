package dev.firebreak.delivery;

import dev.firebreak.event.MessageKind;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.vendor.BindingId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends one binding's journal to its vendor, on a virtual thread of its own.
///
/// read a window -> note the intent -> pass the gate -> send -> decide -> write outcomes -> next
///
/// What came of a request is written before anything else is sent, however long the disk is full.
///
/// The journal is the retry queue: a lane keeps nothing that a crash could lose. It starts at the
/// first offset without a settled outcome, so a dead letter that is replayed is found by itself.
/// Lanes share nothing but their vendor's gate. Thread-safe.
public final class DeliveryLane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLane.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration DISK_WAIT = Duration.ofSeconds(5);
  private static final Duration CLOSE_GRACE = Duration.ofMillis(500);
  private static final int PROBE_RECORDS = 50;

  private final SegmentJournal journal;
  private final OutcomeLog outcomes;
  private final VendorClient client;
  private final VendorGate gate;
  private final DeliveryWindow.Source source;
  private final Suppression suppression;
  private final LaneTimer timer;
  private final RetryRules rules;
  private final CircuitBreaker breaker;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  private final ReentrantLock stateLock = new ReentrantLock();
  private final Condition stateChanged = stateLock.newCondition();
  private volatile LaneState state = LaneState.IDLE;
  private volatile VendorGate.@Nullable Passage current;
  private @Nullable JournalCursor cursor;
  private SortedMap<Long, DeliveryOutcome> owed = Collections.emptySortedMap();
  private int failedSteps;
  private volatile long suppressionSeen = -1;

  /// Of the window that is being sent.
  private long windowReleases;

  /// A lane of a binding whose queue is never treated again, and that sends everybody's data.
  ///
  /// @param maximumEventAge events older than this expire instead of being sent
  public DeliveryLane(
      SegmentJournal journal,
      OutcomeLog outcomes,
      VendorClient client,
      VendorGate gate,
      Duration maximumEventAge,
      LaneTimer timer,
      RandomGenerator random) {
    this(
        new DeliveryWindow.Source(
            journal, outcomes, maximumEventAge, SentRecords.asTreated(), Suppression.NONE),
        client,
        gate,
        timer,
        random);
  }

  DeliveryLane(
      DeliveryWindow.Source source,
      VendorClient client,
      VendorGate gate,
      LaneTimer timer,
      RandomGenerator random) {
    this.source = source;
    journal = source.journal();
    outcomes = source.outcomes();
    this.client = client;
    this.gate = gate;
    this.timer = timer;
    suppression = source.suppression();
    rules = new RetryRules(random);
    breaker = Circuit.breaker(journal.binding(), timer.clock());
    thread = Thread.ofVirtual().name("lane-" + journal.binding()).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  public BindingId binding() {
    return journal.binding();
  }

  public LaneState state() {
    return state;
  }

  /// The [Suppression#generation] that this lane has obeyed since its last request: nothing of
  /// anybody who was suppressed by then is on its way any more, and what came of all that was sent
  /// before is in the outcome log. -1 before its first step.
  long suppressionSeen() {
    return suppressionSeen;
  }

  /// Waits until every record has its outcome, or nothing is sent because the vendor is held or cut
  /// off.
  ///
  /// @return false where that was not so within the time
  public boolean awaitIdle(Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    stateLock.lock();
    try {
      while (!atRest() && state != LaneState.STOPPED && nanos > 0) {
        long step = Math.min(nanos, POLL.toNanos());
        nanos -= step - Math.max(0, stateChanged.awaitNanos(step));
      }
      return atRest();
    } finally {
      stateLock.unlock();
    }
  }

  /// Ends after the request in flight, or aborts it after half a second; it is then in doubt.
  @Override
  public void close() throws IOException {
    closing.countDown();
    try {
      if (!thread.join(CLOSE_GRACE)) {
        VendorGate.Passage passage = current;
        if (passage != null) {
          passage.cancel();
        }
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a lane was ending");
    } finally {
      client.close();
    }
  }

  private boolean atRest() {
    return switch (state) {
      case IDLE -> outcomes.firstUnsettled() >= journal.end();
      case CUT, HELD -> !gate.isOpen();
      case SENDING, BACKING_OFF, CIRCUIT_OPEN, CREDENTIAL_REFUSED, DISK_FAILING, FAILING, STOPPED ->
          false;
    };
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        step();
      }
      writeOwed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("binding", binding()).setCause(e).log("LaneEndedInDoubt");
    } catch (RuntimeException | Error e) {
      LOG.atError().addKeyValue("binding", binding()).setCause(e).log("LaneStopped");
      throw e;
    } finally {
      closeCursor();
      become(LaneState.STOPPED);
    }
  }

  private void step() throws InterruptedException {
    try {
      advance();
      failedSteps = 0;
    } catch (IOException e) {
      LOG.atError().addKeyValue("binding", binding()).setCause(e).log("LaneDiskFailed");
      closeCursor();
      pause(LaneState.DISK_FAILING, DISK_WAIT);
    } catch (RuntimeException e) {
      // a bug, or a part that tells its trouble so; the vendor must not be lost to it for good
      LOG.atError().addKeyValue("binding", binding()).setCause(e).log("LaneFailed");
      owed = Collections.emptySortedMap();
      closeCursor();
      pause(LaneState.FAILING, DISK_WAIT.multipliedBy(1L << Math.min(failedSteps++, 4)));
    }
  }

  private void advance() throws IOException, InterruptedException {
    writeOwed();
    suppressionSeen = suppression.generation();
    if (!gate.awaitOpen(POLL)) {
      become(gate.state() == VendorStatus.State.CUT ? LaneState.CUT : LaneState.HELD);
      return;
    }
    DeliveryWindow window = readWindow();
    if (window.isEmpty()) {
      become(LaneState.IDLE);
      journal.awaitRecord(position(), POLL);
      return;
    }
    deliver(window);
  }

  /// Writes what is known and was not durable yet, and makes doubts of intents that stayed open: a
  /// request went out and nobody knows what came of it. Nothing is sent before.
  private void writeOwed() throws IOException {
    settle(owed);
    outcomes.resolveIntents();
  }

  /// Writes outcomes; what a full disk refuses is owed.
  private void settle(SortedMap<Long, DeliveryOutcome> known) throws IOException {
    owed = known;
    outcomes.record(known);
    owed = Collections.emptySortedMap();
  }

  private DeliveryWindow readWindow() throws IOException {
    windowReleases = source.sent().releases();
    long from = Math.max(outcomes.firstUnsettled(), journal.first());
    if (cursor == null || from < cursor.position()) {
      closeCursor();
      cursor = journal.read(from);
    }
    return DeliveryWindow.read(source, cursor, client.limits(), timer.clock().instant());
  }

  private long position() {
    return cursor == null ? 0 : cursor.position();
  }

  private void deliver(DeliveryWindow window) throws IOException, InterruptedException {
    become(LaneState.SENDING);
    settle(window.withoutSending());
    for (List<QueuedRecord> batch : DeliveryWindow.batches(window.toSend(), client.limits())) {
      if (!deliver(batch)) {
        return;
      }
    }
  }

  /// Sends a batch until each record has an outcome. An intent is open while its request is under
  /// way and at no other time, so that a crash makes doubts of nothing that was not sent.
  ///
  /// @return false where the lane or the vendor was closed before
  private boolean deliver(List<QueuedRecord> batch) throws IOException, InterruptedException {
    boolean idempotent = batch.getFirst().header().idempotent();
    for (int failures = 1; awaitCircuit(); failures++) {
      suppressionSeen = suppression.generation();
      List<QueuedRecord> suppressed = suppressed(batch);
      if (!suppressed.isEmpty()) {
        breaker.releasePermission();
        return deliverRest(batch, suppressed);
      }
      if (breaker.getState() == CircuitBreaker.State.HALF_OPEN && batch.size() > PROBE_RECORDS) {
        breaker.releasePermission();
        return deliverInTwo(batch, PROBE_RECORDS);
      }
      intend(batch, idempotent);
      Optional<VendorAnswer> answer = send(batch);
      if (answer.isEmpty()) {
        settle(unsettled(batch));
        return false;
      }
      Circuit.count(breaker, answer.get());
      switch (rules.decide(answer.get(), batch.size(), idempotent, failures)) {
        case RetryRules.Decision.Settle settled -> {
          settle(outcomesOf(batch, settled));
          return true;
        }
        case RetryRules.Decision.Split() -> {
          settle(unsettled(batch));
          return deliverInTwo(batch, batch.size() / 2);
        }
        case RetryRules.Decision.Again(Duration wait, boolean inDoubt) -> {
          settle(inDoubt ? all(batch, DeliveryOutcome.IN_DOUBT) : unsettled(batch));
          backOff(LaneState.BACKING_OFF, wait);
        }
        case RetryRules.Decision.Pause(Duration wait) -> {
          settle(unsettled(batch));
          LOG.atError().addKeyValue("binding", binding()).log("CredentialRefused");
          backOff(LaneState.CREDENTIAL_REFUSED, wait);
        }
      }
    }
    return false;
  }

  private boolean deliverInTwo(List<QueuedRecord> batch, int at)
      throws IOException, InterruptedException {
    return deliver(batch.subList(0, at)) && deliver(batch.subList(at, batch.size()));
  }

  private List<QueuedRecord> suppressed(List<QueuedRecord> batch) {
    return batch.stream().filter(one -> suppression.covers(one.header().subjectKey())).toList();
  }

  /// Goes on without those who were suppressed since the batch was read.
  private boolean deliverRest(List<QueuedRecord> batch, List<QueuedRecord> suppressed)
      throws IOException, InterruptedException {
    SortedMap<Long, DeliveryOutcome> notSent = new TreeMap<>();
    for (QueuedRecord record : suppressed) {
      notSent.put(record.offset(), DeliveryWindow.suppressed(outcomes.of(record.offset())));
    }
    settle(notSent);
    List<QueuedRecord> rest =
        batch.stream().filter(one -> !notSent.containsKey(one.offset())).toList();
    return rest.isEmpty() || deliver(rest);
  }

  private void intend(List<QueuedRecord> batch, boolean idempotent) throws IOException {
    try {
      outcomes.intend(
          batch.stream().map(QueuedRecord::offset).toList(),
          idempotent ? DeliveryOutcome.IN_DOUBT : DeliveryOutcome.IN_DOUBT_FINAL);
    } catch (IOException e) {
      breaker.releasePermission();
      throw e;
    }
  }

  /// One request; empty where none may begin.
  private Optional<VendorAnswer> send(List<QueuedRecord> batch) {
    Optional<VendorGate.Passage> entered =
        closing.getCount() == 0 ? Optional.empty() : gate.enter();
    if (entered.isEmpty()) {
      breaker.releasePermission();
      return Optional.empty();
    }
    MessageKind kind = batch.getFirst().header().kind();
    VendorBatch content = new VendorBatch(kind, batch.stream().map(QueuedRecord::payload).toList());
    try (VendorGate.Passage passage = entered.get()) {
      if (source.sent().releases() != windowReleases) {
        // it was read before a release that treats it again
        breaker.releasePermission();
        return Optional.empty();
      }
      current = passage;
      become(LaneState.SENDING);
      return Optional.of(client.send(content, passage));
    } finally {
      current = null;
    }
  }

  private void pause(LaneState waiting, Duration wait) throws InterruptedException {
    become(waiting);
    timer.sleep(wait, closing);
  }

  /// Waits before the next attempt; no longer than the vendor's gate is open, so that whoever shut
  /// it finds the lane at rest.
  private void backOff(LaneState waiting, Duration wait) throws InterruptedException {
    become(waiting);
    timer.sleep(wait, closing, () -> !gate.isOpen());
  }

  private boolean awaitCircuit() throws InterruptedException {
    while (!breaker.tryAcquirePermission()) {
      become(LaneState.CIRCUIT_OPEN);
      if (timer.sleep(Circuit.PROBE_INTERVAL, closing) || !gate.isOpen()) {
        return false;
      }
    }
    return true;
  }

  /// What takes an intent back: nothing of the batch is on its way any more.
  private SortedMap<Long, DeliveryOutcome> unsettled(List<QueuedRecord> batch) {
    SortedMap<Long, DeliveryOutcome> unchanged = new TreeMap<>();
    for (QueuedRecord record : batch) {
      unchanged.put(record.offset(), outcomes.of(record.offset()));
    }
    unchanged.values().removeIf(DeliveryOutcome::settled);
    return unchanged;
  }

  private static SortedMap<Long, DeliveryOutcome> outcomesOf(
      List<QueuedRecord> batch, RetryRules.Decision.Settle settle) {
    SortedMap<Long, DeliveryOutcome> result = all(batch, settle.others());
    settle.refused().stream()
        .filter(index -> index >= 0 && index < batch.size())
        .forEach(index -> result.put(batch.get(index).offset(), DeliveryOutcome.DEAD_REJECTED));
    return result;
  }

  private static SortedMap<Long, DeliveryOutcome> all(
      List<QueuedRecord> batch, DeliveryOutcome outcome) {
    SortedMap<Long, DeliveryOutcome> result = new TreeMap<>();
    batch.forEach(record -> result.put(record.offset(), outcome));
    return result;
  }

  private void become(LaneState next) {
    if (state == next) {
      return;
    }
    stateLock.lock();
    try {
      state = next;
      stateChanged.signalAll();
    } finally {
      stateLock.unlock();
    }
  }

  private void closeCursor() {
    JournalCursor open = cursor;
    cursor = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.atWarn().addKeyValue("binding", binding()).setCause(e).log("CursorNotClosed");
      }
    }
  }
}
