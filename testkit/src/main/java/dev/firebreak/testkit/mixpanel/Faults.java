package dev.firebreak.testkit.mixpanel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Which fault the next request meets. Thread-safe.
public final class Faults implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch closed = new CountDownLatch(1);

  @GuardedBy("lock")
  private final Deque<Fault> next = new ArrayDeque<>();

  @GuardedBy("lock")
  private Optional<Fault> always = Optional.empty();

  /// Lets the next requests meet this fault; more than one call queues.
  public void next(int requests, Fault fault) {
    lock.lock();
    try {
      for (int i = 0; i < requests; i++) {
        next.add(fault);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Lets every request meet this fault once those of [#next] are through.
  public void always(Fault fault) {
    lock.lock();
    try {
      always = Optional.of(fault);
    } finally {
      lock.unlock();
    }
  }

  /// Forgets all faults.
  public void heal() {
    lock.lock();
    try {
      next.clear();
      always = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// What the request that is there now meets; empty where it is handled rightly.
  public Optional<Fault> take() {
    lock.lock();
    try {
      return next.isEmpty() ? always : Optional.of(next.remove());
    } finally {
      lock.unlock();
    }
  }

  /// Waits this long, or until the emulator closes.
  ///
  /// @return false where it closed meanwhile
  public boolean pause(Duration duration) {
    try {
      return !closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Waits until the emulator closes.
  public void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
