package dev.firebreak.duty;

import dev.firebreak.taxonomy.DataCategory;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// One duty of the catalogue: under one law, towards one party, with one clock.
///
/// @param id stable name, as `eu-gdpr-33-authority`
/// @param law where it stands and when it applies
/// @param owedTo who has to be told, as `authority`, `individuals`, `internal register`
/// @param requires what must hold for it to be owed; empty where nobody wrote it down yet, and then
///   the duty is at best unclear
/// @param clock when it is due
/// @param contents what the communication must contain
/// @param check how far the entry was checked
public record Duty(
    String id,
    Law law,
    String owedTo,
    Optional<Requirement> requires,
    ClockRule clock,
    List<String> contents,
    Check check) {
  public Duty {
    contents = List.copyOf(contents);
  }

  /// Where a duty stands.
  ///
  /// @param name as people call it
  /// @param citation section and article
  /// @param places ISO 3166-1 alpha-2 or ISO 3166-2 codes where it applies
  /// @param inForce when
  public record Law(String name, String citation, List<String> places, InForce inForce) {
    public Law {
      places = List.copyOf(places);
    }
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
  /// @param roles the company has at least one of these; empty for any
  /// @param territory how the place must be concerned
  /// @param data alternatives of which one must be exposed; empty for any personal data
  /// @param clearOnly true where only data in clear counts
  /// @param peopleMoreThan more people of the places than this; empty for no number
  /// @param risk how likely harm must be
  /// @param priorDuty a duty that must be owed too; empty for none
  public record Requirement(
      List<String> roles,
      Territory territory,
      List<DataRule> data,
      boolean clearOnly,
      Optional<Long> peopleMoreThan,
      RiskRule risk,
      Optional<String> priorDuty) {
    public Requirement {
      roles = List.copyOf(roles);
      data = List.copyOf(data);
    }
  }

  /// How a place must be concerned by the incident.
  public enum Territory {
    /// The company is established there, or affected people live there (GDPR Art. 3).
    ESTABLISHMENT_OR_PEOPLE,
    /// Affected people live there.
    PEOPLE
  }

  /// What risk a duty needs.
  public enum RiskRule {
    NONE,
    /// Owed unless a risk is unlikely (GDPR Art. 33(1)).
    NOT_UNLIKELY,
    /// Owed where a high risk is likely (GDPR Art. 34(1)).
    HIGH
  }

  /// One alternative: every category of `all` and, where `any` has some, one of those.
  public record DataRule(List<DataCategory> all, List<DataCategory> any) {
    public DataRule {
      all = List.copyOf(all);
      any = List.copyOf(any);
      if (all.isEmpty() && any.isEmpty()) {
        throw new IllegalArgumentException("an alternative names at least one category");
      }
    }

    boolean holds(long mask) {
      return all.stream().allMatch(category -> (mask & category.mask()) != 0)
          && (any.isEmpty() || any.stream().anyMatch(category -> (mask & category.mask()) != 0));
    }
  }

  /// When a duty is due.
  ///
  /// @param startsOn the earliest recorded of these moments starts the clock
  /// @param limits numbers of the law, each in its own period; at most one holds on a day
  /// @param quality the standard that also applies, often earlier than the number
  /// @param zone the place's zone, for calendar days
  /// @param metBy moments that meet the duty; a moment recorded for this duty always does
  /// @param regulation1182 true where Reg. (EEC, Euratom) 1182/71 governs its periods
  public record ClockRule(
      List<Moment> startsOn,
      List<Limit> limits,
      String quality,
      ZoneId zone,
      List<Moment> metBy,
      boolean regulation1182) {
    public ClockRule {
      startsOn = List.copyOf(startsOn);
      limits = List.copyOf(limits);
      metBy = List.copyOf(metBy);
    }

    Optional<Limit> limitOn(LocalDate day) {
      return limits.stream().filter(limit -> limit.inForce().on(day)).findFirst();
    }
  }

  /// A number in a law.
  public record Limit(int value, Unit unit, InForce inForce) {
    public Limit {
      if (value < 1) {
        throw new IllegalArgumentException("a limit is at least 1");
      }
    }

    @Override
    public String toString() {
      return value + (unit == Unit.HOURS ? " hours" : " calendar days");
    }
  }

  /// What a limit counts.
  public enum Unit {
    HOURS,
    CALENDAR_DAYS
  }

  /// How far an entry was checked.
  ///
  /// @param verified where its words come from
  /// @param source where it was looked up
  /// @param note what else to know
  public record Check(Verified verified, String source, String note) {}

  /// Where an entry's words come from. A duty by recall only is at best unclear.
  public enum Verified {
    SEARCH,
    MIXED,
    RECALL
  }
}
