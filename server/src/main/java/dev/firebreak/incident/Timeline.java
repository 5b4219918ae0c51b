package dev.firebreak.incident;

import dev.firebreak.duty.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /// From the receipt of the data set that the list rests on to the complete list of people.
  public static final String TO_TRUTH = "timeToTruth";

  /// From the first data set's receipt to when people were told.
  public static final String TO_TELL = "timeToTell";

  private static final int EVIDENCE_MAX = 60;

  public Timeline {
    marks = List.copyOf(marks);
    spans = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(spans));
  }

  /// Something that happened.
  ///
  /// @param key the moment's key; with a slash and a number for what a later record replaced, and
  ///   for further data sets
  /// @param sincePrevious empty for the first
  public record Mark(String key, String words, Instant at, Optional<Duration> sincePrevious) {}

  /// @param custody every file that was handed over
  static Timeline of(IncidentResult.Recorded recorded, List<CustodyEntry> custody) {
    Map<Moment, RecordedMoment> moments = recorded.moments();
    List<Mark> unordered = new ArrayList<>();
    for (RecordedMoment moment : moments.values()) {
      unordered.add(mark(moment.moment().key(), words(moment), moment.at()));
    }
    earlierLists(recorded, unordered);
    Map<Integer, Instant> received = received(custody);
    received.forEach((version, at) -> {
      if (version > 1) {
        unordered.add(
            mark(
                Moment.DATA_SET_RECEIVED.key() + "/" + version,
                "a further data set was received (findings version " + version + ")",
                at));
      }
    });
    List<Mark> marks = new ArrayList<>();
    Optional<Instant> before = Optional.empty();
    for (Mark mark : ordered(unordered)) {
      marks.add(
          new Mark(
              mark.key(),
              mark.words(),
              mark.at(),
              before.map(earlier -> Duration.between(earlier, mark.at()))));
      before = Optional.of(mark.at());
    }
    return new Timeline(marks, spans(moments, received));
  }

  private static Mark mark(String key, String words, Instant at) {
    return new Mark(key, words, at, Optional.empty());
  }

  private static List<Mark> ordered(List<Mark> marks) {
    List<String> keys = Arrays.stream(Moment.values()).map(Moment::key).toList();
    return marks.stream()
        .sorted(
            Comparator.comparing(Mark::at)
                .thenComparingInt(mark -> keys.indexOf(mark.key().split("/", 2)[0]))
                .thenComparing(Mark::key))
        .toList();
  }

  /// The list was complete as far as an earlier data set went; a later one does not undo that.
  private static void earlierLists(IncidentResult.Recorded recorded, List<Mark> marks) {
    List<RecordedMoment> lists =
        recorded.history().stream()
            .filter(moment -> moment.moment() == Moment.AFFECTED_LIST_COMPLETE)
            .filter(moment -> moment.duty().isEmpty())
            .toList();
    for (int i = 0; i + 1 < lists.size(); i++) {
      RecordedMoment list = lists.get(i);
      marks.add(mark(list.moment().key() + "/" + (i + 1), words(list), list.at()));
    }
  }

  /// When each data set came, by the version of findings that was made of it.
  private static Map<Integer, Instant> received(List<CustodyEntry> custody) {
    Map<Integer, Instant> received = new TreeMap<>();
    for (CustodyEntry entry : custody) {
      if (entry.version() > 0) {
        received.merge(entry.version(), entry.at(), (a, b) -> a.isBefore(b) ? a : b);
      }
    }
    return received;
  }

  private static Map<String, Duration> spans(
      Map<Moment, RecordedMoment> moments, Map<Integer, Instant> received) {
    Map<String, Duration> spans = new LinkedHashMap<>();
    span(spans, UNTOLD, at(moments, Moment.ACCESS_ENDED), at(moments, Moment.VENDOR_TOLD_US));
    span(spans, VENDOR_DELAY, at(moments, Moment.VENDOR_AWARE), at(moments, Moment.VENDOR_TOLD_US));
    Optional<Instant> first = at(moments, Moment.DATA_SET_RECEIVED);
    Optional<Instant> complete = at(moments, Moment.AFFECTED_LIST_COMPLETE);
    Optional<Instant> last =
        received.values().stream()
            .filter(at -> complete.filter(list -> !at.isAfter(list)).isPresent())
            .max(Comparator.naturalOrder())
            .or(() -> first);
    span(spans, TO_TRUTH, last, complete);
    span(spans, TO_TELL, first, at(moments, Moment.PEOPLE_TOLD));
    return spans;
  }

  /// A moment of the whole incident.
  private static Optional<Instant> at(Map<Moment, RecordedMoment> moments, Moment moment) {
    return Optional.ofNullable(moments.get(moment))
        .filter(recorded -> recorded.duty().isEmpty())
        .map(RecordedMoment::at);
  }

  /// What happened, in words. What was recorded for single duties alone says so: that some were
  /// told is not that people were told.
  static String words(RecordedMoment moment) {
    if (moment.duty().isPresent()) {
      return switch (moment.moment()) {
        case PEOPLE_TOLD -> "people were told where single duties want it, for the last of these";
        case AUTHORITY_NOTIFIED ->
            "authorities were notified where single duties want it, the last of these";
        default -> moment.moment().words() + ", as recorded for a single duty";
      };
    }
    return moment.moment() == Moment.AFFECTED_LIST_COMPLETE
        ? moment.moment().words() + " (" + ReportWords.brief(moment.evidence(), EVIDENCE_MAX) + ")"
        : moment.moment().words();
  }

  /// The same as the beginning of a sentence.
  static String sentence(RecordedMoment moment) {
    return ReportWords.capital(words(moment));
  }

  private static void span(
      Map<String, Duration> spans, String key, Optional<Instant> from, Optional<Instant> to) {
    if (from.isPresent() && to.isPresent() && !to.get().isBefore(from.get())) {
      spans.put(key, Duration.between(from.get(), to.get()));
    }
  }

  /// One of the spans; empty where a moment is missing.
  public Optional<Duration> span(String key) {
    return Optional.ofNullable(spans.get(key));
  }
}
