package dev.firebreak.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class MinuteMemoryTest {
  private static final Instant NOW = Instant.parse("2025-11-26T10:00:00Z");

  private final MinuteMemory<Integer> memory = new MinuteMemory<>();
  private int asked;

  @Test
  void sameNameIsAskedOnceAMinute() throws IOException {
    assertThat(memory.of("one", NOW, () -> ++asked).value()).isEqualTo(1);
    assertThat(memory.of("one", NOW.plusSeconds(59), () -> ++asked).value()).isEqualTo(1);
    assertThat(memory.of("other", NOW, () -> ++asked).value()).isEqualTo(2);
    MinuteMemory.Kept<Integer> later = memory.of("one", NOW.plusSeconds(60), () -> ++asked);
    assertThat(later).isEqualTo(new MinuteMemory.Kept<>(NOW.plusSeconds(60), 3));
  }

  @Test
  void failureIsNotKept() throws IOException {
    assertThatThrownBy(() ->
            memory.of(
                "one",
                NOW,
                () -> {
                  throw new IOException("unreadable");
                }))
        .isInstanceOf(IOException.class);
    assertThat(memory.of("one", NOW, () -> ++asked).value()).isEqualTo(1);
  }
}
