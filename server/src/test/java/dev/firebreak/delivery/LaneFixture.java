package dev.firebreak.delivery;

import dev.firebreak.disk.DiskFiles;
import dev.firebreak.disk.FaultyFiles;
import dev.firebreak.journal.JournalRecord;
import dev.firebreak.journal.Records;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import java.io.IOException;
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
import java.util.concurrent.atomic.AtomicReference;

/// A journal with its outcomes, and lanes over it whose waits pass at once.
final class LaneFixture implements AutoCloseable {
  static final Duration MAXIMUM_AGE = Duration.ofDays(5);
  static final Duration BOUND = Duration.ofSeconds(10);

  final AtomicReference<Instant> now = new AtomicReference<>(Records.NOW);
  final Clock clock = clock();
  final VendorGate gate = new VendorGate(true);
  final List<Duration> waits = new ArrayList<>();
  final KeyStore keys;
  final SegmentJournal journal;
  final FaultyFiles files;
  final FaultyFiles keyFiles;
  Runnable duringWait = () -> {};
  Suppression suppression = Suppression.NONE;
  private OutcomeLog outcomes;

  LaneFixture(Path folder) throws IOException {
    files = new FaultyFiles(DiskFiles.in(folder.resolve("journal")));
    keyFiles = new FaultyFiles(DiskFiles.in(folder.resolve("keys")));
    keys = KeyStore.open(keyFiles, SecretBytes.copyOf(new byte[32]));
    journal =
        SegmentJournal.open(Records.BINDING, files, keys, clock, SegmentJournal.Settings.STANDARD);
    outcomes = OutcomeLog.open(journal, files, clock);
  }

  OutcomeLog outcomes() {
    return outcomes;
  }

  /// As after a crash: what is in memory is gone.
  void reopenOutcomes() throws IOException {
    outcomes.close();
    outcomes = OutcomeLog.open(journal, files, clock);
  }

  void append(JournalRecord... records) throws IOException {
    journal.append(List.of(records));
  }

  DeliveryLane start(VendorClient client) {
    DeliveryLane lane =
        new DeliveryLane(
            new DeliveryWindow.Source(
                journal, outcomes, MAXIMUM_AGE, SentRecords.asTreated(), suppression),
            client,
            gate,
            timer(),
            new Random(1));
    lane.start();
    return lane;
  }

  /// Runs a lane until it has nothing more to do.
  void deliver(VendorClient client) throws IOException, InterruptedException {
    try (DeliveryLane lane = start(client)) {
      if (!lane.awaitIdle(BOUND)) {
        throw new AssertionError("the lane is " + lane.state() + " and not idle");
      }
    }
  }

  Conservation conservation() throws IOException {
    return new ConservationCheck(
            journal, outcomes, () -> new GatewayCounts(journal.end() - journal.acceptedAtOpen(), 0))
        .measure();
  }

  @Override
  public void close() throws IOException {
    journal.close();
    outcomes.close();
  }

  private LaneTimer timer() {
    return new LaneTimer() {
      @Override
      public Clock clock() {
        return clock;
      }

      @Override
      public boolean sleep(Duration atMost, CountDownLatch endsEarly) {
        waits.add(atMost);
        duringWait.run();
        now.updateAndGet(instant -> instant.plus(atMost));
        return endsEarly.getCount() == 0;
      }
    };
  }

  private Clock clock() {
    InstantSource source = now::get;
    return source.withZone(ZoneOffset.UTC);
  }
}
