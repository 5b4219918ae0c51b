package dev.firebreak.duty;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Says from when and until when duties run, for one incident. Of several limits the earliest wins.
/// Beside the due time stands the earliest safe one, from the earliest point that anybody could
/// call the start. Confined to one evaluation.
final class DeadlineRule {
  private static final Set<Moment> NOT_KNOWLEDGE =
      Set.of(Moment.ACCESS_BEGAN, Moment.ACCESS_ENDED, Moment.CONTAINED, Moment.DUTY_MET);

  /// Clocks that start when somebody knows; our own earlier suspicion may be called knowing.
  private static final Set<Moment> KNOWLEDGE =
      Set.of(Moment.VENDOR_TOLD_US, Moment.SUSPECTED, Moment.REASONABLY_CERTAIN);

  /// What started a clock, and when.
  private record Start(Moment moment, Instant at) {}

  private final DutyCatalogue catalogue;
  private final Statements statements;
  private final DutyFacts facts;
  private final Map<String, DutyFinding> earlier;
  private final Instant now;

  /// @param earlier findings of the duties that stand before the one asked for
  DeadlineRule(
      DutyCatalogue catalogue,
      Statements statements,
      DutyFacts facts,
      Map<String, DutyFinding> earlier,
      Instant now) {
    this.catalogue = catalogue;
    this.statements = statements;
    this.facts = facts;
    this.earlier = earlier;
    this.now = now;
  }

  /// The day on which a law's period of validity is judged: that of the start, else today's.
  LocalDate day(Duty duty) {
    return start(duty.clock().start()).map(Start::at).orElse(now).atZone(zone(duty)).toLocalDate();
  }

  Deadline of(Duty duty) {
    Optional<Start> start = start(duty.clock().start());
    List<Duty.Limit> limits = duty.clock().limitsOn(day(duty));
    Optional<ZonedDateTime> due = Optional.empty();
    Optional<ZonedDateTime> safe = Optional.empty();
    Optional<Start> startOfDue = start;
    for (Duty.Limit limit : limits) {
      Optional<Boolean> applies = limit.onlyFor().flatMap(statements::answer);
      if (limit.onlyFor().isPresent() && !applies.orElse(true)) {
        continue;
      }
      List<Moment> on = limit.startsOn().isEmpty() ? duty.clock().start().on() : limit.startsOn();
      Optional<Start> own =
          limit.startsOn().isEmpty()
              ? start
              : start(new Duty.StartRule(on, false, Optional.empty()));
      safe = earliest(safe, Optional.of(add(earliestStart(own, on), limit.period(), duty)));
      boolean certain = limit.onlyFor().isEmpty() || applies.isPresent();
      Optional<ZonedDateTime> end =
          own.filter(from -> certain).map(from -> add(from.at(), limit.period(), duty));
      startOfDue = isEarlier(end, due) ? own : startOfDue;
      due = earliest(due, end);
    }
    return new Deadline(
        startOfDue.map(Start::moment),
        startOfDue.map(Start::at),
        due,
        safe,
        duty.clock().quality(),
        remarks(duty, limits, startOfDue, due));
  }

  /// When the duty and its later steps were met, and until when those are due.
  DutyFinding.Progress progress(Duty duty, Deadline deadline) {
    Optional<Instant> metAt = MetRule.of(duty, facts).map(MetRule.Met::at);
    Map<String, Instant> done = new HashMap<>();
    deadline.startedAt().ifPresent(at -> done.put("start", at));
    metAt.ifPresent(at -> done.put("met", at));
    facts.timeline().moments().forEach((moment, at) -> done.put(moment.key(), at));
    List<DutyFinding.Step> steps = new ArrayList<>();
    for (Duty.Phase phase : duty.clock().phases()) {
      Optional<Instant> met = MetRule.of(duty, phase, facts);
      met.ifPresent(at -> done.put(phase.id(), at));
      Optional<ZonedDateTime> due =
          Optional.ofNullable(done.get(phase.after()))
              .flatMap(from -> period(phase).map(period -> add(from, period, duty)));
      steps.add(new DutyFinding.Step(phase, due, met));
    }
    return new DutyFinding.Progress(metAt, steps);
  }

  private Optional<Duty.Period> period(Duty.Phase phase) {
    return phase
        .where()
        .filter(where -> statements.answer(where.question()).orElse(false))
        .map(Duty.Where::period)
        .or(phase::period);
  }

  /// The zone of the company's own establishment where a law of several places holds there too,
  /// else the entry's.
  private ZoneId zone(Duty duty) {
    String home = facts.company().establishment();
    return duty.law().places().size() > 1 && duty.law().places().contains(home)
        ? catalogue.zones().getOrDefault(home, duty.clock().zone().zone())
        : duty.clock().zone().zone();
  }

  private Optional<Start> start(Duty.StartRule rule) {
    if (rule.whenMet().isPresent()) {
      return Optional.ofNullable(earlier.get(rule.whenMet().get()))
          .flatMap(finding -> MetRule.of(finding.duty(), facts))
          .map(met -> new Start(met.moment(), met.at()));
    }
    List<Start> recorded =
        rule.on().stream()
            .flatMap(moment ->
                Optional.ofNullable(facts.timeline().moments().get(moment))
                    .map(at -> new Start(moment, at))
                    .stream())
            .sorted(Comparator.comparing(Start::at))
            .toList();
    if (rule.latest()) {
      return recorded.size() < rule.on().size()
          ? Optional.empty()
          : Optional.of(recorded.getLast());
    }
    return recorded.stream().findFirst();
  }

  /// With a start: the start, or our own earlier suspicion where the clock hangs on knowing.
  /// Without one: the earliest sign that anybody knew anything, at the latest the opening of the
  /// incident.
  private Instant earliestStart(Optional<Start> start, List<Moment> on) {
    Map<Moment, Instant> moments = facts.timeline().moments();
    if (start.isPresent()) {
      Instant at = start.get().at();
      Instant suspected = moments.getOrDefault(Moment.SUSPECTED, at);
      return on.stream().anyMatch(KNOWLEDGE::contains) && suspected.isBefore(at) ? suspected : at;
    }
    return Stream.concat(
            moments.entrySet().stream()
                .filter(entry -> !NOT_KNOWLEDGE.contains(entry.getKey()))
                .map(Map.Entry::getValue),
            Stream.of(facts.timeline().openedAt()))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private ZonedDateTime add(Instant start, Duty.Period period, Duty duty) {
    return Periods.add(start, period, zone(duty), calendar(duty));
  }

  private Optional<HolidayCalendar> calendar(Duty duty) {
    return duty.clock().zone().calendar().map(catalogue.holidays()::calendar);
  }

  private List<String> remarks(
      Duty duty, List<Duty.Limit> limits, Optional<Start> start, Optional<ZonedDateTime> due) {
    List<String> remarks = new ArrayList<>();
    if (limits.isEmpty()) {
      remarks.add(noNumber(duty));
    }
    if (limits.stream().anyMatch(Duty.Limit::expected)) {
      remarks.add("the number is what the authority expects; the law has none");
    }
    limits.stream()
        .flatMap(limit ->
            limit
                .onlyFor()
                .filter(key -> statements.answer(key).isEmpty())
                .map(key -> limit.period() + " where " + key + " is yes: answer that question")
                .stream())
        .forEach(remarks::add);
    if (start.isEmpty()) {
      remarks.add(noStart(duty));
    }
    if (duty.clock().zone().regulation1182() && due.isPresent()) {
      limits.stream()
          .filter(limit -> limit.period().unit() == Duty.Unit.HOURS)
          .findFirst()
          .ifPresent(
              limit -> remarks.add(Periods.europeanRemark(start.orElseThrow().at(), due.get())));
    }
    due.ifPresent(end ->
        calendar(duty).map(calendar -> calendar.remark(end.toLocalDate())).ifPresent(remarks::add));
    return remarks;
  }

  private static String noNumber(Duty duty) {
    String rest =
        duty.clock().limits().stream()
            .findFirst()
            .map(limit ->
                " ("
                    + limit.period()
                    + " from "
                    + limit.inForce().from().map(LocalDate::toString).orElse("another day")
                    + " on)")
            .orElse("");
    return "the law has no number on that day" + rest + ": " + duty.clock().quality();
  }

  private static String noStart(Duty duty) {
    Duty.StartRule rule = duty.clock().start();
    if (rule.whenMet().isPresent()) {
      return "no start is recorded: the clock starts when "
          + rule.whenMet().get()
          + " is met; until then keep the earliest safe time";
    }
    List<String> moments = rule.on().stream().map(Moment::words).toList();
    return "no start is recorded: the clock starts when "
        + String.join(rule.latest() ? ", and when " : ", or when ", moments)
        + "; until then keep the earliest safe time";
  }

  private static Optional<ZonedDateTime> earliest(
      Optional<ZonedDateTime> one, Optional<ZonedDateTime> other) {
    return Stream.of(one, other)
        .flatMap(Optional::stream)
        .min(Comparator.comparing(ZonedDateTime::toInstant));
  }

  private static boolean isEarlier(Optional<ZonedDateTime> one, Optional<ZonedDateTime> other) {
    return one.isPresent()
        && other.map(due -> one.get().toInstant().isBefore(due.toInstant())).orElse(true);
  }
}
