package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.disk.DiskFiles;
import dev.firebreak.disk.DurableFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.journal.Records;
import dev.firebreak.journal.SegmentJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeLogTest {
  private final Clock clock = Clock.fixed(Records.NOW, ZoneOffset.UTC);
  @TempDir Path folder;

  @Test
  void outcomesOfRecordsThatTheJournalLacksAreRefused() throws IOException {
    DurableFiles outcomeFiles = DiskFiles.in(folder.resolve("outcomes"));
    try (SegmentJournal journal = journal("journal", 10);
        OutcomeLog outcomes = OutcomeLog.open(journal, outcomeFiles, clock)) {
      outcomes.record(new TreeMap<>(java.util.Map.of(9L, DeliveryOutcome.DELIVERED)));
    }
    try (SegmentJournal shorter = journal("shorter", 9)) {
      assertDamaged(shorter, outcomeFiles);
    }
    try (SegmentJournal asLong = journal("as-long", 10)) {
      OutcomeLog.open(asLong, outcomeFiles, clock).close();
    }
  }

  @Test
  void anIntentBeyondTheJournalIsRefused() throws IOException {
    DurableFiles outcomeFiles = DiskFiles.in(folder.resolve("outcomes"));
    try (SegmentJournal journal = journal("journal", 3);
        OutcomeLog outcomes = OutcomeLog.open(journal, outcomeFiles, clock)) {
      outcomes.intend(List.of(2L), DeliveryOutcome.IN_DOUBT);
    }
    try (SegmentJournal empty = journal("empty", 0)) {
      assertDamaged(empty, outcomeFiles);
    }
  }

  @Test
  void theEndIsBehindTheLastOffsetOfWhichAnythingIsKnown() throws IOException {
    try (SegmentJournal journal = journal("journal", 10_000);
        OutcomeLog outcomes =
            OutcomeLog.open(journal, DiskFiles.in(folder.resolve("outcomes")), clock)) {
      assertThat(outcomes.snapshot().end()).isZero();
      TreeMap<Long, DeliveryOutcome> all = new TreeMap<>();
      for (long offset = 0; offset < 8192; offset++) {
        all.put(offset, DeliveryOutcome.DELIVERED);
      }
      outcomes.record(all);
      assertThat(outcomes.snapshot().end()).isEqualTo(8192);
      outcomes.record(new TreeMap<>(java.util.Map.of(8200L, DeliveryOutcome.DEAD_REJECTED)));
      assertThat(outcomes.snapshot().end()).isEqualTo(8201);
    }
  }

  private void assertDamaged(SegmentJournal journal, DurableFiles outcomeFiles) {
    assertThatThrownBy(() -> OutcomeLog.open(journal, outcomeFiles, clock))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DAMAGED));
  }

  private SegmentJournal journal(String name, int records) throws IOException {
    SegmentJournal journal =
        SegmentJournal.open(
            Records.BINDING,
            DiskFiles.in(folder.resolve(name)),
            Records.keys(folder),
            clock,
            SegmentJournal.Settings.STANDARD);
    journal.append(IntStream.range(0, records).mapToObj(Records::event).toList());
    return journal;
  }
}
