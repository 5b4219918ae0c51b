package dev.firebreak.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// How a lane tells the time and waits, so that tests need not.
public interface LaneTimer {
  /// How often a condition is asked.
  Duration LOOK = Duration.ofMillis(200);

  Clock clock();

  /// Waits this long, or until the latch opens.
  ///
  /// @return true where the latch opened
  boolean sleep(Duration atMost, CountDownLatch endsEarly) throws InterruptedException;

  /// As [#sleep], but also ends soon after a condition holds; of a timer whose waits pass at once
  /// the condition is not asked.
  ///
  /// @return true where the latch opened
  default boolean sleep(Duration atMost, CountDownLatch endsEarly, BooleanSupplier endsToo)
      throws InterruptedException {
    return sleep(atMost, endsEarly);
  }

  /// The clock given, and real waiting.
  static LaneTimer of(Clock clock) {
    return new LaneTimer() {
      @Override
      public Clock clock() {
        return clock;
      }

      @Override
      public boolean sleep(Duration atMost, CountDownLatch endsEarly) throws InterruptedException {
        return endsEarly.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
      }

      @Override
      public boolean sleep(Duration atMost, CountDownLatch endsEarly, BooleanSupplier endsToo)
          throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        boolean opened = endsEarly.getCount() == 0;
        while (!opened && !endsToo.getAsBoolean() && end - System.nanoTime() > 0) {
          long nanos = Math.min(LOOK.toNanos(), end - System.nanoTime());
          opened = endsEarly.await(nanos, TimeUnit.NANOSECONDS);
        }
        return opened;
      }
    };
  }
}
