package dev.firebreak.delivery;

import dev.firebreak.disk.DurableFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.journal.Frame;
import dev.firebreak.journal.FrameCursor;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.SegmentedLog;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The durable outcomes of one binding's records, beside its journal.
///
/// Before a request begins its offsets are written as an *intent*. An intent that has no outcome
/// when the log is opened belongs to a process that died in between: the vendor may have got the
/// records, so they become `in_doubt` then and there. Thread-safe; one writer at a time goes on,
/// holding a lock that only writers take.
public final class OutcomeLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeLog.class);
  private static final long SEGMENT_BYTES = 8L << 20;

  private final SegmentedLog log;
  private final OutcomeTable table;
  private final Clock clock;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock purging = new ReentrantLock();

  private OutcomeLog(SegmentedLog log, OutcomeTable table, Clock clock) {
    this.log = log;
    this.table = table;
    this.clock = clock;
  }

  /// Opens or creates the log in the journal's directory.
  ///
  /// @throws FirebreakException DATA_DAMAGED where it knows of records that the journal lacks:
  ///   their offsets would be given to others, which would then never be sent
  public static OutcomeLog open(SegmentJournal journal, DurableFiles files, Clock clock)
      throws IOException {
    return open(journal, files, clock, SEGMENT_BYTES);
  }

  /// As above, with segments of this size.
  public static OutcomeLog open(
      SegmentJournal journal, DurableFiles files, Clock clock, long segmentBytes)
      throws IOException {
    OutcomeTable table = new OutcomeTable();
    SegmentedLog.Settings settings =
        new SegmentedLog.Settings("outcomes", "outcomes:" + journal.binding(), segmentBytes);
    SegmentedLog log = SegmentedLog.open(files, settings, clock, table);
    try {
      requireIn(journal, table);
      OutcomeLog outcomes = new OutcomeLog(log, table, clock);
      int doubtful = outcomes.resolveIntents();
      if (doubtful > 0) {
        LOG.atWarn()
            .addKeyValue("binding", journal.binding())
            .addKeyValue("records", doubtful)
            .log("DeliveriesInDoubtAfterCrash");
      }
      return outcomes;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private static void requireIn(SegmentJournal journal, OutcomeTable table) {
    if (table.end() > journal.end()) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "the outcomes of "
              + journal.binding()
              + " know of records up to "
              + table.end()
              + ", but its journal ends at "
              + journal.end()
              + ": records were lost. Restore its whole folder from one backup"
              + " (docs/operating/journal.md)");
    }
  }

  /// Makes doubts of all intents without an outcome: for when no request is under way.
  ///
  /// @return how many
  int resolveIntents() throws IOException {
    SortedMap<Long, DeliveryOutcome> doubtful = table.unresolvedIntents();
    record(doubtful);
    return doubtful.size();
  }

  /// Notes durably that these offsets are about to be sent.
  ///
  /// @param ifUnanswered what they become where this process ends before an outcome follows
  void intend(List<Long> offsets, DeliveryOutcome ifUnanswered) throws IOException {
    SortedMap<Long, DeliveryOutcome> intents = new TreeMap<>();
    offsets.forEach(offset -> intents.put(offset, ifUnanswered));
    append(true, intents);
  }

  /// Writes outcomes, durable when this returns.
  void record(SortedMap<Long, DeliveryOutcome> outcomes) throws IOException {
    append(false, outcomes);
  }

  /// The outcome of an offset.
  public DeliveryOutcome of(long offset) {
    return table.of(offset);
  }

  /// How many offsets have this outcome now, since the journal's beginning.
  public long count(DeliveryOutcome outcome) {
    return table.count(outcome);
  }

  /// True where an offset was about to be sent and what came of it is not known yet.
  boolean isIntended(long offset) {
    return table.isIntended(offset);
  }

  /// True while a request is under way, or what came of one is not written yet.
  boolean hasIntents() {
    return table.hasIntents();
  }

  /// How many records that were to be delivered have an outcome now, in doubt included.
  long forwardedDone() {
    return table.forwardedDone();
  }

  /// The lowest offset about which something is still to be done.
  public long firstUnsettled() {
    return table.firstUnsettled();
  }

  /// Number of the next entry.
  public long sequence() {
    return log.next();
  }

  /// Offsets whose outcome is wanted, ascending, at most so many; those in done pages have none.
  List<Long> offsetsOf(Predicate<DeliveryOutcome> wanted, int max) {
    return table.offsetsOf(wanted, max);
  }

  /// The state now, unchanged by what follows.
  OutcomeTable snapshot() {
    return table.copy();
  }

  /// Reads entries on from a sequence number.
  ///
  /// @throws IOException where they were purged
  Entries read(long from) throws IOException {
    return new Entries(log.cursor(from));
  }

  /// All records below this offset are settled, and the entries that say so are readable.
  long settledBelow() {
    writing.lock();
    try {
      return table.firstUnsettled();
    } finally {
      writing.unlock();
    }
  }

  /// Held while records leave the journal, by those who do it, by those who queue dead letters
  /// again and by those who walk old records: so nothing is queued that is gone, and no walk meets
  /// a hole. The lane needs it not: nothing unsettled is ever purged.
  ReentrantLock purging() {
    return purging;
  }

  /// Deletes entries from the beginning, as far as there are whole segments of which nobody wants
  /// anything any more.
  ///
  /// @param taken entries below this sequence number are in the ledger
  /// @param purged records below this offset have left the journal
  void deleteBelow(long taken, long purged) throws IOException {
    long done = log.first();
    try (Entries entries = read(done)) {
      for (OutcomeEntry entry = entries.next();
          entry != null
              && entry.sequence() < taken
              && entry.ranges().stream().allMatch(range -> range.end() <= purged);
          entry = entries.next()) {
        done = entry.sequence() + 1;
      }
    }
    log.deleteBelow(done);
  }

  /// How many records the entries that are still there, up to a place, say were disclosed for the
  /// first time. Held meanwhile: [#purging].
  long firstDisclosures(long below) throws IOException {
    long records = 0;
    try (Entries entries = read(log.first())) {
      for (OutcomeEntry entry = entries.next();
          entry != null && entry.sequence() < below;
          entry = entries.next()) {
        if (!entry.intent()) {
          records +=
              entry.ranges().stream()
                  .filter(OutcomeRange::firstDisclosure)
                  .mapToLong(OutcomeRange::count)
                  .sum();
        }
      }
    }
    return records;
  }

  /// Sequence number of the first entry that is still there.
  long first() {
    return log.first();
  }

  @Override
  public void close() throws IOException {
    writing.lock();
    try {
      log.close();
    } finally {
      writing.unlock();
    }
  }

  /// Entries in order. Confined to one thread.
  static final class Entries implements AutoCloseable {
    private final FrameCursor frames;

    private Entries(FrameCursor frames) {
      this.frames = frames;
    }

    @Nullable OutcomeEntry next() throws IOException {
      Frame frame = frames.next();
      return frame == null ? null : OutcomeEntry.decode(frame);
    }

    @Override
    public void close() throws IOException {
      frames.close();
    }
  }

  private void append(boolean intent, SortedMap<Long, DeliveryOutcome> outcomes)
      throws IOException {
    writing.lock();
    try {
      List<OutcomeRange> ranges = table.ranges(outcomes);
      if (!ranges.isEmpty()) {
        byte[] body = OutcomeEntry.encode(intent, ranges);
        log.append(List.of(new Frame.Entry(clock.millis(), body)));
      }
    } finally {
      writing.unlock();
    }
  }
}
