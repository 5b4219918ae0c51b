package dev.firebreak.demo;

import dev.firebreak.testkit.mixpanel.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// What times by the hour would cost the analytics: the share of neighbouring events of one person
/// that fall into one hour, so that their order, which funnels need, would be lost.
final class HourCost {
  private HourCost() {}

  /// The share, 0 to 1; 0 where nobody has two events.
  static double of(List<StoredEvent> events) {
    Map<String, long[]> times = new HashMap<>();
    events.stream()
        .collect(Collectors.groupingBy(StoredEvent::distinctId))
        .forEach((id, own) ->
            times.put(id, own.stream().mapToLong(StoredEvent::timeMillis).sorted().toArray()));
    long pairs = 0;
    long lost = 0;
    for (long[] own : times.values()) {
      for (int i = 1; i < own.length; i++) {
        pairs++;
        lost += hour(own[i - 1]) == hour(own[i]) ? 1 : 0;
      }
    }
    return pairs == 0 ? 0 : (double) lost / pairs;
  }

  private static long hour(long millis) {
    return TimeUnit.MILLISECONDS.toHours(millis);
  }
}
