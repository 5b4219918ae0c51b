package dev.firebreak.duty;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.yaml.YamlDocument;
import dev.firebreak.yaml.YamlProblems;
import dev.firebreak.yaml.YamlSection;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The holiday calendars that business days are counted with, as `holidays.yaml` states them.
///
/// @param version of the file
/// @param text the file itself
/// @param byId the calendars
public record HolidayCalendars(String version, String text, Map<String, HolidayCalendar> byId) {
  private static final int YEAR_MIN = 2000;
  private static final int YEAR_MAX = 2100;

  public HolidayCalendars {
    byId = Map.copyOf(byId);
  }

  /// The calendars that come with the program.
  public static HolidayCalendars shipped() {
    return parse(DutyCatalogue.resource("holidays.yaml"));
  }

  /// Reads calendars; nothing in them is ignored.
  ///
  /// @throws FirebreakException CATALOGUE_INVALID with every problem and its line
  public static HolidayCalendars parse(String yaml) {
    YamlProblems problems = new YamlProblems("the holiday calendars");
    Optional<HolidayCalendars> calendars =
        YamlDocument.read(yaml, problems).map(file -> calendars(file, yaml));
    problems.throwIfAny(ErrorCode.CATALOGUE_INVALID);
    return calendars.orElseThrow();
  }

  /// The calendar of this id.
  ///
  /// @throws IllegalArgumentException where there is none
  HolidayCalendar calendar(String id) {
    HolidayCalendar calendar = byId.get(id);
    if (calendar == null) {
      throw new IllegalArgumentException("no holiday calendar " + id);
    }
    return calendar;
  }

  private static HolidayCalendars calendars(YamlSection file, String yaml) {
    Map<String, HolidayCalendar> byId = new HashMap<>();
    String version = file.text("version");
    for (YamlSection section : file.sections("calendars")) {
      HolidayCalendar calendar = calendar(section);
      if (byId.put(calendar.id(), calendar) != null) {
        section.problem("the id " + calendar.id() + " stands twice");
      }
    }
    file.finish();
    return new HolidayCalendars(version, yaml, byId);
  }

  private static HolidayCalendar calendar(YamlSection section) {
    int first = section.required("first_year", "a year", HolidayCalendars::year, YEAR_MIN);
    int last = section.required("last_year", "a year", HolidayCalendars::year, first);
    Set<LocalDate> days = new HashSet<>();
    for (String text : section.texts("days")) {
      Optional<LocalDate> day = CatalogueReader.date(section, "days", text);
      if (day.filter(d -> d.getYear() < first || d.getYear() > last).isPresent()) {
        section.problem("days", text + " is in none of its years");
      }
      if (day.isPresent() && !days.add(day.get())) {
        section.problem("days", text + " stands twice");
      }
    }
    HolidayCalendar calendar =
        new HolidayCalendar(
            section.text("id"), section.text("name"), section.text("source"), first, last, days);
    for (int year : List.of(first, last)) {
      if (days.stream().noneMatch(day -> day.getYear() == year)) {
        section.problem("days", "no holiday in " + year);
      }
    }
    section.finish();
    return calendar;
  }

  private static int year(String text) {
    int year = Integer.parseInt(text);
    if (year < YEAR_MIN || year > YEAR_MAX) {
      throw new IllegalArgumentException("out of range");
    }
    return year;
  }
}
