package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadAheadTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 10_000})
  void givesAllInTheirOrderInTheCallersThread(int entries) throws IOException {
    List<Integer> all = IntStream.range(0, entries).boxed().toList();
    List<Integer> taken = new ArrayList<>();
    Thread caller = Thread.currentThread();

    new ReadAhead<Integer>(all::forEach)
        .forEach(entry -> {
          assertThat(Thread.currentThread()).isSameAs(caller);
          taken.add(entry);
        });

    assertThat(taken).isEqualTo(all);
  }

  @Test
  void failsAsTheSourceFailedAfterWhatItGave() {
    List<Integer> taken = new ArrayList<>();
    DataSetReader.Source<Integer> failing =
        consumer -> {
          IntStream.range(0, 1_024).forEach(consumer::accept);
          throw new IOException("the disk is gone");
        };

    assertThatThrownBy(() -> new ReadAhead<>(failing).forEach(taken::add))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is gone");
    assertThat(taken).hasSize(1_024);
  }

  @Test
  void readsNoFurtherOnceTheConsumerFailed() {
    AtomicBoolean ended = new AtomicBoolean();
    DataSetReader.Source<Integer> endless =
        consumer -> {
          try {
            IntStream.iterate(0, i -> i + 1).forEach(consumer::accept);
          } finally {
            ended.set(true);
          }
        };

    assertThatThrownBy(() ->
            new ReadAhead<>(endless)
                .forEach(entry -> {
                  throw new IllegalStateException("enough");
                }))
        .hasMessage("enough");
    assertThat(ended).isTrue();
  }
}
