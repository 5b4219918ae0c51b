package dev.firebreak.duty;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// Counts periods. Hours are elapsed hours, whatever the clocks on the wall do; calendar days,
/// business days and months end at the same wall-clock time in the place's zone, which is never
/// later than the end of that day. The day of the start does not count. A month that lacks the day
/// ends on its last one.
///
/// Reg. (EEC, Euratom) 1182/71 would give more time in some cases: the hour of the event does not
/// count (Art. 3(1)) and a period of two days or more has at least two working days (Art. 3(5)).
/// That extension is told as a remark; the alarm stays on the plain count. The remark knows no
/// public holidays, so it can only be too early.
final class Periods {
  private static final int WORKING_DAYS_MIN = 2;
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("EEEE d MMMM uuuu HH:mm VV", Locale.ENGLISH);

  private Periods() {}

  /// @param calendar for business days; empty counts weekends only
  static ZonedDateTime add(
      Instant start, Duty.Period period, ZoneId zone, Optional<HolidayCalendar> calendar) {
    return switch (period.unit()) {
      case HOURS -> start.plus(Duration.ofHours(period.value())).atZone(zone);
      case CALENDAR_DAYS -> start.atZone(zone).plusDays(period.value());
      case MONTHS -> start.atZone(zone).plusMonths(period.value());
      case BUSINESS_DAYS -> addBusinessDays(start.atZone(zone), period.value(), calendar);
    };
  }

  private static ZonedDateTime addBusinessDays(
      ZonedDateTime start, int days, Optional<HolidayCalendar> calendar) {
    LocalDate day = start.toLocalDate();
    int counted = 0;
    while (counted < days) {
      day = day.plusDays(1);
      LocalDate next = day;
      boolean holiday = calendar.map(known -> known.isHoliday(next)).orElse(false);
      counted += isWeekday(day) && !holiday ? 1 : 0;
    }
    return day.atTime(start.toLocalTime()).atZone(start.getZone());
  }

  static boolean isWeekday(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }

  static String europeanRemark(Instant start, ZonedDateTime due) {
    ZonedDateTime begin = start.atZone(due.getZone());
    LocalDate last = due.toLocalDate();
    int workingDays = 0;
    for (LocalDate day = begin.toLocalDate().plusDays(1);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      workingDays += isWeekday(day) ? 1 : 0;
    }
    ZonedDateTime end = due.truncatedTo(ChronoUnit.HOURS).plusHours(1);
    while (workingDays < WORKING_DAYS_MIN) {
      LocalDate next = end.toLocalDate().plusDays(1);
      workingDays += isWeekday(next) ? 1 : 0;
      end = next.atTime(LocalTime.MIDNIGHT).plusDays(1).atZone(due.getZone());
    }
    return "for information: Reg. 1182/71 does not count the hour of the event and wants two"
        + " working days in the period; read so, it ends "
        + HOUR.format(end)
        + " (public holidays not considered)";
  }
}
