package dev.firebreak.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// How a lane tells the time and waits, so that tests need not.
public interface LaneTimer {
  Clock clock();

  /// Waits this long, or until the latch opens.
  ///
  /// @return true where the latch opened
  boolean sleep(Duration atMost, CountDownLatch endsEarly) throws InterruptedException;

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
    };
  }
}
