package dev.firebreak.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/reference/duties.md has the tables of duties and questions as the catalogue states them.
/// What they should be is written to `target/duties-tables.md`.
class DutyReferenceTest {
  private static final String BEGIN = "<!-- tables of the catalogue: begin -->";
  private static final String END = "<!-- tables of the catalogue: end -->";

  private final DutyCatalogue catalogue = DutyCatalogue.shipped();

  @Test
  void tablesAreThoseOfTheCatalogue() throws IOException {
    List<String> expected = new ArrayList<>(duties());
    expected.add("");
    expected.addAll(questions());
    Files.writeString(Path.of("target/duties-tables.md"), String.join("\n", expected) + "\n");

    List<String> page =
        Files.readAllLines(
            Path.of(System.getProperty("firebreak.root", ".."), "docs/reference/duties.md"));
    assertThat(page.subList(page.indexOf(BEGIN) + 2, page.indexOf(END) - 1)).isEqualTo(expected);
  }

  private List<String> duties() {
    List<String> lines = new ArrayList<>();
    lines.add("| Id | Law | Places | Towards | Starts with | Number | Hangs on | Checked |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (Duty duty : catalogue.duties()) {
      List<String> cells =
          List.of(
              "`" + duty.id() + "`",
              duty.law().name(),
              places(duty),
              duty.towards(),
              start(duty.clock().start()),
              number(duty),
              hangsOn(duty),
              checked(duty));
      lines.add("| " + String.join(" | ", cells) + " |");
    }
    return lines;
  }

  private List<String> questions() {
    List<String> lines = new ArrayList<>();
    lines.add("| Question | Who answers | Asks | Taken where nobody answers |");
    lines.add("|---|---|---|---|");
    for (Question question : catalogue.questions()) {
      lines.add(
          "| `"
              + question.key()
              + "` | "
              + (question.of() == Question.Of.COMPANY ? "the company, once" : "for an incident")
              + " | "
              + question.asks()
              + " | "
              + question.otherwise().map(yes -> yes ? "yes" : "no").orElse("")
              + " |");
    }
    return lines;
  }

  private static String places(Duty duty) {
    List<String> places = duty.law().places();
    String text = places.size() > 3 ? places.size() + " countries" : String.join(", ", places);
    return duty.law().except().isEmpty() ? text.replace("*", "any") : text + ", other states";
  }

  private static String start(Duty.StartRule rule) {
    return rule.whenMet()
        .map(id -> "`" + id + "` is met")
        .orElseGet(() ->
            rule.on().stream()
                .map(Moment::key)
                .collect(Collectors.joining(rule.latest() ? " and " : " or ")));
  }

  private static String number(Duty duty) {
    if (duty.clock().limits().isEmpty()) {
      return "none";
    }
    return duty.clock().limits().stream()
        .map(limit ->
            limit.period()
                + limit.inForce().from().map(day -> " from " + day + " on").orElse("")
                + limit.inForce().to().map(day -> " until " + day).orElse("")
                + (limit.startsOn().isEmpty() ? "" : " from awareness")
                + limit.onlyFor().map(key -> " for `" + key + "`").orElse("")
                + (limit.expected() ? ", expected by the authority" : ""))
        .collect(Collectors.joining("; "));
  }

  private static String hangsOn(Duty duty) {
    if (duty.law().standing() != Duty.Standing.IN_FORCE) {
      return "never: "
          + (duty.law().standing() == Duty.Standing.PROPOSED ? "a proposal" : "a recommendation");
    }
    Duty.Requirement required = duty.requires().orElseThrow();
    List<String> parts = new ArrayList<>();
    duty.law().inForce().from().ifPresent(day -> parts.add("from " + day));
    keys(required.roles()).ifPresent(parts::add);
    keys(required.sectors()).ifPresent(parts::add);
    if (!required.cases().isEmpty()) {
      parts.add(
          required.cases().stream()
                  .map(DutyReferenceTest::oneCase)
                  .collect(Collectors.joining(", or "))
              + (required.clearOnly() ? ", in clear" : ""));
    }
    parts.addAll(conditions(required.conditions()));
    required.priorDuty().ifPresent(id -> parts.add("`" + id + "` is owed"));
    return String.join("; ", parts);
  }

  private static java.util.Optional<String> keys(List<String> keys) {
    return keys.isEmpty() || keys.equals(List.of("controller"))
        ? java.util.Optional.empty()
        : java.util.Optional.of(
            keys.stream().map(key -> "`" + key + "`").collect(Collectors.joining(" or ")));
  }

  private static String oneCase(Duty.Case one) {
    List<String> parts = new ArrayList<>();
    String all = words(one.data().all(), " and ");
    String any = words(one.data().any(), "/");
    if (!all.isEmpty() || !any.isEmpty()) {
      parts.add(all.isEmpty() || any.isEmpty() ? all + any : all + " with " + any);
    }
    parts.addAll(conditions(one.conditions()));
    return String.join(" and ", parts);
  }

  private static String words(List<DataCategory> categories, String between) {
    return categories.stream()
        .map(category -> category.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(between));
  }

  private static List<String> conditions(Duty.Conditions conditions) {
    List<String> parts = new ArrayList<>();
    conditions
        .people()
        .ifPresent(rule ->
            parts.add(
                rule.atLeast()
                    + " or more people"
                    + (rule.counted() == Duty.Counted.NOTIFIED ? " told" : "")));
    switch (conditions.risk()) {
      case NONE -> {}
      case NOT_UNLIKELY -> parts.add("a risk is not unlikely");
      case HIGH -> parts.add("a high risk is likely");
      case SERIOUS_HARM -> parts.add("serious harm is likely");
    }
    conditions.incident().forEach(key -> parts.add("`" + key + "`"));
    conditions.moment().ifPresent(moment -> parts.add(moment.key() + " is recorded"));
    return parts;
  }

  private static String checked(Duty duty) {
    if (duty.check().standsFor().isPresent()) {
      return "sums up many";
    }
    return switch (duty.check().verified()) {
      case SEARCH -> "yes";
      case MIXED -> "in part";
      case RECALL -> "from memory";
    };
  }
}
