package dev.firebreak.incident;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A source that is read by a thread of its own, a few batches ahead of whoever takes from it, so
/// that reading and sealing go on at the same time. Order and errors are those of the source; the
/// consumer is called in the thread that called [#forEach]. When that returns or throws, the source
/// is no longer read.
///
/// @param source whose entries are not changed once they were given
record ReadAhead<T>(DataSetReader.Source<T> source) implements DataSetReader.Source<T> {
  private static final int BATCH = 512;
  private static final int BATCHES_AHEAD = 4;

  @Override
  public void forEach(Consumer<T> consumer) throws IOException {
    BlockingQueue<List<T>> ahead = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    try (ExecutorService reader =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("read-ahead").factory())) {
      Future<Void> reading = reader.submit(() -> read(ahead));
      try {
        for (List<T> batch = ahead.take(); !batch.isEmpty(); batch = ahead.take()) {
          batch.forEach(consumer);
        }
        reading.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("reading was interrupted");
      } catch (ExecutionException e) {
        throw thrown(e.getCause());
      } finally {
        reading.cancel(true);
      }
    }
  }

  /// Puts all batches, and an empty one after the last, also where the source fails.
  private Void read(BlockingQueue<List<T>> ahead) throws IOException, InterruptedException {
    try {
      Filling<T> filling = new Filling<>(ahead);
      source.forEach(filling::add);
      filling.put();
    } finally {
      ahead.put(List.of());
    }
    return null;
  }

  private static IOException thrown(@Nullable Throwable cause) {
    return switch (cause) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case IOException e -> e;
      case null, default -> throw new IllegalStateException(cause);
    };
  }

  /// The batch that is being filled. Confined to the reading thread.
  private static final class Filling<T> {
    private final BlockingQueue<List<T>> ahead;
    private List<T> batch = new ArrayList<>(BATCH);

    Filling(BlockingQueue<List<T>> ahead) {
      this.ahead = ahead;
    }

    void add(T entry) {
      batch.add(entry);
      if (batch.size() == BATCH) {
        try {
          put();
        } catch (InterruptedException e) {
          // nobody takes any more
          Thread.currentThread().interrupt();
          throw new CancellationException("reading was interrupted");
        }
      }
    }

    void put() throws InterruptedException {
      if (!batch.isEmpty()) {
        ahead.put(batch);
        batch = new ArrayList<>(BATCH);
      }
    }
  }
}
