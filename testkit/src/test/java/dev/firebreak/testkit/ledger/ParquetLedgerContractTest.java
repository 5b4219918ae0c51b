package dev.firebreak.testkit.ledger;

import dev.firebreak.ledger.DuckDb;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.ledger.ParquetLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class ParquetLedgerContractTest implements LedgerForgettingContract {
  @TempDir Path folder;

  private final List<LedgerStore> opened = new ArrayList<>();

  @Override
  public LedgerStore ledger() {
    LedgerStore ledger =
        ParquetLedger.open(
            folder.resolve("ledger"), folder.resolve("work"), DuckDb.MEMORY_BYTES_MIN, 2);
    opened.add(ledger);
    return ledger;
  }

  @AfterEach
  void close() throws IOException {
    for (LedgerStore ledger : opened) {
      ledger.close();
    }
  }
}
