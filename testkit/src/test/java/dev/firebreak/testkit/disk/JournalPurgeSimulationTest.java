package dev.firebreak.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.ConservationCheck;
import dev.firebreak.delivery.DeliveryLane;
import dev.firebreak.delivery.GatewayCounts;
import dev.firebreak.delivery.JournalRetention;
import dev.firebreak.delivery.LaneTimer;
import dev.firebreak.delivery.LedgerFeed;
import dev.firebreak.delivery.OutcomeLog;
import dev.firebreak.delivery.VendorAnswer;
import dev.firebreak.delivery.VendorBatch;
import dev.firebreak.delivery.VendorClient;
import dev.firebreak.delivery.VendorGate;
import dev.firebreak.disk.DurableFile;
import dev.firebreak.disk.DurableFiles;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.JournalRecord;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.StoredRecord;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.ledger.InMemoryLedger;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The power fails at every single disk operation of a purge in turn. Afterwards no sum has
/// changed, what is left is readable without a hole, and the next purge finishes the work.
class JournalPurgeSimulationTest {
  private static final Instant FIRST_DAY = Instant.parse("2025-11-01T10:00:00Z");
  private static final BindingId BINDING = new BindingId("product");
  private static final Duration MAXIMUM_AGE = Duration.ofDays(5);
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final Duration RETENTION = Duration.ofHours(4 * 24 + 1);
  private static final int DAYS = 2;
  private static final int RECORDS_A_DAY = 60;
  private static final int STEPS_MAX = 200;
  private static final SegmentJournal.Settings SMALL =
      new SegmentJournal.Settings(3 << 10, 1 << 20, 1 << 10);

  @TempDir Path folder;

  @Test
  void aPowerFailureAtAnyStepOfAPurgeLosesNothingAndTheNextRunFinishes() throws Exception {
    int crashes = 0;
    while (crashesAt(crashes)) {
      crashes++;
      assertThat(crashes).isLessThan(STEPS_MAX);
    }
    // several segments, each with a deletion and a sync
    assertThat(crashes).isGreaterThan(8);
  }

  private boolean crashesAt(int step) throws Exception {
    SimulatedDisk disk = SimulatedDisk.honest(new Random(step));
    InMemoryLedger ledger = new InMemoryLedger();
    KeyStore keys = KeyStore.open(folder.resolve("keys-" + step), SecretBytes.copyOf(new byte[32]));
    for (int day = 0; day < DAYS; day++) {
      try (Parts parts = new Parts(disk.mount(), keys, ledger, FIRST_DAY.plus(days(day)))) {
        parts.retention.purge();
        parts.appendAndDeliver();
      }
    }
    Instant later = FIRST_DAY.plus(days(DAYS + 3));
    CrashingFiles files = new CrashingFiles(disk);
    boolean crashed = false;
    try (Parts parts = new Parts(files, keys, ledger, later)) {
      files.crashAfter(step);
      parts.retention.purge();
    } catch (IOException powerFailed) {
      crashed = true;
    }
    try (Parts parts = new Parts(disk.mount(), keys, ledger, later)) {
      parts.assertWhole();
      parts.retention.purge();
      parts.assertWhole();
      assertThat(parts.journal.first()).isEqualTo((DAYS - 1L) * RECORDS_A_DAY);
    }
    assertThat(keys.names())
        .filteredOn(name -> name.startsWith("aead-journal-"))
        .containsExactly("aead-journal-product-2025-11-02");
    assertThat(disk.mount().list())
        .anyMatch(name -> name.startsWith("outcomes-"))
        .doesNotContain("outcomes-00000000000000000000.seg");
    return crashed;
  }

  private static Duration days(int count) {
    return Duration.ofDays(count);
  }

  /// A binding's files and who works with them, at one moment.
  private static final class Parts implements AutoCloseable {
    private final Clock clock;
    private final SegmentJournal journal;
    private final OutcomeLog outcomes;
    private final LedgerFeed feed;
    private final InMemoryLedger ledger;
    private final JournalRetention retention;

    Parts(DurableFiles files, KeyStore keys, InMemoryLedger ledger, Instant now)
        throws IOException {
      clock = Clock.fixed(now, ZoneOffset.UTC);
      journal = SegmentJournal.open(BINDING, files, keys, clock, SMALL);
      outcomes = OutcomeLog.open(journal, files, clock, 1 << 9);
      this.ledger = ledger;
      feed = new LedgerFeed(VENDOR, journal, outcomes, ledger);
      retention =
          new JournalRetention(
              RETENTION,
              clock,
              new JournalRetention.Parts(journal, keys, outcomes, feed, (_, _, _, _) -> {}));
    }

    void appendAndDeliver() throws IOException, InterruptedException {
      for (int i = 0; i < RECORDS_A_DAY; i++) {
        journal.append(List.of(record(journal.end(), clock.instant())));
      }
      try (DeliveryLane lane =
          new DeliveryLane(
              journal,
              outcomes,
              new TakingVendor(),
              VendorGate.alwaysOpen(),
              MAXIMUM_AGE,
              LaneTimer.of(clock),
              new Random(1))) {
        lane.start();
        assertThat(lane.awaitIdle(Duration.ofSeconds(20))).isTrue();
      }
    }

    /// Every sum as if nothing had been purged; each record left opens; each is one fact.
    void assertWhole() throws IOException {
      Conservation sums =
          new ConservationCheck(
                  journal,
                  outcomes,
                  () -> new GatewayCounts(journal.end() - journal.acceptedAtOpen(), 0))
              .measure();
      assertThat(sums.holds()).isTrue();
      assertThat(sums.accepted()).isEqualTo(DAYS * RECORDS_A_DAY);
      assertThat(sums.delivered()).isEqualTo(DAYS * RECORDS_A_DAY);
      long expected = journal.first();
      try (JournalCursor cursor = journal.read(expected)) {
        for (StoredRecord record = cursor.next(); record != null; record = cursor.next()) {
          assertThat(record.offset()).isEqualTo(expected++);
          StoredRecord.Forwarded forwarded = (StoredRecord.Forwarded) record.content();
          assertThat(journal.open(record, forwarded.sealed()).payload()).hasSize(40);
        }
      }
      assertThat(expected).isEqualTo(journal.end());
      feed.feed();
      LongAdder facts = new LongAdder();
      ledger.forEach(VENDOR, Optional.empty(), Optional.empty(), fact -> facts.add(fact.events()));
      assertThat(facts.sum()).isEqualTo(DAYS * RECORDS_A_DAY);
    }

    @Override
    public void close() throws IOException {
      journal.close();
      outcomes.close();
    }
  }

  private static JournalRecord record(long number, Instant now) {
    EventHeader header =
        new EventHeader(
            MessageKind.EVENT,
            "id-" + number,
            now.toEpochMilli(),
            true,
            new SubjectKey(1, number),
            null,
            null,
            Masks.NONE);
    return new JournalRecord(
        BINDING,
        now,
        AssertedBy.PUBLIC,
        "0123456789ab",
        0,
        new TreatedMessage.Forward(header, new byte[40]));
  }

  /// Takes everything, a few records at a time.
  private static final class TakingVendor implements VendorClient {
    @Override
    public Limits limits() {
      return new Limits(5, 1 << 20);
    }

    @Override
    public VendorAnswer send(VendorBatch batch, VendorGate.Passage passage) {
      return new VendorAnswer.Taken();
    }

    @Override
    public void close() {}
  }

  /// The power fails at one of the operations that change the directory.
  private static final class CrashingFiles implements DurableFiles {
    private final SimulatedDisk disk;
    private final DurableFiles files;
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    CrashingFiles(SimulatedDisk disk) {
      this.disk = disk;
      files = disk.mount();
    }

    void crashAfter(int operations) {
      left.set(operations);
    }

    @Override
    public List<String> list() throws IOException {
      return files.list();
    }

    @Override
    public DurableFile open(String name) throws IOException {
      count();
      return files.open(name);
    }

    @Override
    public DurableFile openForReading(String name) throws IOException {
      return files.openForReading(name);
    }

    @Override
    public void delete(String name) throws IOException {
      count();
      files.delete(name);
    }

    @Override
    public void rename(String name, String newName) throws IOException {
      count();
      files.rename(name, newName);
    }

    @Override
    public void sync() throws IOException {
      count();
      files.sync();
    }

    private void count() {
      if (left.getAndDecrement() == 0) {
        disk.crash();
      }
    }
  }
}
