package dev.firebreak.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.ledger.CompactionRules;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.ledger.LedgerSize;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The small form of what `benchmarks/ledger` does.
class LedgerLoadTest {
  @TempDir Path folder;

  @Test
  void readersBesideWriterAndCompactionAlwaysGetTheTruth() throws Exception {
    SimulatedDisclosures truth =
        new SimulatedDisclosures(
            new SimulatedDisclosures.Scale(10_000, 1_500, 2, 5, 6), LocalDate.of(2025, 10, 29));
    CompactionRules rules =
        new CompactionRules(
            4,
            1L << 30,
            Duration.ofHours(12),
            Duration.ofHours(1),
            Duration.ofHours(1),
            1_000,
            DuckDb.MEMORY_BYTES_MIN);
    try (LedgerLoad load = new LedgerLoad(folder, truth, DuckDb.MEMORY_BYTES_MIN, rules)) {
      LedgerLoad.Outcome outcome = load.run();
      load.requireTruth();
      assertThat(outcome.events()).isBetween(36_000L, 44_000L);
      assertThat(outcome.subjectsRead()).isPositive();
      assertThat(outcome.scansRead()).isPositive();
      assertThat(outcome.pieces()).isPositive();
      LedgerSize size = load.ledger().size();
      assertThat(size.levels().get(2).facts()).isBetween(9_500L, 10_500L);
      assertThat(size.levels().get(1).files()).isZero();
    }
  }
}
