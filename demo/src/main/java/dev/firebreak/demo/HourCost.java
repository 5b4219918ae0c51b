package dev.firebreak.demo;

import dev.firebreak.demo.analytics.VendorAnalytics;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.mixpanel.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// What times by the hour would cost the vendor's analytics, measured on the vendor's own events.
/// The events of one hour have no order of their own then: the vendor may count them as they
/// arrived, or in any other order.
///
/// @param orderLost share of neighboring events of one person that fall into one hour, 0 to 1
/// @param exact the measures with the times as they are
/// @param asArrived the measures by the hour, events of one hour in the order of their arrival
/// @param reversed the same in the opposite order
record HourCost(
    double orderLost, VendorAnalytics exact, VendorAnalytics asArrived, VendorAnalytics reversed) {
  private static final long HOUR = TimeUnit.HOURS.toMillis(1);

  /// Over the events from a moment (included) to another (excluded), both on the hour.
  static HourCost of(MixpanelEmulator vendor, Instant from, Instant to) {
    List<StoredEvent> events = vendor.events();
    Map<String, String> canonical = vendor.canonicalIds();
    List<StoredEvent> byHour = events.stream().map(HourCost::byTheHour).toList();
    return new HourCost(
        orderLost(events),
        VendorAnalytics.of(events, canonical, from, to),
        VendorAnalytics.of(byHour, canonical, from, to),
        VendorAnalytics.of(byHour.reversed(), canonical, from, to));
  }

  /// Measures that are not what they were.
  ///
  /// @param asArrived with the events of one hour in the order of their arrival
  /// @param reversed in the opposite order
  record Difference(String measure, String exact, String asArrived, String reversed) {}

  List<Difference> differences() {
    List<Difference> differences = new ArrayList<>();
    List<VendorAnalytics.Measure> first = exact.compare(asArrived);
    List<VendorAnalytics.Measure> second = exact.compare(reversed);
    for (int i = 0; i < first.size(); i++) {
      if (!first.get(i).equal() || !second.get(i).equal()) {
        differences.add(
            new Difference(
                first.get(i).name(),
                first.get(i).left(),
                first.get(i).right(),
                second.get(i).right()));
      }
    }
    return differences;
  }

  /// Names of the measures that stay what they were.
  List<String> unchanged() {
    List<String> changed = differences().stream().map(Difference::measure).toList();
    return exact.compare(exact).stream()
        .map(VendorAnalytics.Measure::name)
        .filter(name -> !changed.contains(name))
        .toList();
  }

  /// `{orderLost, differences: {MEASURE: {exact, asArrived, reversed}}, unchanged}`.
  Map<String, Object> json() {
    Map<String, Object> changed = new LinkedHashMap<>();
    for (Difference difference : differences()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("exact", difference.exact());
      one.put("asArrived", difference.asArrived());
      one.put("reversed", difference.reversed());
      changed.put(difference.measure(), one);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("orderLost", orderLost);
    json.put("differences", changed);
    json.put("unchanged", unchanged());
    return json;
  }

  private static StoredEvent byTheHour(StoredEvent event) {
    return new StoredEvent(
        event.name(),
        event.distinctId(),
        event.deviceId(),
        event.userId(),
        event.country(),
        Math.floorDiv(event.timeMillis(), HOUR) * HOUR,
        event.insertId(),
        event.receivedMillis(),
        event.endpoint(),
        event.properties());
  }

  private static double orderLost(List<StoredEvent> events) {
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
        lost += Math.floorDiv(own[i - 1], HOUR) == Math.floorDiv(own[i], HOUR) ? 1 : 0;
      }
    }
    return pairs == 0 ? 0 : (double) lost / pairs;
  }
}
