package dev.firebreak.gateway;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// The threads that decode, treat and seal, one for each core. A request waits on a virtual thread
/// of its own, of which there may be thousands, but computes here: no more treatments are warm than
/// can run at once, what the libraries keep for each thread is kept, and the scheduler can take a
/// core from a long computation, which it cannot where that runs on a virtual thread. Thread-safe.
final class TreatmentThreads implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("treatment-", 0).factory());

  /// Runs this on one of them and waits for its result; what it throws comes out here.
  ///
  /// @param work must not wait for anything
  <T> T compute(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, threads).join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException defect -> throw defect;
        case Error error -> throw error;
        case null, default -> throw e;
      }
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
