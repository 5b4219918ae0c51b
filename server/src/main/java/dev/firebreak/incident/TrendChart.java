package dev.firebreak.incident;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Where the lines of a small chart of a [DrillTrend] run, in the units of an SVG of [#WIDTH] by
/// [#HEIGHT]. Immutable.
public record TrendChart(DrillTrend trend) {
  public static final int WIDTH = 360;
  public static final int HEIGHT = 150;

  private static final int LEFT = 4;
  private static final int RIGHT = WIDTH - 4;
  private static final int TOP = 22;
  private static final int BOTTOM = HEIGHT - 22;

  /// The points of the line of all people, as SVG has them.
  public String people() {
    return line(DrillTrend.Point::people);
  }

  /// The points of the line of people with a direct identifier in clear.
  public String inClear() {
    return line(DrillTrend.Point::inClear);
  }

  /// The line of people, closed along the foot, to be filled.
  public String area() {
    return people() + " " + RIGHT + "," + BOTTOM + " " + x(0) + "," + BOTTOM;
  }

  private String line(ToLongFunction<DrillTrend.Point> value) {
    List<DrillTrend.Point> points = trend.points();
    return IntStream.range(0, points.size())
        .mapToObj(i -> x(i) + "," + y(value.applyAsLong(points.get(i))))
        .collect(Collectors.joining(" "));
  }

  /// A single point stands at the right: it is today's.
  private String x(int point) {
    int gaps = trend.points().size() - 1;
    return decimal(gaps < 1 ? RIGHT : LEFT + (double) (RIGHT - LEFT) * point / gaps);
  }

  private String y(long people) {
    return decimal(BOTTOM - (double) (BOTTOM - TOP) * people / Math.max(1, trend.peopleMax()));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /// Where the foot of the chart is.
  public int foot() {
    return BOTTOM;
  }
}
