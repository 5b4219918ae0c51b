package dev.firebreak.testkit.ledger;

import dev.firebreak.ledger.InMemoryLedger;
import dev.firebreak.ledger.LedgerStore;

class InMemoryLedgerTest implements LedgerForgettingContract {
  @Override
  public LedgerStore ledger() {
    return new InMemoryLedger();
  }
}
