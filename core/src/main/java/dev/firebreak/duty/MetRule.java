package dev.firebreak.duty;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// Says when a duty was met. What was recorded for the duty itself counts alone; else the moments
/// that its entry names. There, `authority-notified` without a duty means the authority at home: it
/// meets duties of laws that hold where the company is established.
final class MetRule {
  private MetRule() {}

  static Optional<Instant> metAt(Duty duty, DutyFacts facts) {
    Map<Moment, Instant> own = facts.timeline().ofDuties().getOrDefault(duty.id(), Map.of());
    if (!own.isEmpty()) {
      return own.values().stream().min(Comparator.naturalOrder());
    }
    return duty.clock().metBy().stream()
        .filter(moment -> moment != Moment.AUTHORITY_NOTIFIED || isAtHome(duty, facts))
        .flatMap(moment -> Optional.ofNullable(facts.timeline().moments().get(moment)).stream())
        .min(Comparator.naturalOrder());
  }

  private static boolean isAtHome(Duty duty, DutyFacts facts) {
    return duty.law().places().contains(facts.establishment());
  }
}
