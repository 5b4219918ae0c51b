package dev.firebreak.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TreatmentThreadsTest {
  private final TreatmentThreads threads = new TreatmentThreads();

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void manyWaitAndNoMoreComputeThanThereAreCores() throws Exception {
    Set<Thread> computing = ConcurrentHashMap.newKeySet();
    List<Callable<Integer>> requests =
        IntStream.range(0, 200)
            .<Callable<Integer>>mapToObj(i ->
                () ->
                    threads.compute(() -> {
                      computing.add(Thread.currentThread());
                      return i;
                    }))
            .toList();
    try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
      int sum = 0;
      for (Future<Integer> each : waiting.invokeAll(requests)) {
        sum += each.get();
      }
      assertThat(sum).isEqualTo(199 * 100);
    }
    assertThat(computing)
        .hasSizeBetween(1, Runtime.getRuntime().availableProcessors())
        .noneMatch(Thread::isVirtual);
  }

  @Test
  void whatAComputationThrowsComesOutAsItIs() {
    IllegalStateException defect = new IllegalStateException("a bug");
    assertThatThrownBy(() ->
            threads.compute(() -> {
              throw defect;
            }))
        .isSameAs(defect);
    StackOverflowError error = new StackOverflowError();
    assertThatThrownBy(() ->
            threads.compute(() -> {
              throw error;
            }))
        .isSameAs(error);
    assertThat(threads.compute(() -> "goes on")).isEqualTo("goes on");
  }
}
