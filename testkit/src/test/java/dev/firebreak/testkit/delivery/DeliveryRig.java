package dev.firebreak.testkit.delivery;

import dev.firebreak.config.Secret;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.ConservationCheck;
import dev.firebreak.delivery.DeadLetters;
import dev.firebreak.delivery.DeliveryLane;
import dev.firebreak.delivery.GatewayCounts;
import dev.firebreak.delivery.LaneTimer;
import dev.firebreak.delivery.LedgerFeed;
import dev.firebreak.delivery.MixpanelClient;
import dev.firebreak.delivery.OutcomeLog;
import dev.firebreak.delivery.VendorGate;
import dev.firebreak.disk.DiskFiles;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.journal.JournalRecord;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.ledger.InMemoryLedger;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/// A journal, a real client and an emulated vendor; a lane's waits pass at once, each noted with
/// the sums as they stood in it.
final class DeliveryRig implements AutoCloseable {
  static final Instant START = Instant.parse("2025-11-09T10:00:00Z");
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);

  private static final BindingId BINDING = new BindingId("product");
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final String TOKEN = "project-token";
  private static final Duration BOUND = Duration.ofSeconds(30);

  /// A wait of the lane.
  ///
  /// @param sums as they stood meanwhile
  record Wait(Duration duration, Conservation sums) {}

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final List<Wait> waits = new CopyOnWriteArrayList<>();
  private final InMemoryLedger ledger = new InMemoryLedger();
  private final SegmentJournal journal;
  private final OutcomeLog outcomes;
  private final MixpanelEmulator vendor;

  DeliveryRig(Path folder) throws IOException {
    DiskFiles files = DiskFiles.in(folder.resolve("journal"));
    KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    journal = SegmentJournal.open(BINDING, files, keys, clock, SegmentJournal.Settings.STANDARD);
    outcomes = OutcomeLog.open(journal, files, clock);
    vendor = MixpanelEmulator.start(TOKEN, clock);
  }

  MixpanelEmulator vendor() {
    return vendor;
  }

  List<Wait> waits() {
    return waits;
  }

  List<Duration> waitTimes() {
    return waits.stream().map(Wait::duration).toList();
  }

  /// Events with the dedupe ids `id-0`, `id-1`, and so on.
  void appendEvents(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      String id = "id-" + journal.end();
      String payload =
          "{\"event\":\"Opened\",\"properties\":{\"time\":"
              + START.toEpochMilli()
              + ",\"distinct_id\":\"u"
              + i
              + "\",\"$insert_id\":\""
              + id
              + "\"}}";
      append(MessageKind.EVENT, id, true, payload);
    }
  }

  /// A profile update: one that may be sent twice, or one that then counts twice.
  void appendProfile(String distinctId, boolean idempotent) throws IOException {
    String operation = idempotent ? "$set" : "$add";
    String payload =
        "{\"$distinct_id\":\"%s\",\"%s\":{\"visits\":1}}".formatted(distinctId, operation);
    append(MessageKind.PROFILE, distinctId, idempotent, payload);
  }

  private void append(MessageKind kind, String id, boolean idempotent, String payload)
      throws IOException {
    SubjectKey subject = new SubjectKey(1, journal.end());
    EventHeader header =
        new EventHeader(
            kind, id, START.toEpochMilli(), idempotent, subject, null, null, Masks.NONE);
    journal.append(
        List.of(
            new JournalRecord(
                BINDING,
                clock.instant(),
                AssertedBy.PUBLIC,
                "0123456789ab",
                0,
                new TreatedMessage.Forward(header, payload.getBytes(StandardCharsets.UTF_8)))));
  }

  /// Runs a lane until nothing more is to be done.
  void deliver() throws IOException, InterruptedException {
    MixpanelClient client =
        new MixpanelClient(vendor.uri(), Secret.of(TOKEN), ANSWER_TIMEOUT, clock);
    try (DeliveryLane lane =
        new DeliveryLane(
            journal,
            outcomes,
            client,
            VendorGate.alwaysOpen(),
            Duration.ofDays(5),
            new PassingTimer(),
            new Random(1))) {
      lane.start();
      if (!lane.awaitIdle(BOUND)) {
        throw new AssertionError("the lane is " + lane.state() + " and not idle");
      }
    }
  }

  DeadLetters deadLetters() {
    return new DeadLetters(journal, outcomes, (_, _, _, _) -> {});
  }

  Conservation sums() throws IOException {
    return new ConservationCheck(journal, outcomes, () -> new GatewayCounts(journal.end(), 0))
        .measure();
  }

  /// How many events the ledger says were disclosed.
  long facts() throws IOException {
    new LedgerFeed(VENDOR, journal, outcomes, ledger).feed();
    LongAdder facts = new LongAdder();
    ledger.forEach(VENDOR, Optional.empty(), Optional.empty(), fact -> facts.add(fact.events()));
    return facts.sum();
  }

  @Override
  public void close() throws IOException {
    vendor.close();
    journal.close();
    outcomes.close();
  }

  private final class PassingTimer implements LaneTimer {
    @Override
    public Clock clock() {
      return clock;
    }

    @Override
    public boolean sleep(Duration atMost, CountDownLatch endsEarly) {
      try {
        waits.add(new Wait(atMost, sums()));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      now.updateAndGet(instant -> instant.plus(atMost));
      return endsEarly.getCount() == 0;
    }
  }
}
