package dev.firebreak.incident;

import dev.firebreak.ledger.FirstDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// How the blast radius of a vendor grew: points a week apart, the last one today. Immutable.
public record DrillTrend(List<Point> points) {
  /// So many weeks back, at most.
  static final int WEEKS_MAX = 26;

  public DrillTrend {
    points = List.copyOf(points);
  }

  /// Whose data the vendor had at the end of a day.
  ///
  /// @param day UTC, inclusive
  /// @param people all of them
  /// @param inClear those with a direct identifier in clear
  public record Point(LocalDate day, long people, long inClear) {}

  /// The points from the week in which the first people appear.
  ///
  /// @param first by the days on which people first appear
  static DrillTrend of(List<FirstDays> first, LocalDate today) {
    List<Point> points = new ArrayList<>();
    for (int week = WEEKS_MAX; week >= 0; week--) {
      Point point = at(first, today.minusWeeks(week));
      if (point.people() > 0) {
        points.add(point);
      }
    }
    return new DrillTrend(points);
  }

  private static Point at(List<FirstDays> first, LocalDate day) {
    long people = 0;
    long inClear = 0;
    for (FirstDays each : first) {
      people += each.disclosed().isAfter(day) ? 0 : each.people();
      inClear +=
          each.inClear().filter(clear -> !clear.isAfter(day)).isPresent() ? each.people() : 0;
    }
    return new Point(day, people, inClear);
  }

  /// The most people of any point.
  public long peopleMax() {
    return points.stream().mapToLong(Point::people).max().orElse(0);
  }
}
