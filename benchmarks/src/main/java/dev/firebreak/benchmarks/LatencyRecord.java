package dev.firebreak.benchmarks;

import java.util.concurrent.atomic.AtomicLongArray;

/// How long answers took, counted in steps of 100 microseconds up to 10 seconds. Thread-safe.
final class LatencyRecord {
  private static final long STEP_NANOS = 100_000;

  private final AtomicLongArray counts = new AtomicLongArray(100_001);

  void add(long nanos) {
    counts.incrementAndGet((int) Math.min(nanos / STEP_NANOS, counts.length() - 1L));
  }

  /// The latency below which this share of the answers stays; 0 where there are none.
  double millis(double share) {
    long all = 0;
    for (int i = 0; i < counts.length(); i++) {
      all += counts.get(i);
    }
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (all > 0 && seen >= all * share) {
        return (i + 1) * STEP_NANOS / 1e6;
      }
    }
    return 0;
  }
}
