package dev.firebreak.duty;

import java.time.LocalDate;
import java.util.Set;

/// The public holidays of one place in some years.
///
/// @param id as `BR`
/// @param name whose holidays they are
/// @param source where they were looked up
/// @param firstYear first year that is known
/// @param lastYear last year that is known, inclusive
/// @param days the holidays, also those on weekends
public record HolidayCalendar(
    String id, String name, String source, int firstYear, int lastYear, Set<LocalDate> days) {
  public HolidayCalendar {
    days = Set.copyOf(days);
  }

  boolean isHoliday(LocalDate day) {
    return days.contains(day);
  }

  /// What to know about a due day that was counted with this calendar.
  String remark(LocalDate due) {
    boolean known = due.getYear() >= firstYear && due.getYear() <= lastYear;
    return known
        ? "business days by the calendar " + name
        : "unclear: the calendar "
            + name
            + " knows "
            + firstYear
            + " to "
            + lastYear
            + "; beyond that only weekends were left out, so the time can only be too early";
  }
}
