package dev.firebreak.assessment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads rows in a thread of its own, has their values searched in others, and gives them to a
/// consumer in the calling one, in their order, so that parsing, searching and interpreting go on
/// at the same time. Where rows are kept, those who search also convert. A few batches at most are
/// on their way. What any side throws ends all and comes out of [#run].
///
/// Rows are reused: no side keeps one.
final class RowPipe {
  private static final int ROWS = 256;
  private static final int CHARS = 1 << 20;
  private static final int SEARCHERS =
      Math.clamp(Runtime.getRuntime().availableProcessors() - 1, 1, 4);
  private static final int BATCHES = 6 + 2 * SEARCHERS;
  private static final int LARGE_VALUES = 1 << 10;

  /// What reads. [#add] is called in its thread alone.
  @FunctionalInterface
  interface Source {
    void read(RowPipe pipe) throws IOException;
  }

  /// Rows that travel together; used again once they were consumed.
  private static final class Batch {
    private final List<FlatRow> rows = new ArrayList<>();
    private int size;
    private long chars;
    private boolean large;
    private boolean last;
    private Future<?> searched = CompletableFuture.completedFuture(null);

    void add(FlatRow row) {
      if (size == rows.size()) {
        rows.add(new FlatRow());
      }
      rows.get(size++).copyOf(row);
      chars += row.chars();
      large |= row.size() > LARGE_VALUES || row.chars() > CHARS;
    }

    /// Forgets its rows; a batch that held a giant is not kept.
    Batch emptied() {
      if (large) {
        return new Batch();
      }
      size = 0;
      chars = 0;
      return this;
    }
  }

  private final BlockingQueue<Batch> full = new LinkedBlockingQueue<>();
  private final BlockingQueue<Batch> empty = new ArrayBlockingQueue<>(BATCHES);
  private volatile @Nullable Throwable failure;
  private Batch batch = new Batch();

  private final ExecutorService searchers =
      Executors.newFixedThreadPool(
          SEARCHERS, Thread.ofPlatform().name("assessment-search-", 1).daemon().factory());
  private final ValueSearch search;
  private final boolean converts;

  private RowPipe(TextScan scan, boolean converts) {
    this.converts = converts;
    search = new ValueSearch(scan);
    for (int i = 0; i < BATCHES; i++) {
      empty.add(new Batch());
    }
  }

  /// Reads everything that the source has.
  ///
  /// @param scan the detectors, which must be thread-safe
  /// @param converts whether each row is converted ([FlatRow#convert])
  /// @throws IOException what the source throws
  static void run(Source source, TextScan scan, boolean converts, Consumer<FlatRow> consumer)
      throws IOException {
    RowPipe pipe = new RowPipe(scan, converts);
    Thread reader =
        Thread.ofPlatform().name("assessment-reader").daemon().start(() -> pipe.read(source));
    try {
      pipe.consume(consumer);
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("reading was interrupted");
    } finally {
      stop(reader);
      pipe.searchers.shutdownNow();
      pipe.searchers.close();
    }
    pipe.rethrow();
  }

  private static void stop(Thread reader) {
    boolean interrupted = false;
    while (reader.isAlive()) {
      reader.interrupt();
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Source source) {
    try {
      source.read(this);
    } catch (IOException | RuntimeException | Error thrown) {
      failure = thrown;
    }
    batch.last = true;
    send();
  }

  private void send() {
    Batch sent = batch;
    try {
      sent.searched = searchers.submit(() -> search(sent));
    } catch (RejectedExecutionException nobodyTakesIt) {
      return;
    }
    full.add(sent);
  }

  private void search(Batch sent) {
    for (int i = 0; i < sent.size; i++) {
      FlatRow row = sent.rows.get(i);
      search.search(row);
      if (converts) {
        row.convert();
      }
    }
  }

  /// Sends a row on; its content is copied.
  void add(FlatRow row) {
    batch.add(row);
    if (batch.size == ROWS || batch.chars > CHARS || batch.large) {
      send();
      try {
        batch = empty.take();
      } catch (InterruptedException e) {
        batch = new Batch();
        throw new CancellationException("nobody takes the rows any more");
      }
    }
  }

  private void consume(Consumer<FlatRow> consumer) throws InterruptedException {
    boolean last = false;
    while (!last) {
      Batch next = full.take();
      last = next.last;
      awaitSearch(next);
      for (int i = 0; i < next.size; i++) {
        consumer.accept(next.rows.get(i));
      }
      if (!last) {
        empty.put(next.emptied());
      }
    }
  }

  private static void awaitSearch(Batch batch) throws InterruptedException {
    try {
      batch.searched.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private void rethrow() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
