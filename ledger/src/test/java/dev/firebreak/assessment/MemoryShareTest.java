package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryShareTest {
  @Test
  void heapAndDatabaseStayBelowTheWhole() {
    for (long whole : new long[] {1L << 30, 4L << 30, 24L << 30}) {
      long heap = whole * 3 / 10;
      assertThat(heap + MemoryShare.ofDatabase(whole, heap)).isLessThan(whole - (128L << 20));
    }
  }

  @Test
  void databaseHasWhatItCannotRunWithoutEvenWhereNothingIsLeft() {
    assertThat(MemoryShare.ofDatabase(512L << 20, 512L << 20)).isEqualTo(128L << 20);
  }
}
