package dev.firebreak.delivery;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.digest.Sha256;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one binding has queued for its vendor: how much, how old, and destroying it. Thread-safe.
///
/// What is destroyed gets its outcome durably, so that no lane ever sends it; its sealed payload
/// leaves the disk with its segment, when the journal's retention is over.
public final class HeldQueue {
  private static final Logger LOG = LoggerFactory.getLogger(HeldQueue.class);
  private static final int OUTCOMES_PER_ENTRY = 50_000;

  private final SegmentJournal journal;
  private final OutcomeLog outcomes;
  private final Duration maximumEventAge;
  private final AuditLog audit;
  private final AtomicBoolean full = new AtomicBoolean();

  HeldQueue(SegmentJournal journal, OutcomeLog outcomes, Duration maximumEventAge, AuditLog audit) {
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
  public record Measure(
      BindingId binding,
      long messages,
      Optional<Instant> oldestReceived,
      Optional<Instant> firstTooOldAt) {}

  /// What was destroyed.
  ///
  /// @param messages how many
  /// @param firstOffset of the first one in the journal; 0 where there was none
  /// @param endOffset the offset after the last one
  /// @param sha256 over `offset dedupe-id` and a line feed for each, in their order
  public record Destroyed(
      BindingId binding, long messages, long firstOffset, long endOffset, String sha256) {}

  /// At most so many messages are queued; cheap, and never less than there are.
  public long messagesAtMost() {
    return Math.max(0, journal.end() - Math.max(outcomes.firstUnsettled(), journal.first()));
  }

  /// Whether so many messages are queued that no more may be; told once in the log each time.
  public boolean isFull(long most) {
    boolean now = messagesAtMost() >= most;
    if (full.getAndSet(now) != now && now) {
      LOG.atError()
          .addKeyValue("binding", journal.binding())
          .addKeyValue("messages", most)
          .log("HeldQueueFull");
    }
    return now;
  }

  /// Walks the queue.
  public Measure measure() throws IOException {
    Walk walk = new Walk(Instant.MAX);
    outcomes.purging().lock();
    try {
      walk.run(journal.end(), false);
    } finally {
      outcomes.purging().unlock();
    }
    return new Measure(
        journal.binding(),
        walk.messages,
        Optional.ofNullable(walk.oldestReceived),
        Optional.ofNullable(walk.oldestEvent).map(event -> event.plus(maximumEventAge)));
  }

  /// Destroys what is queued and was received before a moment; nothing may be on its way meanwhile.
  /// The audit entry, with the digest of what goes, comes first.
  ///
  /// @param by who decided, for the audit log
  Destroyed destroy(Instant receivedBefore, Map<String, String> by) throws IOException {
    outcomes.purging().lock();
    try {
      long end = journal.end();
      Walk looking = new Walk(receivedBefore);
      looking.run(end, false);
      Destroyed found =
          new Destroyed(
              journal.binding(),
              looking.messages,
              looking.first,
              looking.end,
              Sha256.hex(looking.digest));
      if (found.messages() > 0) {
        Map<String, String> details = new LinkedHashMap<>(by);
        String actor = details.remove("actor");
        details.put("messages", Long.toString(found.messages()));
        details.put("firstOffset", Long.toString(found.firstOffset()));
        details.put("endOffset", Long.toString(found.endOffset()));
        details.put("sha256", found.sha256());
        audit.append(
            actor == null ? "system:delivery" : actor,
            "HeldDestroyed",
            "binding:" + journal.binding(),
            details);
        new Walk(receivedBefore).run(end, true);
      }
      return found;
    } finally {
      outcomes.purging().unlock();
    }
  }

  /// One walk over what has no outcome yet. Confined.
  private final class Walk {
    private final Instant receivedBefore;
    private final MessageDigest digest = Sha256.start();
    private final SortedMap<Long, DeliveryOutcome> destroyed = new TreeMap<>();
    private long messages;
    private long first;
    private long end;
    private @Nullable Instant oldestReceived;
    private @Nullable Instant oldestEvent;

    Walk(Instant receivedBefore) {
      this.receivedBefore = receivedBefore;
    }

    void run(long until, boolean destroy) throws IOException {
      long from = Math.max(outcomes.firstUnsettled(), journal.first());
      try (JournalCursor cursor = journal.read(from)) {
        for (StoredRecord record = cursor.position() < until ? cursor.next() : null;
            record != null;
            record = cursor.position() < until ? cursor.next() : null) {
          if (record.content() instanceof StoredRecord.Forwarded forwarded
              && outcomes.of(record.offset()) == DeliveryOutcome.QUEUED
              && record.receivedAt().isBefore(receivedBefore)) {
            take(record, forwarded);
            if (destroy) {
              destroyed.put(record.offset(), DeliveryOutcome.DESTROYED);
              write(OUTCOMES_PER_ENTRY);
            }
          }
        }
      }
      write(1);
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
      if (destroyed.size() >= atLeast) {
        outcomes.record(destroyed);
        destroyed.clear();
      }
    }
  }
}
