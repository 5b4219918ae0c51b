package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
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

  @Test
  void countsTheSameByTheBatch() {
    HashSet64 set = new HashSet64(60_000);
    Set<Long> naive = new HashSet<>();
    Random random = new Random(11);
    set.add(0);
    naive.add(0L);
    for (int i = 0; i < 200_000; i++) {
      long hash = random.nextInt(3) == 0 ? random.nextInt(1000) : random.nextLong();
      set.add(hash);
      if (naive.size() < 60_000) {
        naive.add(hash == 1 ? 0 : hash);
      }
      if (i % 9_973 == 0) {
        assertThat(set.size()).isEqualTo(naive.size());
      }
    }
    assertThat(set.size()).isEqualTo(60_000);
  }
}
