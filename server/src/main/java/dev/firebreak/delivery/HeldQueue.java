package dev.firebreak.delivery;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.digest.Sha256;
import dev.firebreak.disk.DurableFiles;
import dev.firebreak.event.MessageKind;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.StoredRecord;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// What one binding has queued for its vendor: how much, how old, and destroying it. Thread-safe.
///
/// What is destroyed gets its outcome durably, so that no lane ever sends it; its sealed payload
/// leaves the disk with its segment, when the journal's retention is over.
public final class HeldQueue {
  private static final Logger LOG = LoggerFactory.getLogger(HeldQueue.class);
  private static final int OUTCOMES_PER_ENTRY = 50_000;

  private final DurableFiles files;
  private final SegmentJournal journal;
  private final OutcomeLog outcomes;
  private final Duration maximumEventAge;
  private final AuditLog audit;
  private final AtomicBoolean full = new AtomicBoolean();

  /// @param files the binding's folder, where a destruction is noted until it is done
  HeldQueue(
      DurableFiles files,
      SegmentJournal journal,
      OutcomeLog outcomes,
      Duration maximumEventAge,
      AuditLog audit) {
    this.files = files;
    this.journal = journal;
    this.outcomes = outcomes;
    this.maximumEventAge = maximumEventAge;
    this.audit = audit;
  }

  /// How much is queued, and how old it is.
  ///
  /// @param messages not yet delivered, and not in doubt
  /// @param oldestReceived when the oldest of them came in; empty where there is none
  /// @param firstTooOldAt when the first event among them will be older than the vendor takes
  /// @param keyVersions of the keys under which they, and those in doubt, were treated
  public record Measure(
      BindingId binding,
      long messages,
      Optional<Instant> oldestReceived,
      Optional<Instant> firstTooOldAt,
      Set<Integer> keyVersions) {
    public Measure {
      keyVersions = Set.copyOf(keyVersions);
    }
  }

  /// What was destroyed.
  ///
  /// @param messages how many
  /// @param inDoubt how many more were sent without an answer: they stay in doubt, and are never
  ///   sent again
  /// @param firstOffset of the first one in the journal; 0 where there was none
  /// @param endOffset the offset after the last one
  /// @param sha256 over `offset dedupe-id` and a line feed for each, in their order
  public record Destroyed(
      BindingId binding,
      long messages,
      long inDoubt,
      long firstOffset,
      long endOffset,
      String sha256) {}

  /// At most so many messages are queued; cheap, and never less than there are. Those in doubt do
  /// not count, nor do those behind them that have their outcome.
  public long messagesAtMost() {
    // the outcomes first: each has its record
    long done = outcomes.forwardedDone();
    return Math.max(0, journal.totals().forwarded() - done);
  }

  /// What is queued takes at most so many bytes on disk; cheap, and never less than it does: whole
  /// segments count, with what else lies in them. Where nothing is queued it is 0.
  public long bytesAtMost() throws IOException {
    return messagesAtMost() == 0 ? 0 : journal.bytesFrom(outcomes.firstUnsettled());
  }

  /// Whether so much is queued that no more may be; told in the log each time that it becomes so,
  /// and each time that it ends. Where the disk cannot say, what it said last counts.
  ///
  /// @param messagesMax how many messages
  /// @param bytesMax how many bytes on disk
  public boolean isFull(long messagesMax, long bytesMax) {
    boolean now = messagesAtMost() >= messagesMax;
    try {
      now |= bytesAtMost() >= bytesMax;
    } catch (IOException e) {
      now |= full.get();
    }
    if (full.getAndSet(now) != now) {
      LOG.atLevel(now ? Level.ERROR : Level.INFO)
          .addKeyValue("binding", journal.binding())
          .addKeyValue("messagesMax", messagesMax)
          .addKeyValue("bytesMax", bytesMax)
          .log(now ? "HeldQueueFull" : "HeldQueueHasRoom");
    }
    return now;
  }

  /// Walks the queue.
  public Measure measure() throws IOException {
    Walk walk = new Walk(Long.MAX_VALUE);
    outcomes.purging().lock();
    try {
      walk.run(journal.end(), Mode.MEASURE);
    } finally {
      outcomes.purging().unlock();
    }
    return new Measure(
        journal.binding(),
        walk.messages,
        Optional.ofNullable(walk.oldestReceived),
        Optional.ofNullable(walk.oldestEvent).map(event -> event.plus(maximumEventAge)),
        walk.keyVersions);
  }

  /// Destroys what is queued and was received before a moment, and lets what is in doubt be so for
  /// good. Nothing may be on its way meanwhile; what has an open intent is left alone.
  ///
  /// The audit log has `HeldDestructionBegun` with the digest of what is to go before the first
  /// record goes, and `HeldDestroyed`, the proof, with the digest of what went after the last one.
  /// A crash in between leaves the rest to [#resume]; an error is `HeldDestructionFailed`, with how
  /// many went, and nobody goes on with it.
  ///
  /// @param by who decided, for the audit log
  Destroyed destroy(Instant receivedBefore, Map<String, String> by) throws IOException {
    outcomes.purging().lock();
    try {
      long before =
          receivedBefore.equals(Instant.MAX) ? Long.MAX_VALUE : receivedBefore.toEpochMilli();
      long until = journal.end();
      Walk looking = new Walk(before);
      looking.run(until, Mode.LOOK);
      Destroyed found = looking.result();
      if (found.messages() == 0 && found.inDoubt() == 0) {
        return found;
      }
      HeldDestruction decided =
          new HeldDestruction(until, before, found.messages(), found.sha256(), by);
      decided.write(files);
      Walk doing = new Walk(before);
      try {
        return carryOut(decided, doing, false);
      } catch (IOException | RuntimeException e) {
        giveUp(decided, doing, e);
        throw e;
      }
    } finally {
      outcomes.purging().unlock();
    }
  }

  /// Ends a destruction that the last process did not end. To be called before any lane runs.
  void resume() throws IOException {
    outcomes.purging().lock();
    try {
      Optional<HeldDestruction> decided = HeldDestruction.read(files);
      if (decided.isPresent()) {
        Destroyed rest = carryOut(decided.get(), new Walk(decided.get().receivedBefore()), true);
        LOG.atWarn()
            .addKeyValue("binding", journal.binding())
            .addKeyValue("messages", rest.messages())
            .log("HeldDestructionResumed");
      }
    } finally {
      outcomes.purging().unlock();
    }
  }

  private Destroyed carryOut(HeldDestruction decided, Walk doing, boolean resumed)
      throws IOException {
    Map<String, String> announced = decided.details();
    announced.put("messages", Long.toString(decided.messages()));
    announced.put("sha256", decided.sha256());
    tell(decided, "HeldDestructionBegun", announced, resumed);
    doing.run(decided.until(), Mode.DESTROY);
    Destroyed done = doing.result();
    Map<String, String> details = decided.details();
    details.put("messages", Long.toString(done.messages()));
    details.put("inDoubt", Long.toString(done.inDoubt()));
    details.put("firstOffset", Long.toString(done.firstOffset()));
    details.put("endOffset", Long.toString(done.endOffset()));
    details.put("sha256", done.sha256());
    tell(decided, "HeldDestroyed", details, resumed);
    HeldDestruction.delete(files);
    return done;
  }

  private void tell(
      HeldDestruction decided, String action, Map<String, String> details, boolean resumed) {
    if (resumed) {
      details.put("resumed", "true");
    }
    audit.append(decided.actor(), action, "binding:" + journal.binding(), details);
  }

  private void giveUp(HeldDestruction decided, Walk doing, Exception cause) {
    try {
      HeldDestruction.delete(files);
      Map<String, String> details = decided.details();
      details.put("messages", Long.toString(doing.recorded));
      tell(decided, "HeldDestructionFailed", details, false);
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private enum Mode {
    /// All that is queued.
    MEASURE,
    /// What would be destroyed.
    LOOK,
    DESTROY
  }

  /// One walk over what has no outcome yet. Confined.
  private final class Walk {
    private final long receivedBefore;
    private final MessageDigest digest = Sha256.start();
    private final SortedMap<Long, DeliveryOutcome> settled = new TreeMap<>();
    private final Set<Integer> keyVersions = new HashSet<>();
    private long messages;
    private long inDoubt;
    private long recorded;
    private long first;
    private long end;
    private @Nullable Instant oldestReceived;
    private @Nullable Instant oldestEvent;

    Walk(long receivedBefore) {
      this.receivedBefore = receivedBefore;
    }

    void run(long until, Mode mode) throws IOException {
      long from = Math.max(outcomes.firstUnsettled(), journal.first());
      try (JournalCursor cursor = journal.read(from)) {
        for (StoredRecord record = cursor.position() < until ? cursor.next() : null;
            record != null;
            record = cursor.position() < until ? cursor.next() : null) {
          if (record.content() instanceof StoredRecord.Forwarded forwarded
              && record.receivedAt().toEpochMilli() < receivedBefore
              && (mode == Mode.MEASURE || !outcomes.isIntended(record.offset()))) {
            meet(record, forwarded, mode);
          }
        }
      }
      write(1);
    }

    private void meet(StoredRecord record, StoredRecord.Forwarded forwarded, Mode mode)
        throws IOException {
      DeliveryOutcome outcome = outcomes.of(record.offset());
      if (outcome == DeliveryOutcome.QUEUED) {
        take(record, forwarded);
      } else if (outcome == DeliveryOutcome.IN_DOUBT) {
        inDoubt++;
      } else {
        return;
      }
      keyVersions.add(record.keyVersion());
      if (mode == Mode.DESTROY) {
        settled.put(
            record.offset(),
            outcome == DeliveryOutcome.QUEUED
                ? DeliveryOutcome.DESTROYED
                : DeliveryOutcome.IN_DOUBT_FINAL);
        write(OUTCOMES_PER_ENTRY);
      }
    }

    Destroyed result() {
      return new Destroyed(journal.binding(), messages, inDoubt, first, end, Sha256.hex(digest));
    }

    private void take(StoredRecord record, StoredRecord.Forwarded forwarded) {
      first = messages == 0 ? record.offset() : first;
      end = record.offset() + 1;
      messages++;
      digest.update(
          (record.offset() + " " + forwarded.header().dedupeId() + "\n")
              .getBytes(StandardCharsets.UTF_8));
      Instant received = record.receivedAt();
      if (oldestReceived == null || received.isBefore(oldestReceived)) {
        oldestReceived = received;
      }
      Instant event = Instant.ofEpochMilli(forwarded.header().eventTimeMillis());
      boolean ages = forwarded.header().kind() == MessageKind.EVENT;
      if (ages && (oldestEvent == null || event.isBefore(oldestEvent))) {
        oldestEvent = event;
      }
    }

    private void write(int atLeast) throws IOException {
      if (settled.size() >= atLeast) {
        outcomes.record(settled);
        recorded += settled.values().stream().filter(DeliveryOutcome.DESTROYED::equals).count();
        settled.clear();
      }
    }
  }
}
