package dev.firebreak.delivery;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One binding's dead letters: what they are, and sending them again. Thread-safe.
public final class DeadLetters {
  /// So many are listed or replayed in one go.
  public static final int COUNT_MAX = 100_000;

  private final SegmentJournal journal;
  private final OutcomeLog outcomes;
  private final AuditLog audit;

  public DeadLetters(SegmentJournal journal, OutcomeLog outcomes, AuditLog audit) {
    this.journal = journal;
    this.outcomes = outcomes;
    this.audit = audit;
  }

  /// Those that the journal still holds, oldest first.
  ///
  /// @param max at most so many, up to [#COUNT_MAX]
  public List<DeadLetter> list(int max) throws IOException {
    outcomes.purging().lock();
    try {
      return listHeld(max);
    } finally {
      outcomes.purging().unlock();
    }
  }

  private List<DeadLetter> listHeld(int max) throws IOException {
    List<DeadLetter> letters = new ArrayList<>();
    for (long offset : held(max)) {
      try (JournalCursor cursor = journal.read(offset)) {
        StoredRecord record = cursor.next();
        if (record != null && record.content() instanceof StoredRecord.Forwarded forwarded) {
          letters.add(
              new DeadLetter(
                  offset,
                  record.receivedAt(),
                  forwarded.header().kind(),
                  forwarded.header().dedupeId(),
                  outcomes.of(offset)));
        }
      }
    }
    return letters;
  }

  /// Queues all of them again, audited first; the lane finds them by itself.
  ///
  /// @param actor who asked for it
  /// @return how many
  public int replay(String actor) throws IOException {
    outcomes.purging().lock();
    try {
      return queueAgain(actor, held(COUNT_MAX));
    } finally {
      outcomes.purging().unlock();
    }
  }

  private int queueAgain(String actor, List<Long> offsets) throws IOException {
    if (offsets.isEmpty()) {
      return 0;
    }
    audit.append(
        actor,
        "DeadLettersReplayed",
        "binding:" + journal.binding(),
        Map.of("records", Integer.toString(offsets.size())));
    SortedMap<Long, DeliveryOutcome> queued = new TreeMap<>();
    offsets.forEach(offset -> queued.put(offset, DeliveryOutcome.QUEUED));
    outcomes.record(queued);
    return offsets.size();
  }

  private List<Long> held(int max) {
    long first = journal.first();
    return outcomes.offsetsOf(DeliveryOutcome::deadLettered, Math.clamp(max, 0, COUNT_MAX)).stream()
        .filter(offset -> offset >= first)
        .toList();
  }
}
