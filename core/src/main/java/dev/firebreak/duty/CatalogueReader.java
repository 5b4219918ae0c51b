package dev.firebreak.duty;

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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Turns the catalogue's YAML into duties, or into the list of everything that is wrong with it.
final class CatalogueReader {
  private static final Pattern PLACE = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{2,59}");
  private static final int LIMIT_MAX = 10_000;

  private final Set<String> ids = new HashSet<>();

  DutyCatalogue read(String text) {
    YamlProblems problems = new YamlProblems("the duty catalogue");
    Optional<DutyCatalogue> catalogue = YamlDocument.read(text, problems).map(this::catalogue);
    problems.throwIfAny(ErrorCode.CATALOGUE_INVALID);
    return catalogue.orElseThrow();
  }

  private DutyCatalogue catalogue(YamlSection file) {
    LocalDate compiled = date(file, "compiled").orElse(LocalDate.EPOCH);
    file.section("places"); // anchors only; their use is checked where they are used
    List<Duty> duties = new ArrayList<>();
    for (YamlSection section : file.sections("duties")) {
      duties.add(duty(section));
    }
    if (duties.isEmpty()) {
      file.problem("no duties");
    }
    file.finish();
    return new DutyCatalogue(compiled, duties);
  }

  private Duty duty(YamlSection section) {
    String id = section.text("id");
    if (!ID.matcher(id).matches()) {
      section.problem("an id has 3 to 60 characters of a-z, 0-9 and hyphens");
    }
    Duty.Law law = law(section.requiredSection("law"));
    Optional<Duty.Requirement> requires = section.section("requires").map(this::requirement);
    Duty duty =
        new Duty(
            id,
            law,
            section.text("owed_to"),
            requires,
            clock(section.requiredSection("clock")),
            section.texts("contents"),
            check(section.requiredSection("check")));
    if (!ids.add(id)) {
      section.problem("the id " + id + " stands twice");
    }
    section.finish();
    return duty;
  }

  private Duty.Law law(YamlSection section) {
    List<String> places = section.texts("places");
    for (String place : places) {
      if (!PLACE.matcher(place).matches()) {
        section.problem("not an ISO 3166 code: " + place);
      }
    }
    if (places.isEmpty()) {
      section.problem("a law has at least one place");
    }
    Duty.Law law =
        new Duty.Law(section.text("name"), section.text("citation"), places, inForce(section));
    section.finish();
    return law;
  }

  private Duty.Requirement requirement(YamlSection section) {
    Optional<String> prior = section.optionalText("prior_duty");
    if (prior.isPresent() && !ids.contains(prior.get())) {
      section.problem("prior_duty " + prior.get() + " does not stand before this duty");
    }
    String form = section.optionalText("form").orElse("any");
    if (!Set.of("any", "clear").contains(form)) {
      section.problem("form is any or clear");
    }
    Duty.Requirement requirement =
        new Duty.Requirement(
            section.texts("roles"),
            choice(section, "territory", Duty.Territory.class, Optional.empty()),
            section.sections("data").stream().flatMap(rule -> dataRule(rule).stream()).toList(),
            form.equals("clear"),
            section.optionalText("people_more_than").map(text -> (long) number(section, text)),
            choice(section, "risk", Duty.RiskRule.class, Optional.of(Duty.RiskRule.NONE)),
            prior);
    section.finish();
    return requirement;
  }

  private Optional<Duty.DataRule> dataRule(YamlSection section) {
    List<DataCategory> all = categories(section, "all");
    List<DataCategory> any = categories(section, "any");
    section.finish();
    if (all.isEmpty() && any.isEmpty()) {
      section.problem("an alternative names at least one known category in all or any");
      return Optional.empty();
    }
    return Optional.of(new Duty.DataRule(all, any));
  }

  private List<DataCategory> categories(YamlSection section, String key) {
    List<DataCategory> categories = new ArrayList<>();
    for (String text : section.texts(key)) {
      DataCategory.ofKey(text)
          .ifPresentOrElse(categories::add, () -> section.problem("unknown category " + text));
    }
    return categories;
  }

  private Duty.ClockRule clock(YamlSection section) {
    List<Moment> moments = moments(section, "starts_on");
    if (moments.isEmpty()) {
      section.problem("a clock starts on at least one moment");
    }
    List<Duty.Limit> limits = section.sections("limits").stream().map(this::limit).toList();
    Duty.ClockRule clock =
        new Duty.ClockRule(
            moments,
            limits,
            section.text("quality"),
            zone(section),
            moments(section, "met_by"),
            section.choice("periods", Periods.class).isPresent());
    section.finish();
    return clock;
  }

  private static List<Moment> moments(YamlSection section, String key) {
    List<Moment> moments = new ArrayList<>();
    for (String text : section.texts(key)) {
      Moment.ofKey(text)
          .ifPresentOrElse(moments::add, () -> section.problem("unknown moment " + text));
    }
    return moments;
  }

  /// Rules about periods that are told as information.
  private enum Periods {
    REG_1182_71
  }

  private Duty.Limit limit(YamlSection section) {
    Duty.Limit limit =
        new Duty.Limit(
            number(section, section.text("value")),
            choice(section, "unit", Duty.Unit.class, Optional.empty()),
            inForce(section));
    section.finish();
    return limit;
  }

  private Duty.Check check(YamlSection section) {
    Duty.Check check =
        new Duty.Check(
            choice(section, "verified", Duty.Verified.class, Optional.empty()),
            section.text("source"),
            section.optionalText("note").orElse(""));
    section.finish();
    return check;
  }

  private Duty.InForce inForce(YamlSection holder) {
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

  private static Optional<LocalDate> date(YamlSection section, String key) {
    Optional<String> text = section.optionalText(key);
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      section.problem(key + " is a day as 2026-01-31, not " + text.orElse(""));
      return Optional.empty();
    }
  }

  private static ZoneId zone(YamlSection section) {
    String text = section.text("zone");
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      section.problem("zone is one as Europe/Brussels, not " + text);
      return ZoneOffset.UTC;
    }
  }

  private static int number(YamlSection section, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= LIMIT_MAX) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, like a number out of range
    }
    section.problem("expected a whole number from 1 to " + LIMIT_MAX + ", not " + text);
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
    section.problem(key + " is one of " + values.toString().toLowerCase(Locale.ROOT));
    return values.getFirst();
  }
}
