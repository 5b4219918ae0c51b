package dev.firebreak.incident;

import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A drill in the words of its page. Public for the templates alone.
///
/// @param company whose people they are
/// @param name the vendor's, as people know it
public record DrillView(String company, String name, Drill drill, DutiesView duties) {
  private static final int COUNTRIES_MAX = 20;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

  static DrillView of(String company, String name, Drill drill) {
    List<DutyStanding> standings =
        drill.duties().stream().map(duty -> new DutyStanding(duty, Optional.empty())).toList();
    return new DrillView(
        company,
        name,
        drill,
        new DutiesView(standings, DutyCatalogue.shipped(), List.of(), drill.at()));
  }

  public String number(long number) {
    return ReportWords.number(number);
  }

  public String people(long number) {
    return ReportWords.people(number);
  }

  public String percent(double share) {
    return ReportWords.percent(share);
  }

  /// `0.0 % to 3.1 %`; one of them where both are the same.
  public String percent(double low, double high) {
    return ReportWords.range(percent(low), percent(high));
  }

  public String decimal(double number) {
    return ReportWords.decimal(number);
  }

  public String time(Instant time) {
    return ReportWords.time(time);
  }

  public String day(LocalDate day) {
    return DAY.format(day);
  }

  public String words(DataCategory category) {
    return ReportWords.capital(CategoryWords.of(category));
  }

  public String words(List<DataCategory> categories) {
    return CategoryWords.list(categories);
  }

  /// A text of an evaluation, with words in the place of keys.
  public String readable(String text) {
    return new ReadableText(duties).of(text);
  }

  /// `2.00 to 3.25`, or that it is not known.
  public String severity() {
    return drill
        .measured()
        .map(measured ->
            ReportWords.range(
                decimal(measured.severity().low()), decimal(measured.severity().high())))
        .orElse("not known");
  }

  /// The smallest group of people who look alike.
  public String smallestGroup() {
    return drill
        .measured()
        .filter(measured -> !measured.risk().quasiIdentifiers().isEmpty())
        .map(measured -> number(measured.risk().smallestClassSize()))
        .orElse("not known");
  }

  /// Where most people live, by name; the rest is [#furtherCountries].
  public List<Map.Entry<String, Long>> countries() {
    return sortedCountries().stream()
        .limit(COUNTRIES_MAX)
        .map(entry -> Map.entry(country(entry.getKey()), entry.getValue()))
        .toList();
  }

  public int furtherCountries() {
    return Math.max(0, sortedCountries().size() - COUNTRIES_MAX);
  }

  private List<Map.Entry<String, Long>> sortedCountries() {
    return drill.people().countries().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .toList();
  }

  private static String country(String code) {
    return code.length() == 2 ? ReportWords.country(code) : ReportWords.capital(code);
  }

  /// Where the values come from.
  public String measuredOn() {
    return drill
        .measured()
        .map(measured ->
            switch (measured.source().basis()) {
              case EXPORT -> "an export of the vendor's data";
              case JOURNAL -> "the messages that our journal still holds and the vendor has";
            })
        .orElse("nothing");
  }

  public TrendChart chart() {
    return new TrendChart(drill.trend());
  }

  /// What the chart shows, for whoever cannot see it.
  public String chartInWords() {
    List<DrillTrend.Point> points = drill.trend().points();
    DrillTrend.Point first = points.getFirst();
    DrillTrend.Point last = points.getLast();
    return "From "
        + day(first.day())
        + " to "
        + day(last.day())
        + ": people "
        + number(first.people())
        + " to "
        + number(last.people())
        + ", with a direct identifier in clear "
        + number(first.inClear())
        + " to "
        + number(last.inClear())
        + ".";
  }
}
