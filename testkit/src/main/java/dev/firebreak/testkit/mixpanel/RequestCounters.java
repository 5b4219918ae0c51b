package dev.firebreak.testkit.mixpanel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Counts the requests to the ingestion endpoints. Thread-safe.
final class RequestCounters {
  private final LongAdder started = new LongAdder();
  private final AtomicLong lastStarted = new AtomicLong(Long.MIN_VALUE);
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();

  void start() {
    lastStarted.accumulateAndGet(System.nanoTime(), RequestCounters::later);
    started.increment();
  }

  private static long later(long a, long b) {
    return a == Long.MIN_VALUE || b - a > 0 ? b : a;
  }

  void answer(String path, int status) {
    answers.computeIfAbsent(key(path, status), _ -> new LongAdder()).increment();
  }

  long started() {
    return started.sum();
  }

  long lastStartedNanos() {
    return lastStarted.get();
  }

  long answers(String path, int status) {
    LongAdder count = answers.get(key(path, status));
    return count == null ? 0 : count.sum();
  }

  private static String key(String path, int status) {
    return status + " " + path;
  }
}
