package dev.firebreak.duty;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// Says when a duty was met. What was recorded for the duty itself counts alone; else the moments
/// that its entry names. There, `authority-notified` without a duty means the authority at home: it
/// meets duties of laws that hold where the company is established.
final class MetRule {
  /// By what a duty was met, and when.
  record Met(Moment moment, Instant at) {}

  private MetRule() {}

  static Optional<Met> of(Duty duty, DutyFacts facts) {
    return own(duty.id(), facts)
        .or(() ->
            duty.clock().metBy().stream()
                .filter(moment -> moment != Moment.AUTHORITY_NOTIFIED || isAtHome(duty, facts))
                .flatMap(moment ->
                    Optional.ofNullable(facts.timeline().moments().get(moment))
                        .map(at -> new Met(moment, at))
                        .stream())
                .min(Comparator.comparing(Met::at)));
  }

  static Optional<Instant> of(Duty duty, Duty.Phase phase, DutyFacts facts) {
    return own(duty.id() + "/" + phase.id(), facts).map(Met::at);
  }

  private static Optional<Met> own(String name, DutyFacts facts) {
    return facts.timeline().ofDuties().getOrDefault(name, Map.of()).entrySet().stream()
        .map(entry -> new Met(entry.getKey(), entry.getValue()))
        .min(Comparator.comparing(Met::at));
  }

  private static boolean isAtHome(Duty duty, DutyFacts facts) {
    return duty.law().places().contains(facts.company().establishment());
  }
}
