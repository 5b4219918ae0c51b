package dev.firebreak.incident;

import dev.firebreak.duty.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The moments of an incident that count, in the order of time, and what follows from them.
///
/// @param marks oldest first
/// @param spans figures that lie between two moments, by their keys in documents; those of which a
///   moment is missing are not in it
public record Timeline(List<Mark> marks, Map<String, Duration> spans) {
  /// From the end of access to the vendor's word.
  public static final String UNTOLD = "accessEndedToVendorTold";

  /// From when the vendor knew to the vendor's word.
  public static final String VENDOR_DELAY = "vendorDelay";

  /// From the data set's receipt to the complete list of people.
  public static final String TO_TRUTH = "timeToTruth";

  /// From the data set's receipt to when people were told.
  public static final String TO_TELL = "timeToTell";

  public Timeline {
    marks = List.copyOf(marks);
    spans = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(spans));
  }

  /// A moment.
  ///
  /// @param sincePrevious empty for the first
  public record Mark(RecordedMoment moment, Optional<Duration> sincePrevious) {}

  static Timeline of(Map<Moment, RecordedMoment> moments) {
    List<RecordedMoment> ordered =
        moments.values().stream()
            .sorted(Comparator.comparing(RecordedMoment::at).thenComparing(RecordedMoment::moment))
            .toList();
    List<Mark> marks = new ArrayList<>();
    Optional<Instant> before = Optional.empty();
    for (RecordedMoment moment : ordered) {
      marks.add(new Mark(moment, before.map(earlier -> Duration.between(earlier, moment.at()))));
      before = Optional.of(moment.at());
    }
    Map<String, Duration> spans = new LinkedHashMap<>();
    span(spans, UNTOLD, moments.get(Moment.ACCESS_ENDED), moments.get(Moment.VENDOR_TOLD_US));
    span(spans, VENDOR_DELAY, moments.get(Moment.VENDOR_AWARE), moments.get(Moment.VENDOR_TOLD_US));
    RecordedMoment received = moments.get(Moment.DATA_SET_RECEIVED);
    span(spans, TO_TRUTH, received, moments.get(Moment.AFFECTED_LIST_COMPLETE));
    span(spans, TO_TELL, received, moments.get(Moment.PEOPLE_TOLD));
    return new Timeline(marks, spans);
  }

  private static void span(
      Map<String, Duration> spans,
      String key,
      @Nullable RecordedMoment from,
      @Nullable RecordedMoment to) {
    if (from != null && to != null && !to.at().isBefore(from.at())) {
      spans.put(key, Duration.between(from.at(), to.at()));
    }
  }

  /// One of the spans; empty where a moment is missing.
  public Optional<Duration> span(String key) {
    return Optional.ofNullable(spans.get(key));
  }
}
