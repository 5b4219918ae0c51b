package dev.firebreak.testkit.mixpanel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the requests to the ingestion endpoints. Thread-safe.
final class RequestCounters {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();

  @GuardedBy("lock")
  private long started;

  @GuardedBy("lock")
  private long lastStarted = Long.MIN_VALUE;

  void start() {
    lock.lock();
    try {
      started++;
      lastStarted = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void answer(String path, int status) {
    answers.computeIfAbsent(key(path, status), _ -> new LongAdder()).increment();
  }

  long started() {
    lock.lock();
    try {
      return started;
    } finally {
      lock.unlock();
    }
  }

  boolean awaitStarted(long atLeast, Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lock();
    try {
      while (started < atLeast && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return started >= atLeast;
    } finally {
      lock.unlock();
    }
  }

  long lastStartedNanos() {
    lock.lock();
    try {
      return lastStarted;
    } finally {
      lock.unlock();
    }
  }

  long answers(String path, int status) {
    LongAdder count = answers.get(key(path, status));
    return count == null ? 0 : count.sum();
  }

  private static String key(String path, int status) {
    return status + " " + path;
  }
}
