package dev.firebreak.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.ledger.CompactionRules;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.ledger.ParquetLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// The same while everything is compacted as soon as it is there, and old files are deleted as soon
/// as nobody reads them.
class CompactedLedgerContractTest implements LedgerForgettingContract {
  @TempDir Path folder;

  private final AtomicBoolean ended = new AtomicBoolean();
  private final CompletableFuture<Integer> compaction = new CompletableFuture<>();
  private @Nullable ParquetLedger ledger;

  @Override
  public LedgerStore ledger() {
    ParquetLedger opened =
        ParquetLedger.open(
            folder.resolve("ledger"),
            folder.resolve("work"),
            new ParquetLedger.Settings(
                DuckDb.MEMORY_BYTES_MIN, 2, CompactionRules.EAGER, Clock.systemUTC()));
    ledger = opened;
    Thread.ofPlatform().start(() -> compactAlways(opened));
    return opened;
  }

  private void compactAlways(ParquetLedger opened) {
    try {
      int done = 0;
      while (!ended.get()) {
        done += opened.compact();
        LockSupport.parkNanos(1_000_000);
      }
      compaction.complete(done);
    } catch (IOException | RuntimeException | Error e) {
      compaction.completeExceptionally(e);
    }
  }

  @AfterEach
  void nothingFailedAndEverythingIsInPlace()
      throws IOException, ExecutionException, InterruptedException {
    ended.set(true);
    if (ledger != null) {
      compaction.get();
      ledger.compact();
      assertThat(ledger.verify(Map.of()).problems()).isEmpty();
      assertThat(ledger.size().levels().getFirst().files()).isZero();
      assertThat(ledger.size().replacedFiles()).isZero();
      assertThat(ledger.size().erasuresPending()).isZero();
      ledger.close();
    }
  }
}
