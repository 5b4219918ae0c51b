package dev.firebreak.duty;

import dev.firebreak.taxonomy.DataCategory;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Evaluates the catalogue for one incident. A duty is owed only where every element holds and the
/// entry was checked; not owed only where an element certainly fails; else unclear, and its clock
/// runs. Immutable.
public final class DutyEvaluation {
  private enum Holds {
    YES,
    NO,
    UNKNOWN
  }

  private record Element(Holds holds, String text) {}

  private final DutyCatalogue catalogue;
  private final Clock clock;

  public DutyEvaluation(DutyCatalogue catalogue, Clock clock) {
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /// One finding per duty of the catalogue, in its order.
  public List<DutyFinding> evaluate(DutyFacts facts) {
    Instant now = clock.instant();
    Map<String, DutyFinding> findings = new LinkedHashMap<>();
    for (Duty duty : catalogue.duties()) {
      findings.put(duty.id(), evaluate(duty, facts, findings, now));
    }
    return List.copyOf(findings.values());
  }

  private static DutyFinding evaluate(
      Duty duty, DutyFacts facts, Map<String, DutyFinding> earlier, Instant now) {
    Deadline deadline = DeadlineRule.of(duty, facts, now);
    Optional<Instant> metAt = MetRule.metAt(duty, facts);
    List<Element> elements = new ArrayList<>();
    elements.add(inForce(duty, DeadlineRule.day(duty, facts, now)));
    duty.requires()
        .ifPresentOrElse(
            required -> elements.addAll(elements(duty, required, facts, earlier)),
            () -> elements.add(unknown("what it requires was not written down yet")));
    if (duty.check().verified() == Duty.Verified.RECALL) {
      elements.add(unknown("the entry was written from memory and not checked: ask counsel"));
      return unclear(duty, elements, deadline, metAt);
    }
    if (elements.stream().anyMatch(element -> element.holds() == Holds.NO)) {
      return new DutyFinding(
          duty,
          DutyFinding.Status.NOT_OWED,
          texts(elements),
          texts(elements, Holds.NO),
          deadline,
          metAt);
    }
    if (elements.stream().anyMatch(element -> element.holds() == Holds.UNKNOWN)) {
      return unclear(duty, elements, deadline, metAt);
    }
    return new DutyFinding(
        duty, DutyFinding.Status.OWED, texts(elements), List.of(), deadline, metAt);
  }

  private static DutyFinding unclear(
      Duty duty, List<Element> elements, Deadline deadline, Optional<Instant> metAt) {
    return new DutyFinding(
        duty,
        DutyFinding.Status.UNCLEAR,
        texts(elements),
        texts(elements, Holds.UNKNOWN),
        deadline,
        metAt);
  }

  private static List<String> texts(List<Element> elements, Holds kind) {
    return elements.stream().filter(element -> element.holds() == kind).map(Element::text).toList();
  }

  private static List<String> texts(List<Element> elements) {
    return elements.stream().map(Element::text).toList();
  }

  private static List<Element> elements(
      Duty duty, Duty.Requirement required, DutyFacts facts, Map<String, DutyFinding> earlier) {
    List<Element> elements = new ArrayList<>();
    elements.add(role(required, facts));
    List<Element> seen = new ArrayList<>();
    seen.add(territory(duty, required, facts));
    seen.add(data(required, facts.exposure()));
    required
        .peopleMoreThan()
        .ifPresent(number -> seen.add(people(duty, number, facts.residences())));
    risk(required.risk(), facts.risk()).ifPresent(seen::add);
    seen.forEach(element -> elements.add(unlessUnread(element, facts.exposure())));
    required.priorDuty().ifPresent(prior -> elements.add(prior(prior, earlier)));
    return elements;
  }

  /// What was not seen may stand in the rows that nobody could read.
  private static Element unlessUnread(Element element, DutyFacts.Exposed exposed) {
    return element.holds() == Holds.NO && exposed.unreadRows() > 0
        ? unknown(element.text() + "; but " + exposed.unreadRows() + " rows could not be read")
        : element;
  }

  private static Element inForce(Duty duty, LocalDate day) {
    Duty.InForce inForce = duty.law().inForce();
    if (inForce.on(day)) {
      return yes("in force on " + day);
    }
    return no(
        "not in force on "
            + day
            + inForce.from().filter(day::isBefore).map(from -> ": it begins on " + from).orElse("")
            + inForce.to().filter(day::isAfter).map(to -> ": it ended on " + to).orElse(""));
  }

  private static Element role(Duty.Requirement required, DutyFacts facts) {
    if (required.roles().isEmpty()) {
      return yes("it binds everybody");
    }
    String wanted = String.join(" or ", required.roles());
    return required.roles().stream().anyMatch(facts.roles()::contains)
        ? yes("the company is " + wanted)
        : no("the company is not " + wanted);
  }

  private static Element territory(Duty duty, Duty.Requirement required, DutyFacts facts) {
    List<String> places = duty.law().places();
    boolean established = places.contains(facts.establishment());
    if (required.territory() == Duty.Territory.ESTABLISHMENT_OR_PEOPLE && established) {
      return yes("the company is established in " + facts.establishment());
    }
    long people = in(places, facts.residences());
    if (people > 0) {
      return yes(people + " affected people live in " + named(places));
    }
    long maybe = maybeIn(places, facts.residences());
    if (maybe > 0) {
      return unknown(maybe + " affected people may live in " + named(places));
    }
    return no("no affected person lives in " + named(places));
  }

  private static Element data(Duty.Requirement required, DutyFacts.Exposed exposed) {
    long mask = required.clearOnly() ? exposed.clear() : exposed.anyForm();
    long personal = mask & ~DataCategory.OPERATIONS.mask();
    boolean holds =
        required.data().isEmpty()
            ? personal != 0
            : required.data().stream().anyMatch(rule -> rule.holds(personal));
    if (holds) {
      return yes("the kinds of data that it asks for are exposed");
    }
    String wanted =
        (required.data().isEmpty() ? "any personal data" : words(required.data()))
            + (required.clearOnly() ? ", in clear" : "");
    if (exposed.unexplainedFields() > 0) {
      return unknown(
          "not seen: "
              + wanted
              + "; but "
              + exposed.unexplainedFields()
              + " fields of the data set have no known kind: look at them and decide");
    }
    return exposed.provisional()
        ? unknown("not disclosed as far as the ledger knows: " + wanted + "; no file was read yet")
        : no("not exposed: " + wanted);
  }

  private static Element people(Duty duty, long number, Residences residences) {
    String where = named(duty.law().places());
    long certain = in(duty.law().places(), residences);
    if (certain > number) {
      return yes(certain + " people in " + where + ", more than " + number);
    }
    if (certain + maybeIn(duty.law().places(), residences) > number) {
      return unknown(certain + " people certainly in " + where + ", perhaps more than " + number);
    }
    return no(certain + " people in " + where + ", not more than " + number);
  }

  private static Optional<Element> risk(Duty.RiskRule rule, Optional<RiskReading> reading) {
    if (rule == Duty.RiskRule.NONE) {
      return Optional.empty();
    }
    if (reading.isEmpty()) {
      return Optional.of(unknown("the risk to people was not assessed yet"));
    }
    RiskReading risk = reading.get();
    String why = String.join("; ", risk.why());
    return Optional.of(
        switch (rule) {
          case NONE -> throw new IllegalStateException("handled above");
          case NOT_UNLIKELY ->
              risk.high() == RiskLevel.UNLIKELY
                  ? no("a risk to people is unlikely: " + why)
                  : yes("a risk to people is not unlikely: " + why);
          case HIGH -> highRisk(risk, why);
        });
  }

  private static Element highRisk(RiskReading risk, String why) {
    if (risk.low() == RiskLevel.HIGH) {
      return yes("a high risk to people is likely: " + why);
    }
    return risk.high() == RiskLevel.HIGH
        ? unknown("a high risk to people is possible: " + why)
        : no("no high risk to people: " + why);
  }

  private static Element prior(String id, Map<String, DutyFinding> earlier) {
    DutyFinding finding = earlier.get(id);
    if (finding == null) {
      return unknown("it hangs on " + id + ", which the catalogue does not have before it");
    }
    return switch (finding.status()) {
      case OWED -> yes("it hangs on " + id + ", which is owed");
      case NOT_OWED -> no("it hangs on " + id + ", which is not owed");
      case UNCLEAR -> unknown("it hangs on " + id + ", which is unclear");
    };
  }

  private static long in(List<String> places, Residences residences) {
    return places.stream().mapToLong(residences::in).sum();
  }

  private static long maybeIn(List<String> places, Residences residences) {
    long regions =
        places.stream().mapToLong(p -> residences.maybeIn(p) - residences.unknown()).sum();
    return regions + residences.unknown();
  }

  private static String named(List<String> places) {
    return places.size() == 1 ? places.getFirst() : "one of " + places.size() + " places";
  }

  private static String words(List<Duty.DataRule> rules) {
    return rules.stream().map(DutyEvaluation::words).collect(Collectors.joining("; or "));
  }

  private static String words(Duty.DataRule rule) {
    String all = rule.all().stream().map(DataCategory::key).collect(Collectors.joining(" and "));
    String any = rule.any().stream().map(DataCategory::key).collect(Collectors.joining(", "));
    if (any.isEmpty()) {
      return all;
    }
    return all.isEmpty() ? "one of " + any : all + " with one of " + any;
  }

  private static Element yes(String text) {
    return new Element(Holds.YES, text);
  }

  private static Element no(String text) {
    return new Element(Holds.NO, text);
  }

  private static Element unknown(String text) {
    return new Element(Holds.UNKNOWN, text);
  }
}
