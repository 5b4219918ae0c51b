package dev.firebreak.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.error.FirebreakException;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.JournalRecord;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.StoredRecord;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Appends, disk errors, power failures and reopenings by chance: what was acknowledged is there,
/// what was refused is not, and it opens. The same check finds losses on a disk that ignores force.
class JournalSimulationTest {
  private static final BindingId BINDING = new BindingId("product");
  private static final Instant NOW = Instant.parse("2025-11-09T10:00:00Z");
  private static final SegmentJournal.Settings SMALL =
      new SegmentJournal.Settings(3 << 10, 1 << 20, 1 << 10);
  private static final int SEEDS = 30;
  private static final int ROUNDS = 6;

  private static final SecretBytes MASTER = SecretBytes.copyOf(new byte[32]);

  @Test
  void whatWasAcknowledgedSurvivesEveryPowerFailure() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      assertThat(faults(SimulatedDisk.honest(random), SimulatedDisk.honest(random), random))
          .as("seed %d", seed)
          .isZero();
    }
  }

  @Test
  void onADiskThatIgnoresForceTheSameCheckFindsLosses() {
    int found = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      found += faults(SimulatedDisk.ignoringForce(random), SimulatedDisk.honest(random), random);
    }
    assertThat(found).isPositive();
  }

  @Test
  void whereOnlyTheKeysAreOnADiskThatIgnoresForceItFindsLossesToo() {
    int found = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      found += faults(SimulatedDisk.honest(random), SimulatedDisk.ignoringForce(random), random);
    }
    assertThat(found).isPositive();
  }

  /// How many acknowledged records are missing or refused ones present after any of the rounds; a
  /// journal that cannot be opened or read counts too. Each round is a day, so each makes a key.
  private int faults(SimulatedDisk disk, SimulatedDisk keyDisk, Random random) {
    Map<Long, String> acknowledged = new ConcurrentHashMap<>();
    Set<String> refused = ConcurrentHashMap.newKeySet();
    int faults = 0;
    for (int round = 0; round < ROUNDS && faults == 0; round++) {
      try {
        KeyStore keys = KeyStore.open(keyDisk.mount(), MASTER);
        SegmentJournal journal =
            SegmentJournal.open(
                BINDING, disk.mount(), keys, Clock.fixed(day(round), ZoneOffset.UTC), SMALL);
        faults += wrong(journal, acknowledged, refused);
        appendSome(journal, disk, random, acknowledged, refused, round);
        appendWhileThePowerFails(journal, disk, keyDisk, acknowledged, round);
      } catch (IOException | IllegalStateException | FirebreakException e) {
        disk.crash();
        keyDisk.crash();
        faults++;
      }
    }
    return faults;
  }

  private static void appendSome(
      SegmentJournal journal,
      SimulatedDisk disk,
      Random random,
      Map<Long, String> acknowledged,
      Set<String> refused,
      int round) {
    for (int i = 0; i < 20; i++) {
      if (random.nextInt(8) == 0) {
        disk.failForces(1 + random.nextInt(2));
      }
      if (random.nextInt(8) == 0) {
        disk.fullAfter(random.nextInt(400));
      }
      List<String> ids = ids("r" + round + "-" + i, 1 + random.nextInt(4));
      try {
        acknowledge(journal.append(records(ids, round)), ids, acknowledged);
      } catch (IOException e) {
        refused.addAll(ids);
      }
      disk.fullAfter(Long.MAX_VALUE);
      disk.failForces(0);
    }
  }

  private static void appendWhileThePowerFails(
      SegmentJournal journal,
      SimulatedDisk disk,
      SimulatedDisk keyDisk,
      Map<Long, String> acknowledged,
      int round)
      throws IOException {
    List<Thread> writers =
        IntStream.range(0, 4)
            .mapToObj(writer ->
                Thread.ofVirtual()
                    .start(() -> appendUntilItFails(journal, round, writer, acknowledged)))
            .toList();
    journal.append(records(List.of("last-" + round), round));
    disk.crash();
    keyDisk.crash();
    for (Thread writer : writers) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    journal.close();
  }

  private static void appendUntilItFails(
      SegmentJournal journal, int round, int writer, Map<Long, String> acknowledged) {
    try {
      for (int i = 0; i < 10_000; i++) {
        List<String> ids = ids("w" + round + writer + "-" + i, 2);
        acknowledge(journal.append(records(ids, round)), ids, acknowledged);
      }
    } catch (IOException powerFailed) {
      // neither acknowledged nor refused: nobody was there to hear it
    }
  }

  private static void acknowledge(long first, List<String> ids, Map<Long, String> acknowledged) {
    for (int i = 0; i < ids.size(); i++) {
      acknowledged.put(first + i, ids.get(i));
    }
  }

  private static int wrong(
      SegmentJournal journal, Map<Long, String> acknowledged, Set<String> refused)
      throws IOException {
    Map<Long, String> found = new HashMap<>();
    try (JournalCursor cursor = journal.read(0)) {
      for (StoredRecord record = cursor.next(); record != null; record = cursor.next()) {
        StoredRecord.Forwarded forwarded = (StoredRecord.Forwarded) record.content();
        journal.open(record, forwarded.sealed());
        found.put(record.offset(), forwarded.header().dedupeId());
      }
    }
    Set<String> kept = new HashSet<>(found.values());
    kept.retainAll(refused);
    long missing =
        acknowledged.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(found.get(entry.getKey())))
            .count();
    return Math.toIntExact(missing) + kept.size();
  }

  private static List<String> ids(String name, int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(i -> name + "-" + i).toList();
  }

  private static Instant day(int round) {
    return NOW.plus(Duration.ofDays(round));
  }

  private static List<JournalRecord> records(List<String> ids, int round) {
    return ids.stream().map(id -> record(id, day(round))).toList();
  }

  private static JournalRecord record(String id, Instant now) {
    EventHeader header =
        new EventHeader(
            MessageKind.EVENT, id, now.toEpochMilli(), true, null, null, null, Masks.NONE);
    byte[] payload = new byte[40];
    return new JournalRecord(
        BINDING,
        now,
        AssertedBy.PUBLIC,
        "0123456789ab",
        0,
        new TreatedMessage.Forward(header, payload));
  }
}
