package dev.firebreak.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.disk.DiskFiles;
import dev.firebreak.disk.FaultyFiles;
import dev.firebreak.event.DropReason;
import dev.firebreak.event.QuarantineReason;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentJournalTest {
  private static final SegmentJournal.Settings SMALL =
      new SegmentJournal.Settings(4 << 10, 1 << 20, 64 << 10);

  @TempDir Path folder;
  private final Clock clock = Clock.fixed(Records.NOW, ZoneOffset.UTC);
  private KeyStore keys;

  @BeforeEach
  void openKeys() {
    keys = Records.keys(folder);
  }

  @Test
  void recordsComeBackAsTheyWentIn() throws IOException {
    JournalRecord event = Records.event(6);
    try (SegmentJournal journal = open(SMALL)) {
      assertThat(
              journal.append(
                  List.of(
                      event,
                      Records.dropped(DropReason.CREDENTIAL),
                      Records.quarantined("{\"reason\":\"too_deep\"}"))))
          .isZero();
      List<StoredRecord> records = readAll(journal, 0);
      assertThat(records).hasSize(3);
      assertForwarded(journal, records.get(0), event);
      assertThat(records.get(1).content())
          .isEqualTo(
              new StoredRecord.Dropped(
                  DropReason.CREDENTIAL, dev.firebreak.event.MessageKind.EVENT));
      assertThat(records.get(2).content())
          .isInstanceOfSatisfying(
              StoredRecord.Quarantined.class,
              quarantined -> {
                assertThat(quarantined.reason()).isEqualTo(QuarantineReason.TOO_DEEP);
                assertThat(opened(journal, records.get(2), quarantined.sealed()).payload())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("{\"reason\":\"too_deep\"}");
              });
    }
  }

  @Test
  void offsetsAndTotalsGoOnAcrossSegmentsAndReopening() throws IOException {
    try (SegmentJournal journal = open(SMALL)) {
      for (int i = 0; i < 100; i++) {
        assertThat(journal.append(List.of(Records.event(i), Records.dropped(DropReason.POLICY))))
            .isEqualTo(2L * i);
      }
    }
    assertThat(segmentFiles()).hasSizeGreaterThan(2);
    try (SegmentJournal journal = open(SMALL)) {
      assertThat(journal.end()).isEqualTo(200);
      assertThat(journal.totals().accepted()).isEqualTo(200);
      assertThat(journal.totals().forwarded()).isEqualTo(100);
      assertThat(journal.totals().dropped()).containsEntry(DropReason.POLICY, 100L);
      assertThat(readAll(journal, 0)).extracting(StoredRecord::offset).hasSize(200).isSorted();
      assertThat(readAll(journal, 137)).extracting(StoredRecord::offset).first().isEqualTo(137L);
    }
  }

  @Test
  void payloadsOfAnySizeComeBackAndLongOnesTakeLessRoom() throws IOException {
    List<Integer> sizes = List.of(0, 1, 4_095, 4_096, 300_000);
    try (SegmentJournal journal = open(SegmentJournal.Settings.STANDARD)) {
      for (int size : sizes) {
        journal.append(List.of(Records.quarantined("x".repeat(size))));
      }
      List<StoredRecord> records = readAll(journal, 0);
      for (int i = 0; i < sizes.size(); i++) {
        StoredRecord.Quarantined kept = (StoredRecord.Quarantined) records.get(i).content();
        assertThat(opened(journal, records.get(i), kept.sealed()).payload())
            .isEqualTo("x".repeat(sizes.get(i)).getBytes(StandardCharsets.UTF_8));
        boolean compressed = kept.sealed().bytes().length < sizes.get(i);
        assertThat(compressed).isEqualTo(sizes.get(i) >= 4_096);
      }
    }
  }

  @Test
  void writersSideBySideAllGetTheirOwnAdjacentOffsets() throws Exception {
    try (SegmentJournal journal = open(SegmentJournal.Settings.STANDARD);
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> firsts = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = 10 * i;
        firsts.add(
            executor.submit(() ->
                journal.append(
                    IntStream.range(number, number + 10).mapToObj(Records::event).toList())));
      }
      for (int i = 0; i < firsts.size(); i++) {
        int number = 10 * i;
        assertThat(readAll(journal, firsts.get(i).get()).subList(0, 10))
            .extracting(record -> header(record).dedupeId())
            .containsExactlyElementsOf(
                IntStream.range(number, number + 10).mapToObj(n -> "id-" + n).toList());
      }
      assertThat(journal.end()).isEqualTo(2000);
    }
  }

  @Test
  void anotherBindingsJournalIsRefused() throws IOException {
    open(SMALL).close();
    assertThatThrownBy(() ->
            SegmentJournal.open(
                new BindingId("other"),
                DiskFiles.in(folder.resolve("journal")),
                keys,
                clock,
                SMALL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("journal:product");
  }

  @Test
  void aClosedJournalRefuses() throws IOException {
    SegmentJournal journal = open(SMALL);
    journal.close();
    assertThatThrownBy(() -> journal.append(List.of(Records.event(1))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void payloadAndIdAreNotReadableOnDisk() throws IOException {
    try (SegmentJournal journal = open(SMALL)) {
      journal.append(List.of(Records.event(4), Records.quarantined("skeleton-text")));
    }
    String bytes = Files.readString(segmentFiles().getFirst(), StandardCharsets.ISO_8859_1);
    assertThat(bytes).doesNotContain("fb1stoken4").doesNotContain("plan").doesNotContain("skelet");
  }

  @Test
  void aDestroyedDayKeyMakesPayloadsUnreadable() throws IOException {
    try (SegmentJournal journal = open(SMALL)) {
      journal.append(List.of(Records.event(1)));
    }
    keys.destroy("journal-product-2025-11-09");
    try (SegmentJournal journal = open(SMALL)) {
      StoredRecord record = readAll(journal, 0).getFirst();
      assertThatThrownBy(() -> journal.open(record, sealed(record)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("destroyed");
    }
  }

  @Test
  void aKeyThatCannotBeWrittenRefusesTheAppendAsAFullDiskDoes() throws IOException {
    FaultyFiles keyFiles = new FaultyFiles(DiskFiles.in(folder.resolve("other-keys")));
    keys = KeyStore.open(keyFiles, SecretBytes.copyOf(new byte[32]));
    try (SegmentJournal journal = open(SMALL)) {
      keyFiles.fill("aead-journal");
      assertThatThrownBy(() -> journal.append(List.of(Records.event(1))))
          .isInstanceOf(IOException.class)
          .hasRootCauseMessage("No space left on device");
      assertThat(journal.append(List.of(Records.dropped(DropReason.POLICY)))).isZero();
      keyFiles.makeRoom();
      assertThat(journal.append(List.of(Records.event(2)))).isEqualTo(1);
    }
  }

  @Test
  void awaitingARecordEndsWhenItComesAndAfterItsTime() throws Exception {
    try (SegmentJournal journal = open(SMALL)) {
      assertThat(journal.awaitRecord(0, Duration.ofMillis(1))).isFalse();
      journal.append(List.of(Records.event(1)));
      assertThat(journal.awaitRecord(0, Duration.ofSeconds(10))).isTrue();
    }
  }

  private SegmentJournal open(SegmentJournal.Settings settings) throws IOException {
    return SegmentJournal.open(
        Records.BINDING, DiskFiles.in(folder.resolve("journal")), keys, clock, settings);
  }

  private List<Path> segmentFiles() throws IOException {
    try (var files = Files.list(folder.resolve("journal"))) {
      return files.filter(file -> file.toString().endsWith(".seg")).sorted().toList();
    }
  }

  private static List<StoredRecord> readAll(SegmentJournal journal, long from) throws IOException {
    List<StoredRecord> records = new ArrayList<>();
    try (JournalCursor cursor = journal.read(from)) {
      for (StoredRecord record = cursor.next(); record != null; record = cursor.next()) {
        records.add(record);
      }
    }
    return records;
  }

  private static void assertForwarded(
      SegmentJournal journal, StoredRecord stored, JournalRecord written) throws IOException {
    TreatedMessage.Forward forward = (TreatedMessage.Forward) written.message();
    assertThat(stored.receivedAt()).isEqualTo(written.receivedAt());
    assertThat(stored.policyVersion()).isEqualTo(written.policyVersion());
    assertThat(stored.keyVersion()).isEqualTo(written.keyVersion());
    assertThat(stored.assertedBy()).isEqualTo(written.assertedBy());
    assertThat(header(stored))
        .usingRecursiveComparison()
        .ignoringFields("idAtVendor")
        .isEqualTo(forward.header());
    OpenedPayload payload = journal.open(stored, sealed(stored));
    assertThat(payload.payload()).isEqualTo(forward.payload());
    assertThat(payload.idAtVendor()).isEqualTo(forward.header().vendorSubjectId());
  }

  private static OpenedPayload opened(
      SegmentJournal journal, StoredRecord record, StoredRecord.Sealed sealed) {
    try {
      return journal.open(record, sealed);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static dev.firebreak.event.EventHeader header(StoredRecord record) {
    return ((StoredRecord.Forwarded) record.content()).header();
  }

  private static StoredRecord.Sealed sealed(StoredRecord record) {
    return ((StoredRecord.Forwarded) record.content()).sealed();
  }
}
