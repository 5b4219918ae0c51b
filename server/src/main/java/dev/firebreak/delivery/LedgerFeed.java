package dev.firebreak.delivery;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.EventHeader;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.StoredRecord;
import dev.firebreak.journal.UnreadablePayloadException;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns one binding's outcomes into facts of the ledger: what the vendor has, or may have, by an
/// outcome, and had not before. Each record becomes a fact once, however often it was sent.
///
/// The watermark is a place in the outcome log, not in the journal: a dead letter that is replayed
/// is disclosed long after its neighbours. A feed starts at the ledger's own watermark, so a crash
/// between two batches neither loses nor doubles anything. Thread-safe; one feeding at a time.
public final class LedgerFeed {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerFeed.class);
  private static final int RECORDS_PER_BATCH_MAX = 100_000;

  /// After so many entries without a fact the watermark moves all the same, so that they can go.
  private static final int ENTRIES_WITHOUT_FACT_MAX = 10_000;

  private final VendorId vendor;
  private final SegmentJournal journal;
  private final OutcomeLog outcomes;
  private final LedgerStore ledger;
  private final Supplier<SentRecords> sent;
  private final ReentrantLock feeding = new ReentrantLock();

  /// A feed of a binding whose queue is never treated again.
  public LedgerFeed(
      VendorId vendor, SegmentJournal journal, OutcomeLog outcomes, LedgerStore ledger) {
    this(vendor, journal, outcomes, ledger, SentRecords::asTreated);
  }

  /// @param sent what the vendor got of records, for each feeding
  LedgerFeed(
      VendorId vendor,
      SegmentJournal journal,
      OutcomeLog outcomes,
      LedgerStore ledger,
      Supplier<SentRecords> sent) {
    this.sent = sent;
    this.vendor = vendor;
    this.journal = journal;
    this.outcomes = outcomes;
    this.ledger = ledger;
  }

  /// Adds everything that has an outcome by now; durable when this returns.
  ///
  /// @return how many records became facts
  public long feed() throws IOException {
    feeding.lock();
    try {
      return feedFrom(watermark());
    } finally {
      feeding.unlock();
    }
  }

  /// Outcomes that the ledger does not have yet, as entries of the outcome log.
  public long lag() {
    return outcomes.sequence() - watermark();
  }

  /// In what the ledger and the outcome log contradict each other, as sentences. Nothing leaves the
  /// outcome log before the ledger has it, so it begins where the ledger ends or before. As long as
  /// nothing has left the outcome log, both must have counted the same disclosed records; later the
  /// log can only show that the ledger has too few.
  public List<String> contradictions() throws IOException {
    outcomes.purging().lock();
    feeding.lock();
    try {
      long watermark = watermark();
      if (watermark > outcomes.sequence()) {
        return List.of(
            "the ledger has outcomes of "
                + journal.binding()
                + " up to "
                + watermark
                + ", its outcome log only up to "
                + outcomes.sequence());
      }
      if (outcomes.first() > watermark && (watermark > 0 || hasDisclosed())) {
        // entries go only after the ledger has them
        return List.of(
            "the ledger has outcomes of "
                + journal.binding()
                + " up to "
                + watermark
                + ", its outcome log begins at "
                + outcomes.first()
                + ": what was between them is in neither");
      }
      long logged = outcomes.firstDisclosures(watermark);
      long taken = ledger.records(journal.binding());
      return logged == taken || (outcomes.first() > 0 && logged < taken)
          ? List.of()
          : List.of(
              "the ledger took "
                  + taken
                  + " disclosed records of "
                  + journal.binding()
                  + ", its outcome log names "
                  + logged);
    } finally {
      feeding.unlock();
      outcomes.purging().unlock();
    }
  }

  private boolean hasDisclosed() {
    return Stream.of(DeliveryOutcome.values())
        .filter(DeliveryOutcome::disclosed)
        .anyMatch(outcome -> outcomes.count(outcome) > 0);
  }

  /// A place in the outcome log: the ledger has all entries below it and asks for none of them
  /// again.
  long watermark() {
    return ledger.watermark(journal.binding());
  }

  private long feedFrom(long watermark) throws IOException {
    long end = outcomes.sequence();
    if (watermark > end) {
      throw new IOException(
          "the ledger knows more outcomes of "
              + journal.binding()
              + " than its outcome log holds;"
              + " one of them was restored from another time");
    }
    if (watermark == end) {
      return 0;
    }
    long records = 0;
    SentRecords got = sent.get();
    Facts facts = new Facts(vendor, got);
    try (OutcomeLog.Entries entries = outcomes.read(watermark);
        Reading reading = new Reading(journal)) {
      for (OutcomeEntry entry = entries.next();
          entry != null && entry.sequence() < end;
          entry = entries.next()) {
        records += take(entry, facts, reading);
        if (facts.records >= RECORDS_PER_BATCH_MAX) {
          append(facts, entry.sequence() + 1);
          facts = new Facts(vendor, got);
        }
      }
      append(facts, end);
    }
    return records;
  }

  private long take(OutcomeEntry entry, Facts facts, Reading reading) throws IOException {
    long records = 0;
    if (entry.intent()) {
      return records;
    }
    LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(entry.atMillis()), ZoneOffset.UTC);
    for (OutcomeRange range : entry.ranges()) {
      for (long offset = range.first(); range.firstDisclosure() && offset < range.end(); offset++) {
        StoredRecord record = reading.at(offset);
        if (record.content() instanceof StoredRecord.Forwarded forwarded) {
          facts.add(day, record, forwarded, entry.sequence(), journal);
          records++;
        }
      }
    }
    return records;
  }

  private void append(Facts facts, long watermark) throws IOException {
    if (facts.records > 0 || watermark - watermark() >= ENTRIES_WITHOUT_FACT_MAX) {
      ledger.append(facts.batch(journal, watermark));
    }
  }

  /// Finds records by offset, cheaply where they follow each other.
  private static final class Reading implements AutoCloseable {
    private static final long SKIP_MAX = 10_000;

    private final SegmentJournal journal;
    private @Nullable JournalCursor cursor;

    private Reading(SegmentJournal journal) {
      this.journal = journal;
    }

    private StoredRecord at(long offset) throws IOException {
      JournalCursor current = cursor;
      if (current == null
          || current.position() > offset
          || offset - current.position() > SKIP_MAX) {
        close();
        current = journal.read(offset);
        cursor = current;
      }
      StoredRecord record = current.next();
      while (record != null && record.offset() < offset) {
        record = current.next();
      }
      if (record == null) {
        throw new IOException("an outcome names record " + offset + ", which the journal lacks");
      }
      return record;
    }

    @Override
    public void close() throws IOException {
      JournalCursor open = cursor;
      cursor = null;
      if (open != null) {
        open.close();
      }
    }
  }

  /// Facts on their way into one batch, merged. Confined.
  private static final class Facts {
    private record Key(
        SubjectKey subject,
        LocalDate day,
        Masks masks,
        String policyVersion,
        AssertedBy assertedBy) {}

    private record Count(long events, long firstMillis, long lastMillis) {
      private Count with(Count other) {
        return new Count(
            events + other.events,
            Math.min(firstMillis, other.firstMillis),
            Math.max(lastMillis, other.lastMillis));
      }
    }

    private final VendorId vendor;
    private final Map<Key, Count> counts = new HashMap<>();
    private final Set<DeviceLink> links = new HashSet<>();
    private final Set<VendorSubject> subjects = new HashSet<>();
    private long records;

    private final SentRecords sent;

    private Facts(VendorId vendor, SentRecords sent) {
      this.vendor = vendor;
      this.sent = sent;
    }

    private void add(
        LocalDate day,
        StoredRecord record,
        StoredRecord.Forwarded forwarded,
        long sequence,
        SegmentJournal journal)
        throws IOException {
      records++;
      if (sent.isAgain(record, sequence)) {
        addAgain(day, record, forwarded, sequence, journal);
      } else {
        add(day, record, record.policyVersion(), forwarded.header());
        SubjectKey subject = forwarded.header().subjectKey();
        if (subject != null) {
          addId(subject, record, forwarded, journal);
        }
      }
    }

    /// A record that was treated again before it went out: its fact is about what the vendor got.
    private void addAgain(
        LocalDate day,
        StoredRecord record,
        StoredRecord.Forwarded forwarded,
        long sequence,
        SegmentJournal journal)
        throws IOException {
      Optional<SentRecords.Sent> got;
      try {
        got = sent.of(record, forwarded, journal.open(record, forwarded.sealed()), sequence);
      } catch (UnreadablePayloadException e) {
        // the fact must not wait; what the first treatment left is the most that went out
        LOG.atError().addKeyValue("offset", record.offset()).setCause(e).log("IdAtVendorLost");
        add(day, record, record.policyVersion(), forwarded.header());
        return;
      }
      EventHeader header =
          got.map(SentRecords.Sent::header)
              .orElseThrow(() ->
                  new IOException(
                      "record " + record.offset() + " was sent, and nothing of it may be"));
      add(day, record, got.get().policyVersion(), header);
      SubjectKey subject = header.subjectKey();
      if (subject != null) {
        header
            .vendorSubjectId()
            .ifPresent(id -> subjects.add(new VendorSubject(vendor, subject, id)));
      }
    }

    private void add(LocalDate day, StoredRecord record, String policyVersion, EventHeader header) {
      SubjectKey subject = header.subjectKey();
      if (subject == null) {
        return;
      }
      counts.merge(
          new Key(subject, day, header.masks(), policyVersion, record.assertedBy()),
          new Count(1, header.eventTimeMillis(), header.eventTimeMillis()),
          Count::with);
      SubjectKey device = header.linkedDeviceKey();
      if (device != null) {
        links.add(new DeviceLink(vendor, device, subject, record.assertedBy()));
      }
    }

    private void addId(
        SubjectKey subject,
        StoredRecord record,
        StoredRecord.Forwarded forwarded,
        SegmentJournal journal)
        throws IOException {
      try {
        journal
            .openIdAtVendor(record, forwarded.sealed())
            .ifPresent(id -> subjects.add(new VendorSubject(vendor, subject, id)));
      } catch (UnreadablePayloadException e) {
        // the fact must not wait for an id that nobody can read any more
        LOG.atError().addKeyValue("offset", record.offset()).setCause(e).log("IdAtVendorLost");
      }
    }

    private LedgerBatch batch(SegmentJournal journal, long watermark) {
      List<Disclosure> disclosures = new ArrayList<>(counts.size());
      counts.forEach((key, count) ->
          disclosures.add(
              new Disclosure(
                  vendor,
                  key.subject(),
                  key.day(),
                  key.masks(),
                  key.policyVersion(),
                  key.assertedBy(),
                  count.events(),
                  Instant.ofEpochMilli(count.firstMillis()),
                  Instant.ofEpochMilli(count.lastMillis()))));
      return new LedgerBatch(
          journal.binding(),
          watermark,
          records,
          disclosures,
          List.copyOf(links),
          List.copyOf(subjects));
    }
  }
}
