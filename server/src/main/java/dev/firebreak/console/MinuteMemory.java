package dev.firebreak.console;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Answers of the ledger that take long where it is large, each kept for a minute: it learns
/// something new once a minute anyway. Of a closed set of names. Thread-safe.
final class MinuteMemory<V> {
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final Map<String, Kept<V>> byName = new ConcurrentHashMap<>();

  /// An answer.
  ///
  /// @param at when it was asked for
  record Kept<V>(Instant at, V value) {}

  /// Asks the ledger.
  @FunctionalInterface
  interface Asking<V> {
    V ask() throws IOException;
  }

  /// The answer that is there, or a new one.
  Kept<V> of(String name, Instant now, Asking<V> asking) throws IOException {
    Kept<V> kept = byName.get(name);
    if (kept != null && kept.at().plus(KEPT).isAfter(now)) {
      return kept;
    }
    Kept<V> asked = new Kept<>(now, asking.ask());
    byName.put(name, asked);
    return asked;
  }
}
