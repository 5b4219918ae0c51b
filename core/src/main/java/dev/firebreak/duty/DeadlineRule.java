package dev.firebreak.duty;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Counts periods. Hours are elapsed hours, whatever the clocks on the wall do; calendar days end
/// at the same wall-clock time in the place's zone, which is never later than the end of that day.
///
/// Reg. (EEC, Euratom) 1182/71 would give more time in some cases: the hour of the event does not
/// count (Art. 3(1)) and a period of two days or more has at least two working days (Art. 3(5)).
/// That extension is told as a remark; the alarm stays on the plain count. Public holidays are not
/// known here, so the remark can only be too early.
final class DeadlineRule {
  private static final Set<Moment> NOT_KNOWLEDGE =
      Set.of(Moment.ACCESS_BEGAN, Moment.ACCESS_ENDED, Moment.CONTAINED);
  private static final int WORKING_DAYS_MIN = 2;
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("EEEE d MMMM uuuu HH:mm VV", Locale.ENGLISH);

  private DeadlineRule() {}

  /// The day on which a law's period of validity is judged: that of the start, else today's.
  static LocalDate day(Duty duty, DutyFacts facts, Instant now) {
    return start(duty, facts)
        .map(moment -> time(facts, moment))
        .orElse(now)
        .atZone(duty.clock().zone())
        .toLocalDate();
  }

  static Deadline of(Duty duty, DutyFacts facts, Instant now) {
    Optional<Duty.Limit> limit = duty.clock().limitOn(day(duty, facts, now));
    Optional<Moment> startedOn = start(duty, facts);
    Optional<Instant> startedAt = startedOn.map(moment -> time(facts, moment));
    Optional<ZonedDateTime> due =
        limit.flatMap(number -> startedAt.map(start -> add(start, number, duty)));
    Optional<ZonedDateTime> safe =
        limit.map(number -> add(earliestStart(startedAt, facts), number, duty));
    List<String> remarks = new ArrayList<>();
    if (limit.isEmpty()) {
      remarks.add(noNumber(duty));
    }
    if (startedOn.isEmpty()) {
      remarks.add(noStart(duty));
    }
    if (duty.clock().regulation1182()) {
      limit
          .filter(number -> number.unit() == Duty.Unit.HOURS)
          .flatMap(number -> due)
          .ifPresent(end -> remarks.add(europeanRemark(startedAt.orElseThrow(), end)));
    }
    return new Deadline(startedOn, startedAt, due, safe, duty.clock().quality(), remarks);
  }

  private static Optional<Moment> start(Duty duty, DutyFacts facts) {
    return duty.clock().startsOn().stream()
        .filter(facts.timeline().moments()::containsKey)
        .min(Comparator.comparing(moment -> time(facts, moment)));
  }

  private static Instant time(DutyFacts facts, Moment moment) {
    Instant time = facts.timeline().moments().get(moment);
    return time == null ? facts.timeline().openedAt() : time;
  }

  /// With a start: the start, or our own earlier suspicion. Without one: the earliest sign that
  /// anybody knew anything.
  private static Instant earliestStart(Optional<Instant> startedAt, DutyFacts facts) {
    Instant suspected = time(facts, Moment.SUSPECTED);
    if (startedAt.isPresent()) {
      boolean before =
          facts.timeline().moments().containsKey(Moment.SUSPECTED) && suspected.isBefore(startedAt.get());
      return before ? suspected : startedAt.get();
    }
    return facts.timeline().moments().entrySet().stream()
        .filter(entry -> !NOT_KNOWLEDGE.contains(entry.getKey()))
        .map(java.util.Map.Entry::getValue)
        .filter(time -> time.isBefore(facts.timeline().openedAt()))
        .min(Comparator.naturalOrder())
        .orElse(facts.timeline().openedAt());
  }

  private static ZonedDateTime add(Instant start, Duty.Limit limit, Duty duty) {
    return switch (limit.unit()) {
      case HOURS -> start.plus(Duration.ofHours(limit.value())).atZone(duty.clock().zone());
      case CALENDAR_DAYS -> start.atZone(duty.clock().zone()).plusDays(limit.value());
    };
  }

  private static String noNumber(Duty duty) {
    Optional<Duty.Limit> other = duty.clock().limits().stream().findFirst();
    String rest =
        other
            .map(limit ->
                " ("
                    + limit
                    + " from "
                    + limit.inForce().from().map(LocalDate::toString).orElse("another day")
                    + " on)")
            .orElse("");
    return "the law has no number on that day" + rest + ": " + duty.clock().quality();
  }

  private static String noStart(Duty duty) {
    List<String> moments = duty.clock().startsOn().stream().map(Moment::words).toList();
    return "no start is recorded: the clock starts when "
        + String.join(", or when ", moments)
        + "; until then keep the earliest safe time";
  }

  private static String europeanRemark(Instant start, ZonedDateTime due) {
    ZonedDateTime begin = start.atZone(due.getZone());
    LocalDate last = due.toLocalDate();
    int workingDays = 0;
    for (LocalDate day = begin.toLocalDate().plusDays(1);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      workingDays += isWorkingDay(day) ? 1 : 0;
    }
    ZonedDateTime end = due.truncatedTo(java.time.temporal.ChronoUnit.HOURS).plusHours(1);
    while (workingDays < WORKING_DAYS_MIN) {
      LocalDate next = end.toLocalDate().plusDays(1);
      workingDays += isWorkingDay(next) ? 1 : 0;
      end = next.atTime(LocalTime.MIDNIGHT).plusDays(1).atZone(due.getZone());
    }
    return "for information: Reg. 1182/71 does not count the hour of the event and wants two"
        + " working days in the period; read so, it ends "
        + HOUR.format(end)
        + " (public holidays not considered)";
  }

  private static boolean isWorkingDay(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }
}
