package dev.firebreak.console;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The latest of something by a name, in memory: what a page says better than nothing, and what is
/// not missed where the server restarts. Of [#NAMES_MAX] names at most; who was put in earliest
/// goes first. Thread-safe.
final class Latest<V> {
  static final int NAMES_MAX = 1_000;

  @GuardedBy("this")
  private final Map<String, V> byName = new LinkedHashMap<>();

  /// Keeps it in the place of what was there.
  synchronized void put(String name, V value) {
    byName.remove(name);
    byName.put(name, value);
    if (byName.size() > NAMES_MAX) {
      byName.remove(byName.keySet().iterator().next());
    }
  }

  synchronized Optional<V> get(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// Takes it out.
  synchronized Optional<V> take(String name) {
    return Optional.ofNullable(byName.remove(name));
  }
}
