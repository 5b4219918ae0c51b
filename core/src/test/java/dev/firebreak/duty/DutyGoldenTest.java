package dev.firebreak.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The cases of `golden.yaml`, which were computed by another program.
class DutyGoldenTest {
  private static final DutyCatalogue CATALOGUE = DutyCatalogue.shipped();
  private static final Map<String, Object> FILE = file();

  @Test
  void everyDutyThatCanBeOwedByItselfHasItsFourCases() {
    List<String> tested = cases("cases").map(one -> text(one, "duty")).toList();

    assertThat(tested)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            CATALOGUE.duties().stream().filter(Duty::canBeOwed).map(Duty::id).toList());
    assertThat(cases("cases"))
        .allSatisfy(one ->
            assertThat(one.keySet())
                .containsExactlyInAnyOrder("duty", "given", "start", "end", "not_triggered"));
  }

  @TestFactory
  Stream<DynamicTest> trigger() {
    return cases("cases")
        .map(one ->
            DynamicTest.dynamicTest(
                text(one, "duty"),
                () -> {
                  DutyFinding finding = finding(one, map(one, "given"));
                  assertThat(finding.missing()).isEmpty();
                  assertThat(finding.status()).isEqualTo(DutyFinding.Status.OWED);
                }));
  }

  @TestFactory
  Stream<DynamicTest> notTriggered() {
    return cases("cases")
        .map(one ->
            DynamicTest.dynamicTest(
                text(one, "duty"),
                () -> {
                  Map<String, Object> given = new LinkedHashMap<>(map(one, "given"));
                  given.putAll(map(one, "not_triggered"));
                  DutyFinding finding = finding(one, given);
                  assertThat(finding.status()).isEqualTo(DutyFinding.Status.NOT_OWED);
                  assertThat(String.join("; ", finding.missing())).contains(text(given, "missing"));
                }));
  }

  @TestFactory
  Stream<DynamicTest> startAndEnd() {
    return Stream.concat(cases("cases"), cases("special"))
        .map(one ->
            DynamicTest.dynamicTest(
                text(one, "duty") + " " + one.getOrDefault("name", ""),
                () -> {
                  DutyFinding finding = finding(one, map(one, "given"));
                  if (one.containsKey("not_owed")) {
                    assertThat(finding.status()).isEqualTo(DutyFinding.Status.NOT_OWED);
                    assertThat(finding.missing())
                        .singleElement()
                        .asString()
                        .contains(text(one, "not_owed"));
                    return;
                  }
                  assertThat(finding.status()).isEqualTo(DutyFinding.Status.OWED);
                  Deadline deadline = finding.deadline();
                  assertThat(deadline.startedAt()).contains(time(map(one, "start"), "at"));
                  assertThat(deadline.startedOn().map(Moment::key))
                      .contains(text(map(one, "start"), "on"));
                  if (text(one, "end").equals("none")) {
                    assertThat(deadline.dueAt()).isEmpty();
                    assertThat(deadline.quality()).isNotEmpty();
                  } else {
                    assertThat(deadline.dueAt().map(due -> due.toInstant()))
                        .contains(time(one, "end"));
                  }
                }));
  }

  @Test
  void everyLaterStepWithANumberHasACase() {
    List<String> tested =
        cases("steps")
            .flatMap(one ->
                map(one, "due").entrySet().stream()
                    .filter(due -> !due.getValue().equals("none"))
                    .map(due -> text(one, "duty") + "/" + due.getKey()))
            .distinct()
            .toList();

    assertThat(tested)
        .containsExactlyInAnyOrderElementsOf(
            CATALOGUE.duties().stream()
                .flatMap(duty ->
                    duty.clock().phases().stream()
                        .filter(phase -> phase.period().isPresent())
                        .map(phase -> duty.id() + "/" + phase.id()))
                .toList());
  }

  @TestFactory
  Stream<DynamicTest> laterSteps() {
    return cases("steps")
        .map(one ->
            DynamicTest.dynamicTest(
                text(one, "duty") + " " + text(one, "name"),
                () -> {
                  Map<String, Object> given = new LinkedHashMap<>(map(one, "given"));
                  given.put("met", one.get("met"));
                  Map<String, String> due = new LinkedHashMap<>();
                  finding(one, given)
                      .progress()
                      .steps()
                      .forEach(step ->
                          due.put(
                              step.phase().id(),
                              step.dueAt().map(at -> at.toInstant().toString()).orElse("none")));
                  Map<String, String> wanted = new LinkedHashMap<>();
                  map(one, "due")
                      .forEach((step, at) ->
                          wanted.put(
                              step,
                              at.equals("none")
                                  ? "none"
                                  : OffsetDateTime.parse((String) at).toInstant().toString()));
                  assertThat(due).isEqualTo(wanted);
                }));
  }

  @Test
  void plainMetadataOwesWhatTheSourcesSay() {
    Map<String, Object> given = new LinkedHashMap<>();
    Map<String, Object> people = new LinkedHashMap<>();
    CATALOGUE.duties().forEach(duty -> duty.law().places().forEach(place -> people.put(place, 90)));
    people.remove("*");
    people.put("US-GA", 90);
    given.put("people", people);
    given.put(
        "data",
        List.of(
            "user.name",
            "user.contact.email",
            "user.location.imprecise.city",
            "user.device.user_agent",
            "user.behavior.referrer",
            "user.unique_id",
            "org.identifier"));
    given.put("risk", "risk");
    given.put(
        "statements",
        CATALOGUE.questions(Question.Of.COMPANY).stream()
            .collect(Collectors.toMap(Question::key, question -> "yes")));
    given.put("moments", Map.of("vendor-told-us", "2027-06-01T12:00:00Z"));
    Map<String, DutyFinding> findings = new HashMap<>();
    evaluate(given).forEach(finding -> findings.put(finding.duty().id(), finding));

    Map<String, Object> said = map(FILE, "plain_metadata");
    assertThat(list(said, "owe"))
        .allSatisfy(id ->
            assertThat(findings.get(id))
                .as(id)
                .returns(
                    CATALOGUE.duty(id).orElseThrow().canBeOwed()
                        ? DutyFinding.Status.OWED
                        : DutyFinding.Status.UNCLEAR,
                    DutyFinding::status));
    assertThat(list(said, "never"))
        .allSatisfy(id ->
            assertThat(findings.get(id))
                .as(id)
                .extracting(DutyFinding::status)
                .isNotEqualTo(DutyFinding.Status.OWED));
    assertThat(list(said, "unlikely"))
        .allSatisfy(id ->
            assertThat(findings.get(id))
                .as(id)
                .extracting(DutyFinding::status)
                .isNotEqualTo(DutyFinding.Status.OWED));
  }

  private static DutyFinding finding(Map<String, Object> one, Map<String, Object> given) {
    return evaluate(given).stream()
        .filter(finding -> finding.duty().id().equals(text(one, "duty")))
        .findFirst()
        .orElseThrow();
  }

  private static List<DutyFinding> evaluate(Map<String, Object> given) {
    long mask =
        list(given, "data").stream()
            .map(key -> DataCategory.ofKey(key).orElseThrow())
            .mapToLong(DataCategory::mask)
            .reduce(0, (a, b) -> a | b);
    Map<Moment, Instant> moments = new HashMap<>();
    Map<String, Object> times = map(given, "moments");
    times.keySet().forEach(key -> moments.put(Moment.ofKey(key).orElseThrow(), time(times, key)));
    Instant opened = Instant.parse("2025-01-01T00:00:00Z");
    DutyFacts facts =
        new DutyFacts(
            new DutyFacts.Company("IE", answers(given, "statements")),
            new DutyFacts.Exposed(mask, mask, 0, 0, false),
            residences(map(given, "people"), mask),
            risk(given),
            answers(given, "answers"),
            new DutyFacts.Timeline(moments, met(map(given, "met")), opened));
    return new DutyEvaluation(CATALOGUE, Clock.fixed(opened, ZoneOffset.UTC)).evaluate(facts);
  }

  private static Map<String, Map<Moment, Instant>> met(Map<String, Object> times) {
    Map<String, Map<Moment, Instant>> met = new HashMap<>();
    times.keySet().forEach(name -> met.put(name, Map.of(Moment.DUTY_MET, time(times, name))));
    return met;
  }

  private static Residences residences(Map<String, Object> people, long mask) {
    Map<String, Long> byPlace = new HashMap<>();
    List<Holding> holdings = new ArrayList<>();
    people.forEach((place, number) -> {
      long count = ((Integer) number).longValue();
      byPlace.put(place, count);
      holdings.add(new Holding(place, mask, mask, count));
    });
    return new Residences(byPlace, 0, holdings);
  }

  private static Optional<RiskReading> risk(Map<String, Object> given) {
    RiskLevel level =
        switch ((String) given.getOrDefault("risk", "risk")) {
          case "unlikely" -> RiskLevel.UNLIKELY;
          case "high" -> RiskLevel.HIGH;
          default -> RiskLevel.RISK;
        };
    return Optional.of(new RiskReading(level, level, List.of("of the case")));
  }

  private static Map<String, Boolean> answers(Map<String, Object> given, String key) {
    Map<String, Boolean> answers = new HashMap<>();
    map(given, key).forEach((question, answer) -> answers.put(question, answer.equals("yes")));
    return answers;
  }

  private static Stream<Map<String, Object>> cases(String key) {
    return items(FILE, key).map(DutyGoldenTest::map);
  }

  private static Map<String, Object> map(Map<String, Object> holder, String key) {
    return map(holder.getOrDefault(key, Map.of()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private static List<String> list(Map<String, Object> holder, String key) {
    return items(holder, key).map(Object::toString).toList();
  }

  private static Stream<?> items(Map<String, Object> holder, String key) {
    return ((List<?>) holder.getOrDefault(key, List.of())).stream();
  }

  private static String text(Map<String, Object> holder, String key) {
    return String.valueOf(holder.get(key));
  }

  private static Instant time(Map<String, Object> holder, String key) {
    return OffsetDateTime.parse(text(holder, key)).toInstant();
  }

  private static Map<String, Object> file() {
    try (var in = DutyGoldenTest.class.getResourceAsStream("golden.yaml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return map(new Load(LoadSettings.builder().build()).loadFromString(text));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
