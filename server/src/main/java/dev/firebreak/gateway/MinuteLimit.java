package dev.firebreak.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/// So many tries a minute from one client, and nothing is remembered of it afterwards. Thread-safe.
public final class MinuteLimit {
  private static final int CLIENTS_MAX = 10_000;
  private static final long MINUTE_MILLIS = 60_000;

  private final int triesMax;
  private final Clock clock;

  @GuardedBy("tries")
  private final Map<ClientAddress, Integer> tries = new HashMap<>();

  @GuardedBy("tries")
  private long minute;

  /// @param triesMax tries of one client in one minute of the clock
  public MinuteLimit(int triesMax, Clock clock) {
    this.triesMax = triesMax;
    this.clock = clock;
  }

  /// True where the client has had its share, without counting.
  public boolean spent(ClientAddress client) {
    synchronized (tries) {
      return clock.millis() / MINUTE_MILLIS == minute && tries.getOrDefault(client, 0) >= triesMax;
    }
  }

  /// Counts a try; false where there were too many, of this client or of different ones.
  public boolean mayTry(ClientAddress client) {
    synchronized (tries) {
      long now = clock.millis() / MINUTE_MILLIS;
      if (now != minute) {
        minute = now;
        tries.clear();
      }
      if (tries.size() >= CLIENTS_MAX && !tries.containsKey(client)) {
        return false;
      }
      return tries.merge(client, 1, Integer::sum) <= triesMax;
    }
  }
}
