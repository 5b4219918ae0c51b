package dev.firebreak.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HolidayCalendarsTest {
  private final HolidayCalendars calendars = HolidayCalendars.shipped();

  @Test
  void federalHolidaysFollowTheirRules() {
    for (int year = 2024; year <= 2030; year++) {
      Set<LocalDate> expected = new TreeSet<>();
      expected.add(LocalDate.of(year, 1, 1));
      expected.add(nth(year, 1, 3, DayOfWeek.MONDAY));
      expected.add(nth(year, 2, 3, DayOfWeek.MONDAY));
      expected.add(nth(year, 5, -1, DayOfWeek.MONDAY));
      expected.add(LocalDate.of(year, 6, 19));
      expected.add(LocalDate.of(year, 7, 4));
      expected.add(nth(year, 9, 1, DayOfWeek.MONDAY));
      expected.add(nth(year, 10, 2, DayOfWeek.MONDAY));
      expected.add(LocalDate.of(year, 11, 11));
      expected.add(nth(year, 11, 4, DayOfWeek.THURSDAY));
      expected.add(LocalDate.of(year, 12, 25));
      assertThat(calendars.calendar("US-FEDERAL").days()).containsAll(expected);
    }
  }

  @Test
  void goodFridayIsTwoDaysBeforeEaster() {
    for (String id : new String[] {"BR", "CO"}) {
      assertThat(calendars.calendar(id).days())
          .contains(LocalDate.of(2025, 4, 18), LocalDate.of(2026, 4, 3), LocalDate.of(2030, 4, 19));
    }
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertThatThrownBy(() ->
            HolidayCalendars.parse(
                """
                version: "1"
                calendars:
                - id: X
                  name: somewhere
                  source: nowhere
                  first_year: 2024
                  last_year: 2025
                  days: [2024-13-01, 2026-01-01]
                  color: red
                """))
        .hasMessageContainingAll("2024-13-01", "none of its years", "no holiday in 2024", "color");
  }

  private static LocalDate nth(int year, int month, int number, DayOfWeek day) {
    LocalDate first = LocalDate.of(year, month, 1);
    return number < 0
        ? first.with(TemporalAdjusters.lastInMonth(day))
        : first.with(TemporalAdjusters.dayOfWeekInMonth(number, day));
  }
}
