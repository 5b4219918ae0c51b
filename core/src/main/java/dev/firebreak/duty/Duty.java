package dev.firebreak.duty;

import dev.firebreak.taxonomy.DataCategory;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One duty of the catalogue: under one law, towards one party, with one clock.
///
/// @param id stable name, as `eu-gdpr-33-authority`
/// @param law where it stands and when it applies
/// @param owedTo who has to be told; several where the law has them told together
/// @param requires what must hold for it to be owed; empty where nobody wrote it down yet, and then
///   the duty is at best unclear
/// @param clock when it is due
/// @param contents what the communication must contain, and what may excuse from it
/// @param check how far the entry was checked
public record Duty(
    String id,
    Law law,
    List<String> owedTo,
    Optional<Requirement> requires,
    ClockRule clock,
    Contents contents,
    Check check) {
  public Duty {
    owedTo = List.copyOf(owedTo);
  }

  /// Who has to be told, in words.
  public String towards() {
    return String.join(", ", owedTo);
  }

  /// Where a duty stands.
  ///
  /// @param name as people call it
  /// @param citation section and article
  /// @param places ISO 3166-1 alpha-2 or ISO 3166-2 codes where it applies
  /// @param except parts of the places where another entry applies instead
  /// @param inForce when
  /// @param standing whether it binds at all
  public record Law(
      String name,
      String citation,
      List<String> places,
      List<String> except,
      InForce inForce,
      Standing standing) {
    public Law {
      places = List.copyOf(places);
      except = List.copyOf(except);
    }
  }

  /// Whether a rule binds.
  public enum Standing {
    IN_FORCE,
    /// A proposal; nobody owes anything under it.
    PROPOSED,
    /// An authority recommends it; nobody owes it.
    VOLUNTARY
  }

  /// A period of validity by days in the place's own zone.
  ///
  /// @param from first day; empty where it has always been
  /// @param to last day, inclusive; empty where no end is known
  public record InForce(Optional<LocalDate> from, Optional<LocalDate> to) {
    /// Always.
    public static final InForce ALWAYS = new InForce(Optional.empty(), Optional.empty());

    public InForce {
      if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
        throw new IllegalArgumentException("ends before it begins");
      }
    }

    public boolean on(LocalDate day) {
      return from.map(first -> !day.isBefore(first)).orElse(true)
          && to.map(last -> !day.isAfter(last)).orElse(true);
    }
  }

  /// What must hold for a duty to be owed; all of it.
  ///
  /// @param roles the company is at least one of these, by its statements; empty for anybody
  /// @param sectors and at least one of these; empty for any sector
  /// @param territory how the place must be concerned
  /// @param cases alternatives of which one must hold; empty for any personal data
  /// @param clearOnly true where only data in clear counts
  /// @param conditions what must hold in every case
  /// @param priorDuty a duty that must be owed too; empty for none
  public record Requirement(
      List<String> roles,
      List<String> sectors,
      Territory territory,
      List<Case> cases,
      boolean clearOnly,
      Conditions conditions,
      Optional<String> priorDuty) {
    public Requirement {
      roles = List.copyOf(roles);
      sectors = List.copyOf(sectors);
      cases = List.copyOf(cases);
    }
  }

  /// How a place must be concerned by the incident.
  public enum Territory {
    /// The company is established there, or affected people live there (GDPR Art. 3).
    ESTABLISHMENT_OR_PEOPLE,
    /// Affected people live there.
    PEOPLE,
    /// It binds those of a role or sector, wherever people live.
    ANYWHERE
  }

  /// One alternative: kinds of data that one and the same person has exposed, and conditions.
  public record Case(DataRule data, Conditions conditions) {}

  /// Conditions beside the kinds of data; all of them.
  ///
  /// @param people how many people; empty for no number
  /// @param risk how likely harm must be
  /// @param incident questions about the incident that must be answered with yes
  /// @param moment a moment that must be recorded, as [Moment#MATERIAL]; empty for none
  public record Conditions(
      Optional<PeopleRule> people, RiskRule risk, List<String> incident, Optional<Moment> moment) {
    /// No condition.
    public static final Conditions NONE =
        new Conditions(Optional.empty(), RiskRule.NONE, List.of(), Optional.empty());

    public Conditions {
      incident = List.copyOf(incident);
    }
  }

  /// A number of people, of those who live in the law's places and whose exposed data the law asks
  /// for.
  ///
  /// @param atLeast the number
  /// @param counted whom the law counts
  public record PeopleRule(long atLeast, Counted counted) {
    public PeopleRule {
      if (atLeast < 1) {
        throw new IllegalArgumentException("a number of people is at least 1");
      }
    }
  }

  /// Whom a law counts.
  public enum Counted {
    /// Those whose data is concerned.
    AFFECTED,
    /// Those who are told, and somebody may tell more people than must be told.
    NOTIFIED
  }

  /// What risk a duty needs.
  public enum RiskRule {
    NONE,
    /// Owed unless a risk is unlikely (GDPR Art. 33(1)).
    NOT_UNLIKELY,
    /// Owed where a high risk is likely (GDPR Art. 34(1)).
    HIGH,
    /// Owed where serious harm is likely, in the words of another law than the GDPR: our reading
    /// fits it at its two ends only.
    SERIOUS_HARM
  }

  /// Kinds of data: every category of `all` and, where `any` has some, one of those. Both empty
  /// mean any personal data.
  public record DataRule(List<DataCategory> all, List<DataCategory> any) {
    /// Any personal data.
    public static final DataRule ANYTHING = new DataRule(List.of(), List.of());

    public DataRule {
      all = List.copyOf(all);
      any = List.copyOf(any);
    }

    boolean isAnything() {
      return all.isEmpty() && any.isEmpty();
    }

    /// True where one category is enough, so that it does not matter who has which.
    boolean isSingle() {
      return all.size() + (any.isEmpty() ? 0 : 1) <= 1;
    }

    boolean holds(long mask) {
      if (isAnything()) {
        return mask != 0;
      }
      return all.stream().allMatch(category -> (mask & category.mask()) != 0)
          && (any.isEmpty() || any.stream().anyMatch(category -> (mask & category.mask()) != 0));
    }
  }

  /// When a duty is due.
  ///
  /// @param start what starts it
  /// @param limits numbers of the law, each in its own period; the earliest of those that hold on
  ///   the day of the start wins
  /// @param quality the standard that also applies, often earlier than the number
  /// @param zone where its days are counted
  /// @param metBy moments that meet the duty; a moment recorded for this duty always does
  /// @param phases later steps
  public record ClockRule(
      StartRule start,
      List<Limit> limits,
      String quality,
      ZoneRule zone,
      List<Moment> metBy,
      List<Phase> phases) {
    public ClockRule {
      limits = List.copyOf(limits);
      metBy = List.copyOf(metBy);
      phases = List.copyOf(phases);
    }

    List<Limit> limitsOn(LocalDate day) {
      return limits.stream().filter(limit -> limit.inForce().on(day)).toList();
    }
  }

  /// What starts a clock.
  ///
  /// @param on moments
  /// @param latest true where all of them must have come, false where the first one starts it
  /// @param whenMet a duty whose being met starts it, instead of moments; empty for none
  public record StartRule(List<Moment> on, boolean latest, Optional<String> whenMet) {
    public StartRule {
      on = List.copyOf(on);
    }
  }

  /// Where days are counted.
  ///
  /// @param zone the place's zone, or one for a law of several places
  /// @param calendar the holiday calendar for business days; empty where there are none
  /// @param regulation1182 true where Reg. (EEC, Euratom) 1182/71 governs its periods
  public record ZoneRule(ZoneId zone, Optional<String> calendar, boolean regulation1182) {}

  /// A number in a law.
  ///
  /// @param period how long
  /// @param inForce when it applies
  /// @param startsOn moments of its own; empty for those of the clock
  /// @param onlyFor a statement without which it does not apply; empty for everybody
  /// @param expected true where it is no number of the law but what the authority expects
  public record Limit(
      Period period,
      InForce inForce,
      List<Moment> startsOn,
      Optional<String> onlyFor,
      boolean expected) {
    public Limit {
      startsOn = List.copyOf(startsOn);
    }
  }

  /// A number with its unit.
  public record Period(int value, Unit unit) {
    public Period {
      if (value < 1) {
        throw new IllegalArgumentException("a period is at least 1");
      }
    }

    @Override
    public String toString() {
      return value + " " + unit.words(value);
    }
  }

  /// What a period counts.
  public enum Unit {
    HOURS("hour"),
    CALENDAR_DAYS("calendar day"),
    BUSINESS_DAYS("business day"),
    MONTHS("month");

    private final String word;

    Unit(String word) {
      this.word = word;
    }

    String words(int value) {
      return value == 1 ? word : word + "s";
    }
  }

  /// A later step of a duty, as a final report.
  ///
  /// @param id its name within the duty; `DUTY/ID` names it elsewhere
  /// @param what what is due then
  /// @param after `start`, `met`, the id of an earlier phase, or the key of a moment
  /// @param period how long after; empty where the law has no number
  /// @param where another period where a fact about the incident holds; empty without one
  public record Phase(
      String id, String what, String after, Optional<Period> period, Optional<Where> where) {
    /// The periods in words, as `30 calendar days (60 calendar days where outside-attack is yes)`;
    /// empty where the law has no number.
    public Optional<String> words() {
      return period.map(plain ->
          plain
              + where
                  .map(one -> " (" + one.period() + " where " + one.question() + " is yes)")
                  .orElse(""));
    }
  }

  /// Another period where a question about the incident is answered with yes. While nobody knows,
  /// the plain one counts.
  ///
  /// @param question its key
  public record Where(String question, Period period) {}

  /// What a communication must contain.
  ///
  /// @param items in the order of the law
  /// @param exceptions what may excuse from the duty; a person who relies on one decides so
  public record Contents(List<String> items, List<String> exceptions) {
    public Contents {
      items = List.copyOf(items);
      exceptions = List.copyOf(exceptions);
    }
  }

  /// How far an entry was checked.
  ///
  /// @param verified where its words come from
  /// @param confidence how sure the compiler is of clock and trigger
  /// @param source where it was looked up
  /// @param note what else to know
  /// @param standsFor the laws or contracts that the entry sums up; empty where it is about one. A
  ///   summary is at best unclear.
  public record Check(
      Verified verified,
      Confidence confidence,
      String source,
      String note,
      Optional<String> standsFor) {}

  /// How sure the compiler of an entry is of its clock and its trigger.
  public enum Confidence {
    HIGH,
    MEDIUM,
    LOW
  }

  /// Where an entry's words come from. A duty by recall only is at best unclear.
  public enum Verified {
    SEARCH,
    MIXED,
    RECALL
  }

  /// True where the evaluation alone may call it owed: it was checked, is or will be law, and is
  /// about one law.
  public boolean canBeOwed() {
    return check.verified() != Verified.RECALL
        && check.standsFor().isEmpty()
        && law.standing() == Standing.IN_FORCE
        && requires.isPresent();
  }

  /// Every statement of the company and answer about the incident that it asks for.
  Stream<String> questions() {
    return Stream.concat(
        requires.stream().flatMap(Duty::questions),
        clock.limits().stream().flatMap(limit -> limit.onlyFor().stream()));
  }

  private static Stream<String> questions(Requirement required) {
    return Stream.of(
            required.roles(),
            required.sectors(),
            required.conditions().incident(),
            required.cases().stream().flatMap(c -> c.conditions().incident().stream()).toList())
        .flatMap(List::stream);
  }
}
