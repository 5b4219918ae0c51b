package dev.firebreak.testkit.disk;

import dev.firebreak.config.Secret;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.ConservationCheck;
import dev.firebreak.delivery.DeliveryLane;
import dev.firebreak.delivery.GatewayCounts;
import dev.firebreak.delivery.LaneTimer;
import dev.firebreak.delivery.MixpanelClient;
import dev.firebreak.delivery.OutcomeLog;
import dev.firebreak.delivery.VendorGate;
import dev.firebreak.disk.DiskFiles;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Journal, outcomes and lane of the kill test, for child and parent.
final class KillTestParts implements AutoCloseable {
  private final SegmentJournal journal;
  private final OutcomeLog outcomes;
  private final Clock clock;
  private @Nullable DeliveryLane lane;

  private KillTestParts(SegmentJournal journal, OutcomeLog outcomes, Clock clock) {
    this.journal = journal;
    this.outcomes = outcomes;
    this.clock = clock;
  }

  static KillTestParts open(Path folder, Clock clock) throws IOException {
    DiskFiles files = DiskFiles.in(folder.resolve("journal"));
    KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    SegmentJournal.Settings settings = new SegmentJournal.Settings(64 << 10, 1 << 20, 64 << 10);
    SegmentJournal journal =
        SegmentJournal.open(KilledServer.BINDING, files, keys, clock, settings);
    return new KillTestParts(journal, OutcomeLog.open(journal, files, clock), clock);
  }

  SegmentJournal journal() {
    return journal;
  }

  DeliveryLane startLane(URI vendor, Secret token) {
    MixpanelClient client = new MixpanelClient(vendor, token, Duration.ofSeconds(10), clock);
    DeliveryLane started =
        new DeliveryLane(
            journal,
            outcomes,
            client,
            VendorGate.alwaysOpen(),
            KilledServer.MAXIMUM_AGE,
            LaneTimer.of(clock),
            new Random(1));
    lane = started;
    started.start();
    return started;
  }

  Conservation conservation() throws IOException {
    return new ConservationCheck(
            journal, outcomes, () -> new GatewayCounts(journal.end() - journal.acceptedAtOpen(), 0))
        .measure();
  }

  @Override
  public void close() throws IOException {
    if (lane != null) {
      lane.close();
    }
    journal.close();
    outcomes.close();
  }
}
