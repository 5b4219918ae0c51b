package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HashSet64Test {
  @Test
  void countStopsAtItsBoundAndWhereTheSharedBudgetIsSpent() {
    SlotBudget budget = new SlotBudget(64);
    HashSet64 first = new HashSet64(20, budget);
    HashSet64 second = new HashSet64(1000, budget);
    for (int i = 1; i <= 100; i++) {
      first.add(i);
      first.add(i);
      second.add(i);
    }

    assertThat(first.size()).isEqualTo(20);
    assertThat(second.size()).isEqualTo(16);
    first.release();
    HashSet64 third = new HashSet64(20, budget);
    for (int i = 1; i <= 100; i++) {
      third.add(i);
    }
    assertThat(third.size()).isEqualTo(20);
  }
}
