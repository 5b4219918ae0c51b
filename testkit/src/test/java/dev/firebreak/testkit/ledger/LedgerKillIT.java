package dev.firebreak.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.EventHeader;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.StoredRecord;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.testkit.path.CommandProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes and compacts the ledger is killed at moments given by chance. What the
/// ledger then says is what the journal's outcomes say, fact by fact: counted here from the journal
/// alone, without the feed.
class LedgerKillIT {
  /// How long the writer lives is counted in its batches, whatever the machine's speed.
  private static final int BATCHES_MAX = 24;

  private static final int BATCH_MILLIS = 60;

  /// Where no writer came as far as months yet.
  private static final int MORE_KILLS = 10;

  @TempDir Path folder;
  private final long begun = System.currentTimeMillis();
  private boolean sawMonths;

  @Test
  void afterFiveKillsFactsAreTheJournalsOutcomes() throws Exception {
    killAndCompare(5, new Random(1));
  }

  @Test
  @Tag("long")
  void afterFiftyKillsFactsAreTheJournalsOutcomes() throws Exception {
    killAndCompare(50, new Random(2));
  }

  private void killAndCompare(int kills, Random random) throws Exception {
    for (int kill = 0; kill < kills || (!sawMonths && kill < kills + MORE_KILLS); kill++) {
      writeAndKill(random);
      try (LedgerWriterParts parts = new LedgerWriterParts(folder, begun)) {
        assertThat(parts.ledger.verify(Map.of()).problems()).as("kill %d", kill).isEmpty();
        assertThat(parts.feed.contradictions()).as("kill %d", kill).isEmpty();
        sawMonths |= parts.ledger.size().levels().get(2).files() > 0;
        parts.feed.feed();
        assertSame(parts, kill);
      }
    }
    try (LedgerWriterParts parts = new LedgerWriterParts(folder, begun)) {
      parts.ledger.compact();
      assertSame(parts, kills);
      assertThat(parts.ledger.verify(Map.of()).problems()).isEmpty();
      assertThat(parts.feed.contradictions()).isEmpty();
    }
    assertThat(sawMonths).as("compaction came as far as months").isTrue();
  }

  private void writeAndKill(Random random) throws IOException, InterruptedException {
    Path errors = folder.resolve("err.txt");
    Process writer =
        CommandProcess.java(
                LedgerWriterMain.class,
                List.of(folder.toString(), Long.toString(begun), Long.toString(random.nextLong())))
            .redirectError(errors.toFile())
            .start();
    try {
      BufferedReader out = writer.inputReader(StandardCharsets.UTF_8);
      int batches = 1 + random.nextInt(BATCHES_MAX);
      for (int batch = 0; batch < batches; batch++) {
        assertThat(out.readLine()).as("%s", Files.readString(errors)).isNotNull();
      }
      boolean ended = writer.waitFor(random.nextInt(BATCH_MILLIS), TimeUnit.MILLISECONDS);
      assertThat(ended).as("%s", Files.readString(errors)).isFalse();
    } finally {
      writer.toHandle().destroyForcibly();
      writer.waitFor();
    }
  }

  /// All of a fact but its day, which the journal does not know.
  private record Key(
      SubjectKey subject, Masks masks, String policyVersion, AssertedBy assertedBy) {}

  private record Sum(long events, long first, long last) {
    Sum and(Sum other) {
      return new Sum(
          events + other.events, Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  private static void assertSame(LedgerWriterParts parts, int kill) throws IOException {
    Map<Key, Sum> expected = new HashMap<>();
    Set<DeviceLink> links = new HashSet<>();
    Set<VendorSubject> ids = new HashSet<>();
    try (JournalCursor records = parts.journal.read(0)) {
      for (StoredRecord record = records.next(); record != null; record = records.next()) {
        if (parts.outcomes.of(record.offset()).disclosed()
            && record.content() instanceof StoredRecord.Forwarded forwarded
            && forwarded.header().subjectKey() != null) {
          EventHeader header = forwarded.header();
          SubjectKey subject = header.subject().orElseThrow();
          long time = header.eventTimeMillis();
          expected.merge(
              new Key(subject, header.masks(), record.policyVersion(), record.assertedBy()),
              new Sum(1, time, time),
              Sum::and);
          SubjectKey device = header.linkedDeviceKey();
          if (device != null) {
            links.add(
                new DeviceLink(LedgerWriterParts.VENDOR, device, subject, record.assertedBy()));
          }
          Optional<String> id = parts.journal.openIdAtVendor(record, forwarded.sealed());
          if (id.isPresent()) {
            ids.add(new VendorSubject(LedgerWriterParts.VENDOR, subject, id.get()));
          }
        }
      }
    }
    Map<Key, Sum> found = new HashMap<>();
    parts.ledger.forEach(
        LedgerWriterParts.VENDOR,
        Optional.empty(),
        Optional.empty(),
        fact ->
            found.merge(
                new Key(fact.subject(), fact.masks(), fact.policyVersion(), fact.assertedBy()),
                new Sum(
                    fact.events(),
                    fact.firstEvent().toEpochMilli(),
                    fact.lastEvent().toEpochMilli()),
                Sum::and));
    assertThat(found).as("facts after kill %d", kill).isEqualTo(expected);
    assertThat(Set.copyOf(parts.ledger.links(LedgerWriterParts.VENDOR))).isEqualTo(links);
    Set<VendorSubject> foundIds = new HashSet<>();
    parts.ledger.forEachId(LedgerWriterParts.VENDOR, foundIds::add);
    assertThat(foundIds).isEqualTo(ids);
    assertThat(List.copyOf(expected.values())).isNotEmpty();
  }
}
