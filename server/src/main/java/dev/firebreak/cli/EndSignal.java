package dev.firebreak.cli;

import dev.firebreak.assessment.Cancellation;
import dev.firebreak.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Turns Ctrl-C and SIGTERM into a request to end, and keeps the process alive until the work has
/// cleaned up. From the first use of [#cancellation] on, until it is closed; before, a signal ends
/// the process at once. Confined to the main thread.
final class EndSignal implements AutoCloseable {
  /// Work that has not ended by then is killed; the next start sweeps what it leaves.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Cancellation cancellation;
  private @Nullable Thread hook;

  /// Requested at a signal.
  Cancellation cancellation() {
    Cancellation known = cancellation;
    if (known == null) {
      Cancellation made = new Cancellation();
      known = made;
      cancellation = made;
      hook = new Thread(() -> end(made), "cancel");
      Runtime.getRuntime().addShutdownHook(hook);
    }
    return known;
  }

  private void end(Cancellation requested) {
    requested.request();
    try {
      boolean clean = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!clean) {
        Runtime.getRuntime().halt(ErrorCode.Kind.ENVIRONMENT.exitCode());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    if (hook != null && cancellation != null && !cancellation.isRequested()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException shuttingDown) {
        // the hook has run, or runs and ends now
      }
    }
  }
}
