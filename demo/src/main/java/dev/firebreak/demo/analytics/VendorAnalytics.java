package dev.firebreak.demo.analytics;

import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.mixpanel.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the vendor would compute from its own data, doubles removed and identities merged.
///
/// Nothing in it depends on what an id looks like, only on which ids are one person.
///
/// @param distinctUsers people with at least one event
/// @param funnel people who did each of [#FUNNEL] after the one before
/// @param cohort people whose first event lies two weeks or more before the end
/// @param returned those of them with an event in the second week after their first
/// @param eventsByCountry events by `mp_country_code`, sorted; the empty string where it is missing
public record VendorAnalytics(
    long distinctUsers,
    List<Long> funnel,
    long cohort,
    long returned,
    Map<String, Long> eventsByCountry) {
  /// The steps of the funnel, in order.
  public static final List<String> FUNNEL =
      List.of("Signed Up", "Project Created", "First API Call");

  private static final long WEEK = Duration.ofDays(7).toMillis();

  public VendorAnalytics {
    funnel = List.copyOf(funnel);
    eventsByCountry = Map.copyOf(eventsByCountry);
  }

  /// Over the events that happened from a moment (included) to another (excluded).
  public static VendorAnalytics of(MixpanelEmulator vendor, Instant from, Instant to) {
    return of(vendor.events(), vendor.canonicalIds(), from, to);
  }

  /// As [#of(MixpanelEmulator, Instant, Instant)], over other events than the vendor has.
  ///
  /// @param events of two with the same time, the one that stands first comes first
  /// @param canonical the person of each id; an id that is missing is a person of its own
  public static VendorAnalytics of(
      List<StoredEvent> events, Map<String, String> canonical, Instant from, Instant to) {
    Map<String, List<StoredEvent>> byPerson = new HashMap<>();
    Map<String, Long> countries = new TreeMap<>();
    Set<StoredEvent.DedupeKey> seen = new HashSet<>();
    for (StoredEvent event : events) {
      long time = event.timeMillis();
      boolean inside = time >= from.toEpochMilli() && time < to.toEpochMilli();
      if (inside && seen.add(event.dedupeKey())) {
        countries.merge(event.country(), 1L, Long::sum);
        String person = canonical.getOrDefault(event.distinctId(), event.distinctId());
        byPerson.computeIfAbsent(person, _ -> new ArrayList<>()).add(event);
      }
    }
    long[] steps = new long[FUNNEL.size()];
    long cohort = 0;
    long returned = 0;
    for (List<StoredEvent> own : byPerson.values()) {
      own.sort(Comparator.comparingLong(StoredEvent::timeMillis));
      for (int i = 0; i < stepsDone(own); i++) {
        steps[i]++;
      }
      long first = own.getFirst().timeMillis();
      if (first + 2 * WEEK <= to.toEpochMilli()) {
        cohort++;
        returned += isBackInWeekTwo(own, first) ? 1 : 0;
      }
    }
    return new VendorAnalytics(
        byPerson.size(), List.of(steps[0], steps[1], steps[2]), cohort, returned, countries);
  }

  private static int stepsDone(List<StoredEvent> inOrder) {
    int done = 0;
    for (StoredEvent event : inOrder) {
      if (done < FUNNEL.size() && event.name().equals(FUNNEL.get(done))) {
        done++;
      }
    }
    return done;
  }

  private static boolean isBackInWeekTwo(List<StoredEvent> inOrder, long first) {
    return inOrder.stream()
        .mapToLong(StoredEvent::timeMillis)
        .anyMatch(time -> time >= first + WEEK && time < first + 2 * WEEK);
  }

  /// One measure on both sides, in words.
  public record Measure(String name, String left, String right) {
    public boolean equal() {
      return left.equals(right);
    }
  }

  /// The four measures beside those of another vendor.
  public List<Measure> compare(VendorAnalytics other) {
    return List.of(
        new Measure(
            "distinctUsers", Long.toString(distinctUsers), Long.toString(other.distinctUsers)),
        new Measure("funnel", funnel.toString(), other.funnel.toString()),
        new Measure("weekTwoRetention", retention(), other.retention()),
        new Measure("eventsByCountry", countriesUnlike(other), other.countriesUnlike(this)));
  }

  private String retention() {
    return returned + " of " + cohort;
  }

  /// All events, and the countries in which the other side counts differently.
  private String countriesUnlike(VendorAnalytics other) {
    Set<String> countries = new TreeSet<>(eventsByCountry.keySet());
    countries.addAll(other.eventsByCountry.keySet());
    var words = new StringBuilder();
    words.append(eventsByCountry.values().stream().mapToLong(Long::longValue).sum());
    for (String country : countries) {
      long here = eventsByCountry.getOrDefault(country, 0L);
      if (here != other.eventsByCountry.getOrDefault(country, 0L)) {
        words.append(' ').append(country).append('=').append(here);
      }
    }
    return words.toString();
  }

  /// Whether every measure is the same.
  public boolean equalTo(VendorAnalytics other) {
    return compare(other).stream().allMatch(Measure::equal);
  }
}
