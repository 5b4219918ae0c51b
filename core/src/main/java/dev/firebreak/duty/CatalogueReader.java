package dev.firebreak.duty;

import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.yaml.YamlDocument;
import dev.firebreak.yaml.YamlProblems;
import dev.firebreak.yaml.YamlSection;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Turns the catalogue's YAML into duties, or into the list of everything that is wrong with it.
final class CatalogueReader {
  private static final Pattern PLACE = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{2,59}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.-]{1,40}");
  private static final int LIMIT_MAX = 10_000;
  private static final int PEOPLE_MAX = 1_000_000_000;

  private final HolidayCalendars holidays;
  private final String text;
  private final Set<String> ids = new HashSet<>();
  private final Map<String, Question> questions = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  CatalogueReader(HolidayCalendars holidays, String text) {
    this.holidays = holidays;
    this.text = text;
  }

  DutyCatalogue read() {
    YamlProblems problems = new YamlProblems("the duty catalogue");
    Optional<DutyCatalogue> catalogue = YamlDocument.read(text, problems).map(this::catalogue);
    problems.throwIfAny(ErrorCode.CATALOGUE_INVALID);
    return catalogue.orElseThrow();
  }

  private DutyCatalogue catalogue(YamlSection file) {
    String version = file.text("version");
    if (!VERSION.matcher(version).matches()) {
      file.problem("version", "1 to 40 letters, digits, dots and hyphens");
    }
    LocalDate compiled = date(file, "compiled").orElse(LocalDate.EPOCH);
    file.section("places"); // anchors only; their use is checked where they are used
    Map<String, ZoneId> zones = new HashMap<>();
    for (YamlSection section : file.sections("zones")) {
      section.texts("of").forEach(place -> zones.put(place, zone(section)));
      section.finish();
    }
    List<Question> inOrder = file.sections("questions").stream().map(this::question).toList();
    List<Duty> duties = new ArrayList<>();
    for (YamlSection section : file.sections("duties")) {
      duties.add(duty(section));
    }
    if (duties.isEmpty()) {
      file.problem("no duties");
    }
    inOrder.stream()
        .filter(question -> !asked.contains(question.key()))
        .forEach(question -> file.problem("questions", "no duty asks " + question.key()));
    file.finish();
    DutyCatalogue.Edition edition =
        new DutyCatalogue.Edition(
            version,
            Sha256.hex(text),
            compiled,
            new DutyCatalogue.Holidays(holidays.version(), Sha256.hex(holidays.text())));
    return new DutyCatalogue(edition, text, inOrder, zones, holidays, duties);
  }

  private Question question(YamlSection section) {
    Question question =
        new Question(
            id(section, "key"),
            section.text("asks"),
            choice(section, "of", Question.Of.class, Optional.empty()),
            section.optional("otherwise", "yes or no", CatalogueReader::yesNo));
    if (questions.put(question.key(), question) != null) {
      section.problem("the key " + question.key() + " stands twice");
    }
    section.finish();
    return question;
  }

  private Duty duty(YamlSection section) {
    String id = id(section, "id");
    Duty.Law law = law(section.requiredSection("law"));
    Optional<Duty.Requirement> requires = section.section("requires").map(this::requirement);
    List<String> owedTo = section.texts("owed_to");
    if (owedTo.isEmpty()) {
      section.problem("owed_to", "names at least one party");
    }
    Duty duty =
        new Duty(
            id,
            law,
            owedTo,
            requires,
            clock(section.requiredSection("clock")),
            new Duty.Contents(section.texts("contents"), section.texts("exceptions")),
            check(section.requiredSection("check")));
    if (!ids.add(id)) {
      section.problem("the id " + id + " stands twice");
    }
    section.finish();
    return duty;
  }

  private Duty.Law law(YamlSection section) {
    List<String> places = places(section, "places");
    if (places.isEmpty()) {
      section.problem("a law has at least one place");
    }
    Duty.Law law =
        new Duty.Law(
            section.text("name"),
            section.text("citation"),
            places,
            places(section, "except"),
            inForce(section),
            choice(section, "standing", Duty.Standing.class, Optional.of(Duty.Standing.IN_FORCE)));
    section.finish();
    return law;
  }

  private static List<String> places(YamlSection section, String key) {
    List<String> places = section.texts(key);
    for (String place : places) {
      if (!PLACE.matcher(place).matches() && !place.equals("*")) {
        section.problem(key, "not an ISO 3166 code: " + place);
      }
    }
    return places;
  }

  private Duty.Requirement requirement(YamlSection section) {
    String form = section.optionalText("form").orElse("any");
    if (!Set.of("any", "clear").contains(form)) {
      section.problem("form", "expected any or clear");
    }
    Duty.Requirement requirement =
        new Duty.Requirement(
            keys(section, "roles", Question.Of.COMPANY),
            keys(section, "sectors", Question.Of.COMPANY),
            choice(section, "territory", Duty.Territory.class, Optional.empty()),
            section.sections("cases").stream().map(this::oneCase).toList(),
            form.equals("clear"),
            conditions(section),
            prior(section, "prior_duty"));
    section.finish();
    return requirement;
  }

  private Optional<String> prior(YamlSection section, String key) {
    Optional<String> prior = section.optionalText(key);
    if (prior.isPresent() && !ids.contains(prior.get())) {
      section.problem(key, prior.get() + " does not stand before this duty");
    }
    return prior;
  }

  private Duty.Case oneCase(YamlSection section) {
    List<DataCategory> all = categories(section, "all");
    List<DataCategory> any = categories(section, "any");
    Duty.Conditions conditions = conditions(section);
    if (all.isEmpty() && any.isEmpty() && conditions.equals(Duty.Conditions.NONE)) {
      section.problem("a case names at least one known category in all or any, or a condition");
    }
    section.finish();
    return new Duty.Case(new Duty.DataRule(all, any), conditions);
  }

  private static List<DataCategory> categories(YamlSection section, String key) {
    List<DataCategory> categories = new ArrayList<>();
    for (String text : section.texts(key)) {
      DataCategory.ofKey(text)
          .ifPresentOrElse(categories::add, () -> section.problem(key, "unknown category " + text));
    }
    return categories;
  }

  private Duty.Conditions conditions(YamlSection section) {
    Optional<String> number = section.optionalText("people_at_least");
    Duty.Counted counted =
        choice(section, "counted", Duty.Counted.class, Optional.of(Duty.Counted.AFFECTED));
    Optional<Moment> moment =
        section.optional(
            "moment",
            "a moment as material",
            text -> Moment.ofKey(text).orElseThrow(IllegalArgumentException::new));
    return new Duty.Conditions(
        number.map(text ->
            new Duty.PeopleRule(number(section, "people_at_least", text, PEOPLE_MAX), counted)),
        choice(section, "risk", Duty.RiskRule.class, Optional.of(Duty.RiskRule.NONE)),
        keys(section, "incident", Question.Of.INCIDENT),
        moment);
  }

  /// Keys of questions that this one answers.
  private List<String> keys(YamlSection section, String key, Question.Of of) {
    List<String> keys = section.texts(key);
    keys.forEach(text -> checkQuestion(section, key, text, of));
    return keys;
  }

  private void checkQuestion(YamlSection section, String key, String text, Question.Of of) {
    asked.add(text);
    Question question = questions.get(text);
    if (question == null || question.of() != of) {
      section.problem(
          key, "no question of the " + of.name().toLowerCase(Locale.ROOT) + ": " + text);
    }
  }

  private Duty.ClockRule clock(YamlSection section) {
    List<Moment> moments = moments(section, "starts_on");
    Optional<String> whenMet = prior(section, "starts_when_met");
    if (moments.isEmpty() == whenMet.isEmpty()) {
      section.problem("a clock has either starts_on with a moment, or starts_when_met");
    }
    String takes = section.optionalText("takes").orElse("earliest");
    if (!Set.of("earliest", "latest").contains(takes)) {
      section.problem("takes", "expected earliest or latest");
    }
    List<Duty.Limit> limits = section.sections("limits").stream().map(this::limit).toList();
    List<Duty.Phase> phases = phases(section);
    Optional<String> calendar = section.optionalText("calendar");
    calendar
        .filter(id -> !holidays.byId().containsKey(id))
        .ifPresent(id -> section.problem("calendar", "unknown holiday calendar " + id));
    boolean businessDays =
        limits.stream().anyMatch(limit -> limit.period().unit() == Duty.Unit.BUSINESS_DAYS)
            || phases.stream()
                .flatMap(phase -> phase.period().stream())
                .anyMatch(period -> period.unit() == Duty.Unit.BUSINESS_DAYS);
    if (businessDays != calendar.isPresent()) {
      section.problem("calendar", "stands beside business days, and only there");
    }
    Duty.ClockRule clock =
        new Duty.ClockRule(
            new Duty.StartRule(moments, takes.equals("latest"), whenMet),
            limits,
            section.text("quality"),
            new Duty.ZoneRule(
                zone(section),
                calendar.filter(holidays.byId()::containsKey),
                section.choice("periods", RuleOfPeriods.class).isPresent()),
            moments(section, "met_by"),
            phases);
    section.finish();
    return clock;
  }

  private static List<Moment> moments(YamlSection section, String key) {
    List<Moment> moments = new ArrayList<>();
    for (String text : section.texts(key)) {
      Moment.ofKey(text)
          .ifPresentOrElse(moments::add, () -> section.problem(key, "unknown moment " + text));
    }
    return moments;
  }

  /// Rules about periods that are told as information.
  private enum RuleOfPeriods {
    REG_1182_71
  }

  private Duty.Limit limit(YamlSection section) {
    Optional<String> onlyFor = section.optionalText("only_for");
    onlyFor.ifPresent(text -> checkQuestion(section, "only_for", text, Question.Of.COMPANY));
    Duty.Limit limit =
        new Duty.Limit(
            period(section),
            inForce(section),
            moments(section, "starts_on"),
            onlyFor,
            section.optional("expected", "yes or no", CatalogueReader::yesNo).orElse(false));
    section.finish();
    return limit;
  }

  private static Duty.Period period(YamlSection section) {
    return new Duty.Period(
        number(section, "value", section.text("value"), LIMIT_MAX),
        choice(section, "unit", Duty.Unit.class, Optional.empty()));
  }

  private List<Duty.Phase> phases(YamlSection clock) {
    List<Duty.Phase> phases = new ArrayList<>();
    Set<String> before = new HashSet<>(Set.of("start", "met"));
    for (YamlSection section : clock.sections("phases")) {
      String id = id(section, "id");
      String after = section.text("after");
      if (!before.contains(after) && Moment.ofKey(after).isEmpty()) {
        section.problem("after", "expected start, met, the id of an earlier phase, or a moment");
      }
      if (!before.add(id)) {
        section.problem("the phase " + id + " stands twice");
      }
      boolean numbered = section.optionalText("value").isPresent();
      phases.add(
          new Duty.Phase(
              id,
              section.text("what"),
              after,
              numbered ? Optional.of(period(section)) : Optional.empty(),
              section.section("where").map(this::where)));
      section.finish();
    }
    return phases;
  }

  private Duty.Where where(YamlSection section) {
    String question = section.text("incident");
    checkQuestion(section, "incident", question, Question.Of.INCIDENT);
    Duty.Where where = new Duty.Where(question, period(section));
    section.finish();
    return where;
  }

  private static Duty.Check check(YamlSection section) {
    Duty.Check check =
        new Duty.Check(
            choice(section, "verified", Duty.Verified.class, Optional.empty()),
            choice(section, "confidence", Duty.Confidence.class, Optional.of(Duty.Confidence.LOW)),
            section.text("source"),
            section.optionalText("note").orElse(""),
            section.optionalText("stands_for"));
    section.finish();
    return check;
  }

  private static Duty.InForce inForce(YamlSection holder) {
    Optional<YamlSection> section = holder.section("in_force");
    if (section.isEmpty()) {
      return Duty.InForce.ALWAYS;
    }
    Optional<LocalDate> from = date(section.get(), "from");
    Optional<LocalDate> to = date(section.get(), "to");
    section.get().finish();
    if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
      section.get().problem("ends before it begins");
      return Duty.InForce.ALWAYS;
    }
    return new Duty.InForce(from, to);
  }

  private static String id(YamlSection section, String key) {
    String id = section.text(key);
    if (!ID.matcher(id).matches()) {
      section.problem(key, "has 3 to 60 characters of a-z, 0-9 and hyphens");
    }
    return id;
  }

  private static Optional<LocalDate> date(YamlSection section, String key) {
    return section.optionalText(key).flatMap(text -> date(section, key, text));
  }

  static Optional<LocalDate> date(YamlSection section, String key, String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      section.problem(key, "expected a day as 2026-01-31, not " + text);
      return Optional.empty();
    }
  }

  private static ZoneId zone(YamlSection section) {
    String text = section.text("zone");
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      section.problem("zone", "expected one as Europe/Brussels, not " + text);
      return ZoneOffset.UTC;
    }
  }

  private static boolean yesNo(String text) {
    return switch (text) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static int number(YamlSection section, String key, String text, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, like a number out of range
    }
    section.problem(key, "expected a whole number from 1 to " + max + ", not " + text);
    return 1;
  }

  private static <E extends Enum<E>> E choice(
      YamlSection section, String key, Class<E> type, Optional<E> otherwise) {
    Optional<String> text = section.optionalText(key);
    if (text.isEmpty() && otherwise.isPresent()) {
      return otherwise.get();
    }
    List<E> values = Arrays.asList(type.getEnumConstants());
    for (E value : values) {
      if (text.isPresent() && value.name().toLowerCase(Locale.ROOT).equals(text.get())) {
        return value;
      }
    }
    section.problem(
        key, "expected one of " + values.toString().toLowerCase(Locale.ROOT) + " for " + key);
    return values.getFirst();
  }
}
