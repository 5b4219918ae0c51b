package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.duty.Deadline;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A result as the templates print it: times, numbers and kinds of data in words, and no figure of
/// its own. Public for the templates alone.
///
/// @param result what is printed
/// @param persons what only some roles may see; empty on pages with numbers only
/// @param paper true for the page that a PDF document is made of
/// @param contents the parts of the page
/// @param text what puts words in the place of keys
public record ReportView(
    IncidentResult result,
    Optional<PersonsAnnex> persons,
    boolean paper,
    ReportContents contents,
    ReadableText text) {
  private static final int OPEN_CHARS_MAX = 220;
  private static final String NOBODY_THERE = "no affected person lives in ";

  static ReportView of(
      IncidentResult result,
      Optional<PersonsAnnex> persons,
      boolean paper,
      ReportContents contents) {
    return new ReportView(result, persons, paper, contents, new ReadableText(result.duties()));
  }

  /// The heading of a part, with its letter.
  public String heading(String key) {
    return contents.part(key).heading();
  }

  /// How the text refers to a part: `part H`.
  public String part(String key) {
    return contents.has(key) ? "part " + contents.part(key).letter() : "the report";
  }

  /// A text of an evaluation, with words in the place of keys.
  public String readable(String text) {
    return text().of(text);
  }

  /// The name of a duty's law.
  public String law(String duty) {
    return text.law(duty);
  }

  /// What persons stated of a kind, as `nature`.
  public List<IncidentStatement> stated(String kind) {
    return result.stated(IncidentStatement.Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
  }

  /// Who signed a statement, and when.
  public String signed(IncidentStatement statement) {
    return statement.signedBy() + ", " + time(statement.signedAt());
  }

  /// What stands at the foot of every sheet.
  public String footer() {
    return result.heading().company().name()
        + " · incident "
        + result.incident().id()
        + " · "
        + edition();
  }

  /// Which edition of the report it is.
  public String edition() {
    return result
            .heading()
            .handedOut()
            .map(out -> "phase " + out.phase() + ", handed to " + out.to())
            .orElse("draft, not handed out")
        + ", "
        + time(result.heading().madeAt());
  }

  public String due(Optional<ZonedDateTime> time) {
    return time.map(ReportWords::time).orElse("no number in the law");
  }

  /// When a duty was met and how long before or after its due time; else the time left, in words.
  public String left(DutyStanding standing) {
    String words = result.duties().left(standing);
    return standing
        .finding()
        .metAt()
        .map(met -> words.replaceFirst("^met", "met " + time(met) + ","))
        .map(met -> met.endsWith(",") ? met.substring(0, met.length() - 1) : met)
        .orElse(words);
  }

  /// What a duty lacks: in the words of whoever decided, else as evaluated.
  public String missing(DutyStanding standing) {
    return standing
        .decision()
        .map(decision -> decision.grounds().missing())
        .filter(text -> !text.isEmpty())
        .orElse(String.join("; ", standing.finding().missing()));
  }

  /// Duties that are not owed by the element that they lack, as readers understand it; the one that
  /// most lack first.
  public Map<String, List<DutyStanding>> notOwed() {
    Map<String, List<DutyStanding>> lacking = new LinkedHashMap<>();
    for (DutyStanding standing : result.duties().in(DutyGroup.NOT_OWED)) {
      String missing = missing(standing);
      String words =
          missing.startsWith(NOBODY_THERE) && missing.indexOf(';') < 0
              ? "no affected person lives there"
              : readable(missing);
      lacking.computeIfAbsent(words, _ -> new ArrayList<>()).add(standing);
    }
    Map<String, List<DutyStanding>> ordered = new LinkedHashMap<>();
    lacking.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
        .forEach(entry -> ordered.put(entry.getKey(), List.copyOf(entry.getValue())));
    return ordered;
  }

  /// What a person decided about a duty, with who, when, why and under which catalogue; `nobody
  /// decided` where nobody did.
  public String decided(DutyStanding standing) {
    return standing
        .decision()
        .map(decision ->
            status(decision.decision())
                + ", "
                + decision.decidedBy()
                + ", "
                + time(decision.decidedAt())
                + ": "
                + decision.reason()
                + " (catalogue "
                + decision.under().version()
                + ")")
        .orElse("nobody decided");
  }

  /// The same where it is one and the same of all duties that are not owed; else empty.
  public Optional<String> decidedAlike() {
    List<DutyStanding> all = result.duties().in(DutyGroup.NOT_OWED);
    List<String> words = all.stream().map(this::decided).distinct().toList();
    return words.size() == 1 && all.stream().noneMatch(DutyStanding::isOutdated)
        ? Optional.of(words.getFirst())
        : Optional.empty();
  }

  /// Decisions that later ones about the same duty replaced.
  public List<DutyDecision> replacedDecisions() {
    List<DutyDecision> all = result.recorded().decisions();
    Map<String, DutyDecision> latest = new HashMap<>();
    all.forEach(decision -> latest.put(decision.duty(), decision));
    return all.stream().filter(decision -> !decision.equals(latest.get(decision.duty()))).toList();
  }

  /// What is established about a duty, beside what is open.
  public List<String> established(DutyFinding finding) {
    return finding.reasons().stream()
        .filter(reason -> !finding.missing().contains(reason))
        .map(this::readable)
        .toList();
  }

  public List<String> readable(List<String> texts) {
    return texts.stream().map(this::readable).toList();
  }

  /// Absences that rest on the same ground, in one line; those that may be told to people first.
  public Map<String, List<AbsenceFinding>> absences() {
    Map<String, List<AbsenceFinding>> alike = new LinkedHashMap<>();
    result.findings().map(Findings::absences).orElse(List.of()).stream()
        .sorted(Comparator.comparing(absence -> !absence.mayBeSaidNotExposed()))
        .forEach(
            absence -> alike.computeIfAbsent(absence.words(), _ -> new ArrayList<>()).add(absence));
    return alike;
  }

  /// Kinds of data of some absences.
  public String kinds(List<AbsenceFinding> absences) {
    return words(absences.stream().map(AbsenceFinding::category).toList());
  }

  /// The most urgent surprises; what is the same of several places is one.
  ///
  /// @param max how many
  public List<List<Surprise>> surprises(int max) {
    Map<String, List<Surprise>> alike = new LinkedHashMap<>();
    result.findings().map(found -> found.crosscheck().surprises()).orElse(List.of()).stream()
        .limit(max)
        .forEach(surprise ->
            alike
                .computeIfAbsent(surprise.words() + surprise.action(), _ -> new ArrayList<>())
                .add(surprise));
    return List.copyOf(alike.values());
  }

  /// True of a field that nobody could give a kind and that could be about persons.
  public boolean isUnexplained(Assessment.Field field) {
    return Findings.unexplained(List.of(field)) > 0;
  }

  /// What a field's kind was recognized by.
  public String ground(Assessment.Field field) {
    return switch (field.meaning().reason()) {
      case "dialect" -> "dictionary";
      case "key name" -> "field's name";
      case "values" -> "values";
      default -> plain(field.meaning().reason());
    };
  }

  /// Kinds of data of weaker absences by what can be said of them.
  public Map<String, List<DataCategory>> weakerAbsences() {
    Map<String, List<DataCategory>> weaker = new LinkedHashMap<>();
    result.findings().map(Findings::absences).orElse(List.of()).stream()
        .filter(absence -> !absence.mayBeSaidNotExposed())
        .forEach(absence ->
            weaker
                .computeIfAbsent(
                    absence.grade() == AbsenceFinding.Grade.SEARCHED
                        ? "Searched for and not found, which alone is no proof:"
                        : "We did not send to the vendor:",
                    _ -> new ArrayList<>())
                .add(absence.category()));
    return weaker;
  }

  /// Where people live, in a sentence.
  public String places() {
    ReportPlaces places = result.places();
    if (places.all().isEmpty() && places.unknown() == 0) {
      return "unknown";
    }
    List<String> words = new ArrayList<>();
    places.top().forEach(country -> words.add(country.name() + " " + number(country.people())));
    if (places.furtherCountries() > 0) {
      words.add(
          number(places.furtherCountries())
              + " further "
              + (places.furtherCountries() == 1 ? "country" : "countries")
              + " with "
              + people(places.furtherPeople())
              + " together ("
              + part("places")
              + ")");
    }
    words.add("unknown " + number(places.unknown()));
    return String.join(", ", words);
  }

  /// A country's regions with their people.
  public String regions(ReportPlaces.Country country) {
    return country.places().stream()
        .map(place ->
            (place.region().isEmpty() ? "region unknown" : place.code())
                + ": "
                + number(place.people()))
        .collect(Collectors.joining(", "));
  }

  /// The laws of some duties.
  public String laws(List<DutyStanding> standings) {
    return standings.stream()
        .map(standing -> standing.finding().duty().law().name())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /// True where a law states a standard that no remark beside its times repeats.
  public boolean hasStandard(Deadline deadline) {
    return !deadline.quality().isEmpty()
        && deadline.remarks().stream().noneMatch(remark -> remark.endsWith(deadline.quality()));
  }

  /// A sentence's beginning.
  public String capital(String text) {
    return ReportWords.capital(text);
  }

  /// A kind of data by its key.
  public static String wordsOfKey(String key) {
    return CategoryWords.ofKey(key);
  }

  /// A second factor in words.
  public String secondFactor(PersonExposure person) {
    return switch (person.mfa().orElse("unknown").toLowerCase(Locale.ROOT)) {
      case "none" -> "none: turn it on";
      case "sms" -> "code by text message";
      case "totp" -> "code of an app";
      case "prompt", "push" -> "question on the telephone";
      case "passkey", "key" -> "passkey or security key";
      case "unknown" -> "not known";
      default -> plain(person.mfa().orElseThrow());
    };
  }

  /// What would have to be known for a duty to be clear; a short form of it.
  public String open(DutyStanding standing) {
    return standing.finding().missing().stream()
        .findFirst()
        .map(this::readable)
        .map(text -> ReportWords.brief(text, OPEN_CHARS_MAX))
        .orElse("a person's decision");
  }

  public String status(DutyFinding.Status status) {
    return switch (status) {
      case OWED -> "owed";
      case NOT_OWED -> "not owed";
      case UNCLEAR -> "unclear: the clock runs";
    };
  }

  public String color(DutyFinding.Status status) {
    return switch (status) {
      case OWED -> "red";
      case NOT_OWED -> "green";
      case UNCLEAR -> "amber";
    };
  }

  public String grade(AbsenceFinding absence) {
    return switch (absence.grade()) {
      case SEARCHED -> "searched";
      case NEVER_SENT -> "never sent";
      case BOTH -> "both";
    };
  }

  public String words(DataCategory category) {
    return CategoryWords.of(category);
  }

  public String words(List<DataCategory> categories) {
    return CategoryWords.list(categories);
  }

  public String words(long mask) {
    return CategoryWords.list(mask);
  }

  /// A key with underscores or hyphens as words.
  public String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
  }

  /// The way in which somebody was found, in words.
  public String method(String method) {
    return switch (method) {
      case "token" -> "token that Firebreak gave the vendor";
      case "account_id" -> "account id";
      case "email" -> "e-mail address";
      case "email_hash" -> "hash of the e-mail address";
      case "email_rule" -> "e-mail address, written differently";
      case "phone" -> "telephone number";
      case "phone_hash" -> "hash of the telephone number";
      case "device_link" -> "link of a device to an account";
      case "mentioned" -> "named only in rows about others";
      default -> plain(method);
    };
  }

  public String methods(PersonExposure person) {
    return person.methods().stream().map(this::method).collect(Collectors.joining(", "));
  }

  public String time(Instant time) {
    return ReportWords.time(time);
  }

  public String time(long millis) {
    return millis == 0 ? "unknown" : time(Instant.ofEpochMilli(millis));
  }

  public String span(Optional<Duration> span) {
    return span.map(ReportWords::span).orElse("unknown");
  }

  public String number(long number) {
    return ReportWords.number(number);
  }

  public String percent(double share) {
    return ReportWords.percent(share);
  }

  public String decimal(double number) {
    return ReportWords.decimal(number);
  }

  public String count(long number, String noun) {
    return ReportWords.count(number, noun);
  }

  public String people(long number) {
    return ReportWords.people(number);
  }
}
