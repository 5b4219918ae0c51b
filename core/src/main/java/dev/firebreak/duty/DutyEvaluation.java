package dev.firebreak.duty;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Evaluates the catalogue for one incident. A duty is owed only where every element holds and the
/// entry was checked; not owed only where an element certainly fails; else unclear, and its clock
/// runs. For an entry from memory only such a failure is certain that does not rest on its words:
/// where people live, what the company states. Immutable.
public final class DutyEvaluation {
  private final DutyCatalogue catalogue;
  private final Clock clock;

  public DutyEvaluation(DutyCatalogue catalogue, Clock clock) {
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /// The catalogue that is evaluated.
  public DutyCatalogue catalogue() {
    return catalogue;
  }

  /// One finding per duty of the catalogue, in its order.
  public List<DutyFinding> evaluate(DutyFacts facts) {
    Instant now = clock.instant();
    Map<String, DutyFinding> findings = new LinkedHashMap<>();
    Statements statements = new Statements(catalogue, facts);
    RequirementCheck check = new RequirementCheck(statements, facts, findings);
    DeadlineRule deadlines = new DeadlineRule(catalogue, statements, facts, findings, now);
    for (Duty duty : catalogue.duties()) {
      findings.put(duty.id(), evaluate(duty, check, deadlines));
    }
    return List.copyOf(findings.values());
  }

  private static DutyFinding evaluate(Duty duty, RequirementCheck check, DeadlineRule deadlines) {
    List<Element> elements = new ArrayList<>();
    elements.add(standing(duty));
    elements.add(inForce(duty, deadlines.day(duty)));
    duty.requires()
        .ifPresentOrElse(
            required -> elements.addAll(check.elements(duty, required)),
            () -> elements.add(Element.unknown("what it requires was not written down yet")));
    boolean recalled = duty.check().verified() == Duty.Verified.RECALL;
    List<Element> failing =
        elements.stream()
            .filter(element -> element.holds() == Element.Holds.NO)
            .filter(element -> element.aboutUs() || !recalled)
            .toList();
    if (!failing.isEmpty()) {
      return finding(duty, DutyFinding.Status.NOT_OWED, elements, failing, deadlines);
    }
    doubts(duty).forEach(elements::add);
    List<Element> open =
        elements.stream().filter(element -> element.holds() != Element.Holds.YES).toList();
    DutyFinding.Status status =
        open.isEmpty() ? DutyFinding.Status.OWED : DutyFinding.Status.UNCLEAR;
    return finding(duty, status, elements, open, deadlines);
  }

  private static DutyFinding finding(
      Duty duty,
      DutyFinding.Status status,
      List<Element> elements,
      List<Element> missing,
      DeadlineRule deadlines) {
    Deadline deadline = deadlines.of(duty);
    return new DutyFinding(
        duty,
        status,
        texts(elements),
        texts(missing),
        missing.stream().flatMap(element -> element.questions().stream()).distinct().toList(),
        deadline,
        deadlines.progress(duty, deadline));
  }

  private static List<String> texts(List<Element> elements) {
    return elements.stream().map(Element::text).toList();
  }

  private static Element standing(Duty duty) {
    return switch (duty.law().standing()) {
      case IN_FORCE -> Element.yes("it is law").becauseOfUs();
      case PROPOSED -> Element.no("it is a proposal, not law").becauseOfUs();
      case VOLUNTARY -> Element.no("the authority recommends it; no law requires it").becauseOfUs();
    };
  }

  private static Element inForce(Duty duty, LocalDate day) {
    Duty.InForce inForce = duty.law().inForce();
    if (inForce.on(day)) {
      return Element.yes("in force on " + day).becauseOfUs();
    }
    return Element.no(
            "not in force on "
                + day
                + inForce
                    .from()
                    .filter(day::isBefore)
                    .map(from -> ": it begins on " + from)
                    .orElse("")
                + inForce.to().filter(day::isAfter).map(to -> ": it ended on " + to).orElse(""))
        .becauseOfUs();
  }

  /// Why an entry that holds in every element is still not owed by itself.
  private static Stream<Element> doubts(Duty duty) {
    return Stream.concat(
        duty.check().verified() == Duty.Verified.RECALL
            ? Stream.of(
                Element.unknown(
                    "the entry was written from memory, not checked against the law: ask counsel"
                        + " and decide"))
            : Stream.empty(),
        duty.check().standsFor().stream()
            .map(many -> Element.unknown("it stands for " + many + ": look at each and decide")));
  }
}
