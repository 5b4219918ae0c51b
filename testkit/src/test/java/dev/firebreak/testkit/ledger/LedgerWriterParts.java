package dev.firebreak.testkit.ledger;

import dev.firebreak.delivery.DeliveryLane;
import dev.firebreak.delivery.LaneTimer;
import dev.firebreak.delivery.LedgerFeed;
import dev.firebreak.delivery.OutcomeLog;
import dev.firebreak.delivery.VendorAnswer;
import dev.firebreak.delivery.VendorBatch;
import dev.firebreak.delivery.VendorClient;
import dev.firebreak.delivery.VendorGate;
import dev.firebreak.disk.DiskFiles;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.journal.JournalRecord;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.ledger.CompactionRules;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.ledger.ParquetLedger;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/// Journal, outcomes, feed and ledger of one binding as a server has them, over a vendor that takes
/// everything and now and then does not answer.
///
/// Time goes by so fast that days and months end while a test runs.
final class LedgerWriterParts implements AutoCloseable {
  static final VendorId VENDOR = new VendorId("mixpanel");
  static final BindingId BINDING = new BindingId("product");
  private static final int SUBJECTS = 300;
  private static final long TIMES_FASTER = 40_000;
  private static final Instant START = Instant.parse("2025-10-28T00:00:00Z");
  private static final Duration BOUND = Duration.ofSeconds(30);

  final SegmentJournal journal;
  final OutcomeLog outcomes;
  final ParquetLedger ledger;
  final LedgerFeed feed;
  private final Clock clock;

  /// @param begun when the test began, epoch milliseconds of the system's clock
  LedgerWriterParts(Path folder, long begun) throws IOException {
    clock = fastClock(begun);
    DiskFiles files = DiskFiles.in(folder.resolve("journal"));
    KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    journal = SegmentJournal.open(BINDING, files, keys, clock, SegmentJournal.Settings.STANDARD);
    outcomes = OutcomeLog.open(journal, files, clock);
    CompactionRules rules =
        new CompactionRules(
            2,
            1L << 30,
            Duration.ofHours(6),
            Duration.ofHours(1),
            Duration.ZERO,
            100,
            DuckDb.MEMORY_BYTES_MIN);
    ledger =
        ParquetLedger.open(
            folder.resolve("ledger"),
            folder.resolve("work"),
            new ParquetLedger.Settings(DuckDb.MEMORY_BYTES_MIN, 1, rules, clock));
    feed = new LedgerFeed(VENDOR, journal, outcomes, ledger);
  }

  /// Accepts some messages, some of which name nobody.
  void accept(int count, Random random) throws IOException {
    List<JournalRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int subject = random.nextInt(SUBJECTS);
      boolean named = subject % 50 != 0;
      EventHeader header =
          new EventHeader(
              MessageKind.EVENT,
              "id-" + Long.toHexString(random.nextLong()),
              clock.millis() - random.nextInt(100_000),
              true,
              named ? new SubjectKey(subject * 0x9e3779b97f4a7c15L, subject) : null,
              named && subject % 3 == 0 ? new SubjectKey(subject, 8) : null,
              named && subject % 2 == 0 ? "fb1s" + subject : null,
              new Masks(1L << random.nextInt(3), 2, 64, 8));
      records.add(
          new JournalRecord(
              BINDING,
              clock.instant(),
              random.nextBoolean() ? AssertedBy.PUBLIC : AssertedBy.AUTHENTICATED,
              "0123456789ab",
              0,
              new TreatedMessage.Forward(header, "{}".getBytes(StandardCharsets.UTF_8))));
    }
    journal.append(records);
  }

  /// Sends what is queued.
  void deliver(Random random) throws IOException, InterruptedException {
    try (DeliveryLane lane =
        new DeliveryLane(
            journal,
            outcomes,
            new ForgetfulVendor(random),
            VendorGate.alwaysOpen(),
            Duration.ofDays(10_000),
            new PassingTimer(),
            random)) {
      lane.start();
      if (!lane.awaitIdle(BOUND)) {
        throw new AssertionError("the lane is " + lane.state() + " and not idle");
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (outcomes;
        journal;
        ledger) {
      // each whatever became of the others
    }
  }

  private record ForgetfulVendor(Random random) implements VendorClient {
    @Override
    public Limits limits() {
      return new Limits(20, 1 << 20);
    }

    @Override
    public VendorAnswer send(VendorBatch batch, VendorGate.Passage passage) {
      return random.nextInt(8) == 0 ? new VendorAnswer.NoAnswer() : new VendorAnswer.Taken();
    }

    @Override
    public void close() {}
  }

  private final class PassingTimer implements LaneTimer {
    @Override
    public Clock clock() {
      return clock;
    }

    @Override
    public boolean sleep(Duration atMost, CountDownLatch endsEarly) {
      return endsEarly.getCount() == 0;
    }
  }

  private static Clock fastClock(long begun) {
    InstantSource source =
        () -> START.plusMillis((System.currentTimeMillis() - begun) * TIMES_FASTER);
    return source.withZone(ZoneOffset.UTC);
  }
}
