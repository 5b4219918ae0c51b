package dev.firebreak.duty;

import static dev.firebreak.duty.Element.asks;
import static dev.firebreak.duty.Element.no;
import static dev.firebreak.duty.Element.unknown;
import static dev.firebreak.duty.Element.yes;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compares what duties require with the facts of one incident. Confined to one evaluation.
final class RequirementCheck {
  private final Statements statements;
  private final DutyFacts facts;
  private final Map<String, DutyFinding> earlier;

  /// @param earlier findings of the duties that stand before the checked one
  RequirementCheck(Statements statements, DutyFacts facts, Map<String, DutyFinding> earlier) {
    this.statements = statements;
    this.facts = facts;
    this.earlier = earlier;
  }

  /// Everything that the duty hangs on, in the order of the law.
  List<Element> elements(Duty duty, Duty.Requirement required) {
    List<Element> elements = new ArrayList<>();
    statements.oneOf(required.roles()).ifPresent(elements::add);
    statements.oneOf(required.sectors()).ifPresent(elements::add);
    Scope scope = Scope.of(duty, facts);
    Element territory = unlessUnread(territory(scope));
    if (required.territory() != Duty.Territory.ANYWHERE) {
      elements.add(established(required, scope).orElse(territory));
    }
    if (scope.everybody() || territory.holds() != Element.Holds.NO) {
      elements.add(cases(required, scope));
      List<Duty.DataRule> rules = rules(required);
      elements.addAll(conditions(required.conditions(), scope, rules, required.clearOnly()));
    }
    required.priorDuty().ifPresent(prior -> elements.add(prior(prior)));
    return elements;
  }

  private static List<Duty.DataRule> rules(Duty.Requirement required) {
    return required.cases().isEmpty()
        ? List.of(Duty.DataRule.ANYTHING)
        : required.cases().stream().map(Duty.Case::data).toList();
  }

  private Optional<Element> established(Duty.Requirement required, Scope scope) {
    boolean here =
        scope.everybody() && required.territory() == Duty.Territory.ESTABLISHMENT_OR_PEOPLE;
    return here
        ? Optional.of(
            yes("the company is established in " + facts.company().establishment()).becauseOfUs())
        : Optional.empty();
  }

  private Element territory(Scope scope) {
    Scope.Count people = scope.people(facts.residences());
    if (people.certain() > 0) {
      return yes(people.certain() + " affected people live in " + scope.words()).becauseOfUs();
    }
    if (people.maybe() > 0) {
      return unknown(people.maybe() + " affected people may live in " + scope.words());
    }
    return no("no affected person lives in " + scope.words()).becauseOfUs();
  }

  /// One of the cases must hold; without cases any personal data is enough.
  private Element cases(Duty.Requirement required, Scope scope) {
    List<Duty.Case> cases =
        required.cases().isEmpty()
            ? List.of(new Duty.Case(Duty.DataRule.ANYTHING, Duty.Conditions.NONE))
            : required.cases();
    List<List<Element>> checked = new ArrayList<>();
    for (Duty.Case one : cases) {
      List<Element> elements = new ArrayList<>();
      elements.add(data(one.data(), scope, required.clearOnly()));
      elements.addAll(
          conditions(one.conditions(), scope, List.of(one.data()), required.clearOnly()));
      checked.add(elements);
    }
    return anyOf(checked);
  }

  private Element anyOf(List<List<Element>> cases) {
    for (List<Element> elements : cases) {
      if (elements.stream().allMatch(element -> element.holds() == Element.Holds.YES)) {
        return yes(elements.stream().map(Element::text).collect(Collectors.joining(", and ")));
      }
    }
    List<Element> open =
        cases.stream()
            .filter(elements -> elements.stream().noneMatch(e -> e.holds() == Element.Holds.NO))
            .flatMap(List::stream)
            .filter(element -> element.holds() == Element.Holds.UNKNOWN)
            .toList();
    String text =
        (open.isEmpty() ? cases.stream().flatMap(RequirementCheck::failing) : open.stream())
            .map(Element::text)
            .distinct()
            .collect(Collectors.joining("; or "));
    if (text.contains(unexplained())) {
      text = text.replace(unexplained(), "") + unexplained();
    }
    if (open.isEmpty()) {
      return no(text);
    }
    List<String> questions = open.stream().flatMap(e -> e.questions().stream()).distinct().toList();
    return new Element(Element.Holds.UNKNOWN, text, false, questions);
  }

  private static Stream<Element> failing(List<Element> elements) {
    return elements.stream().filter(element -> element.holds() == Element.Holds.NO);
  }

  private Element data(Duty.DataRule rule, Scope scope, boolean clearOnly) {
    Holders holders = Holders.of(facts, scope, List.of(rule), clearOnly);
    String wanted = words(rule) + (clearOnly ? ", in clear" : "");
    if (holders.count().certain() > 0) {
      String number =
          holders.unionOnly() ? "at least one person" : people(holders.count().certain());
      return yes("exposed of " + number + ": " + wanted);
    }
    if (holders.count().maybe() > 0) {
      return maybeExposed(holders, scope, wanted);
    }
    return unlessUnread(notExposed(wanted));
  }

  private Element maybeExposed(Holders holders, Scope scope, String wanted) {
    if (holders.unionOnly()) {
      return unknown(
          "exposed over all people together, not known whether of one and the same person in "
              + scope.words()
              + ": "
              + wanted);
    }
    String text =
        "exposed of "
            + people(holders.count().maybe())
            + " who may live in "
            + scope.words()
            + ": "
            + wanted;
    // where nobody certainly lives there, the territory is the open question, and said already
    return scope.people(facts.residences()).certain() == 0 ? yes(text) : unknown(text);
  }

  private Element notExposed(String wanted) {
    DutyFacts.Exposed exposed = facts.exposure();
    if (exposed.unexplainedFields() > 0) {
      return unknown("not seen: " + wanted + unexplained());
    }
    return exposed.provisional()
        ? unknown("not disclosed as far as the ledger knows: " + wanted + "; no file was read yet")
        : no("not exposed of anybody concerned: " + wanted);
  }

  private String unexplained() {
    long fields = facts.exposure().unexplainedFields();
    return fields == 1
        ? "; but 1 field of the data set has no known kind: look at it and decide"
        : "; but " + fields + " fields of the data set have no known kind: look at them and decide";
  }

  private List<Element> conditions(
      Duty.Conditions conditions, Scope scope, List<Duty.DataRule> rules, boolean clearOnly) {
    List<Element> elements = new ArrayList<>();
    conditions
        .people()
        .ifPresent(rule -> elements.add(unlessUnread(people(rule, scope, rules, clearOnly))));
    risk(conditions.risk()).map(this::unlessUnread).ifPresent(elements::add);
    conditions.incident().forEach(key -> elements.add(statements.ofIncident(key)));
    conditions.moment().ifPresent(moment -> elements.add(recorded(moment)));
    return elements;
  }

  private Element people(
      Duty.PeopleRule rule, Scope scope, List<Duty.DataRule> rules, boolean clearOnly) {
    Scope.Count holders = Holders.of(facts, scope, rules, clearOnly).count();
    String number = "; " + rule.atLeast() + " or more are needed";
    String where = concerned(scope, rules);
    if (holders.certain() >= rule.atLeast()) {
      return yes(people(holders.certain()) + where + number);
    }
    if (holders.atMost() >= rule.atLeast()) {
      return unknown("certainly " + people(holders.certain()) + where + number);
    }
    long everybody = scope.people(facts.residences()).atMost();
    if (rule.counted() == Duty.Counted.NOTIFIED && everybody >= rule.atLeast()) {
      return unknown(
          people(holders.certain())
              + where
              + "; the law counts who is told, and "
              + rule.atLeast()
              + " or more are needed: it hangs on how many of the "
              + everybody
              + " affected there are told");
    }
    return no(people(holders.atMost()) + where + number);
  }

  /// Where a law counts some kinds of data only, affected people without them do not count.
  private static String concerned(Scope scope, List<Duty.DataRule> rules) {
    return rules.stream().allMatch(Duty.DataRule::isAnything)
        ? " concerned in " + scope.words()
        : " in " + scope.words() + " with the kinds of data that this law counts";
  }

  private Optional<Element> risk(Duty.RiskRule rule) {
    if (rule == Duty.RiskRule.NONE) {
      return Optional.empty();
    }
    if (facts.risk().isEmpty()) {
      return Optional.of(unknown("the risk to people was not assessed yet"));
    }
    RiskReading risk = facts.risk().get();
    String why = String.join("; ", risk.why());
    return Optional.of(
        switch (rule) {
          case NONE -> throw new IllegalStateException("handled above");
          case NOT_UNLIKELY ->
              risk.high() == RiskLevel.UNLIKELY
                  ? no("a risk to people is unlikely: " + why)
                  : yes("a risk to people is not unlikely: " + why);
          case HIGH -> highRisk(risk, why);
          case SERIOUS_HARM -> seriousHarm(risk, why);
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

  private static Element seriousHarm(RiskReading risk, String why) {
    if (risk.low() == RiskLevel.HIGH) {
      return yes("a high risk to people is likely, taken as serious harm: " + why);
    }
    return risk.high() == RiskLevel.UNLIKELY
        ? no("a risk to people is unlikely, so no serious harm: " + why)
        : unknown("whether the harm is serious in the words of this law, a person decides: " + why);
  }

  private Element recorded(Moment moment) {
    return facts.timeline().moments().containsKey(moment)
        ? yes("recorded: " + moment.words())
        : unknown("not recorded: " + moment.words() + " (incident moment ID " + moment.key() + ")");
  }

  private Element prior(String id) {
    DutyFinding finding = earlier.get(id);
    if (finding == null) {
      return unknown("it hangs on " + id + ", which the catalogue does not have before it");
    }
    return switch (finding.status()) {
      case OWED -> yes("it hangs on " + id + ", which is owed");
      case NOT_OWED -> no("it hangs on " + id + ", which is not owed");
      case UNCLEAR -> asks("it hangs on " + id + ", which is unclear", finding.questions());
    };
  }

  /// What was not seen may stand in the rows that nobody could read.
  private Element unlessUnread(Element element) {
    long unread = facts.exposure().unreadRows();
    return element.holds() == Element.Holds.NO && unread > 0
        ? unknown(element.text() + "; but " + unread + " rows could not be read")
        : element;
  }

  private static String people(long number) {
    return number == 1 ? "1 person" : number + " people";
  }

  private static String words(Duty.DataRule rule) {
    if (rule.isAnything()) {
      return "personal data";
    }
    String all = rule.all().stream().map(DataCategory::key).collect(Collectors.joining(" and "));
    String any = rule.any().stream().map(DataCategory::key).collect(Collectors.joining(", "));
    if (any.isEmpty()) {
      return all;
    }
    String one = rule.any().size() == 1 ? any : "one of " + any;
    return all.isEmpty() ? one : all + " with " + one;
  }
}
