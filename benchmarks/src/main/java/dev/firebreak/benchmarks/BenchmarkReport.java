package dev.firebreak.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes the measured figures beside their targets as the page of a day in docs/benchmarks, and
/// lists the page there. Arguments: the file of figures, the folder of the pages, what code was
/// measured; `short` where the measurements were cut short, which the page then says.
public final class BenchmarkReport {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final double PER_MINUTE = 60;

  private final Map<String, Double> figures;
  private final StringBuilder page = new StringBuilder();

  private BenchmarkReport(Map<String, Double> figures) {
    this.figures = figures;
  }

  /// Writes the page, and lists it where the folder has a list.
  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
    Path folder = Path.of(arguments[1]);
    boolean brief = arguments.length > 3 && arguments[3].equals("short");
    BenchmarkReport report = new BenchmarkReport(Figures.read(Path.of(arguments[0])));
    Files.writeString(
        folder.resolve(today + ".md"), report.write(DAY.format(today), arguments[2], brief));
    Path pages = folder.resolve("README.md");
    if (Files.exists(pages)) {
      list(pages, today);
    }
  }

  private String write(String day, String code, boolean brief) throws IOException {
    line("# " + day);
    line("");
    line("Machine: " + Machine.describe() + ". Code: " + code + ". One run of `benchmarks/run`;");
    line(
        "the load's own work runs on the same cores and is part of the figures. On a virtual"
            + " machine");
    line("read the ratios, not the numbers.");
    if (brief) {
      line("");
      line("**Cut short to try the command: these are no figures to quote.**");
    }
    line("");
    targets();
    treatment();
    gateway();
    assessment();
    others();
    return page.toString();
  }

  private void targets() {
    line("## Figures and targets");
    line("");
    line("| What | Figure | Must | Aim | Reached |");
    line("|---|---|---|---|---|");
    atMost("treatment, times bare re-writing", treatmentRatio(), 12, 3, "%.1f x");
    atLeast("treatment, events/s a core", of("treatment.treated"), 20_000, 100_000, "%,.0f");
    atLeast("detectors, MB/s a core", of("detectors.detected"), 40, 100, "%.0f");
    double alone = of("gateway.treatment");
    atLeast(
        "gateway, batches of 50, share of treatment's own rate",
        of("gateway.batches") / alone,
        0.5,
        0.8,
        "%.2f");
    aim("gateway, batches of 50 at half load, p99 in ms", of("gateway.batches.half.p99"), 10);
    aim("gateway, single events at half load, p99 in ms", of("gateway.singles.half.p99"), 10);
    double tenMillion = of("assessment.seconds") * 1e7 / of("assessment.events") / PER_MINUTE;
    atMost(
        "assessment of 10 M events, minutes (from %,.0f events, in proportion)"
            .formatted(of("assessment.events")),
        tenMillion,
        10,
        3 * of("assessment.scan") * 1e7 / of("assessment.events") / PER_MINUTE,
        "%.1f");
    atMost("assessment, GB of memory", of("assessment.mib") / 1024, 4, 1, "%.1f");
    atMost(
        "risk over %.0f sets of quasi-identifiers, %,.0f people, seconds"
            .formatted(of("risk.flat.sets"), of("risk.people")),
        of("risk.flat"),
        30,
        6,
        "%.1f");
    atMost(
        "all duties of an incident, 20 000 combinations, ms", of("duties.20000"), 100, 100, "%.1f");
    line("");
    line(
        "The aim for the assessment is three times what DuckDB needs to read every value of the"
            + " file.");
    line("Precision and recall of the detectors are measured at each build");
    line(
        "([detectors](../reference/detectors.md)). Not measured by this command: the ledger with 25"
            + " M facts,");
    line("notices a minute, the time of a cut, one dead vendor beside live ones, kills.");
    line("");
  }

  private void treatment() {
    line("## Treatment and detectors");
    line("");
    line(
        "One thread. Mixpanel events of 900 bytes: classify, all detectors, shipped policy, tokens;"
            + " against");
    line(
        "parsing and re-writing the same events with the same library. Detectors: every string of"
            + " such");
    line("events, scanned anew; against only looking at each character.");
    line("");
    line("| | | of the bound |");
    line("|---|---|---|");
    line("| bare re-writing | %s events/s | 1 |".formatted(spread("treatment.rewritten")));
    line(
        "| treated | %s events/s | %.1f times the time |"
            .formatted(spread("treatment.treated"), treatmentRatio()));
    line("| looking at each character | %s MB/s | 1 |".formatted(spread("detectors.looked")));
    line(
        "| all detectors | %s MB/s | %.1f times the time |"
            .formatted(
                spread("detectors.detected"), of("detectors.looked") / of("detectors.detected")));
    line("");
  }

  private void gateway() {
    line("## Gateway");
    line("");
    line(
        "A whole installation: shipped policy, a journal that forces each commit before the answer,"
            + " delivery to");
    line(
        "a vendor on loopback, ledger; 16 keep-alive connections on the same cores. At half load"
            + " requests are");
    line(
        "sent at fixed times, and an answer's time counts from when its request was due. Treatment"
            + " alone and");
    line("batches take turns three times; their means count.");
    line("");
    line("| | events/s | of treatment | answer p50 | answer p99 |");
    line("|---|---|---|---|---|");
    line("| treatment alone, all cores | %,.0f | 1 | | |".formatted(of("gateway.treatment")));
    for (String name : List.of("batches", "batches.half", "singles", "singles.half")) {
      line(
          "| %s | %,.0f | %.2f | %.1f ms | %.1f ms |"
              .formatted(
                  name.replace("batches", "batches of 50")
                      .replace("singles", "single events")
                      .replace(".half", ", half load"),
                  of("gateway." + name),
                  of("gateway." + name) / of("gateway.treatment"),
                  of("gateway." + name + ".p50"),
                  of("gateway." + name + ".p99")));
    }
    line("");
    line("%,.0f events accepted, none refused, all delivered.".formatted(of("gateway.accepted")));
    line("");
  }

  private void assessment() {
    line("## Assessment");
    line("");
    line(
        ("A Mixpanel export of %,.0f events (%,.0f MB) against %,.0f accounts, 1 GB each for"
                + " Java and DuckDB: %.1f s,")
            .formatted(
                of("assessment.events"),
                of("assessment.bytes") / 1e6,
                of("assessment.accounts"),
                of("assessment.seconds")));
    line(
        ("%,.0f MB of memory at most. DuckDB reading every value of the file alone: %.1f s;"
                + " %.1f times that.")
            .formatted(
                of("assessment.mib"),
                of("assessment.scan"),
                of("assessment.seconds") / of("assessment.scan")));
    line("");
  }

  private void others() {
    line("## Risk and duties");
    line("");
    line("| | seconds |");
    line("|---|---|");
    for (String name : List.of("flat", "levels")) {
      line(
          "| risk over %,.0f sets, %s, %,.0f people | %.1f |"
              .formatted(
                  of("risk." + name + ".sets"),
                  name.equals("flat") ? "seven fields" : "with hierarchies",
                  of("risk.people"),
                  of("risk." + name)));
    }
    for (String combinations : List.of("50", "2000", "20000")) {
      line(
          "| all duties, %s combinations | %.4f |"
              .formatted(combinations, of("duties." + combinations) / 1000));
    }
  }

  private double treatmentRatio() {
    return of("treatment.rewritten") / of("treatment.treated");
  }

  /// A figure; not a number where it was not measured, which no target is reached by.
  private double of(String name) {
    return figures.getOrDefault(name, Double.NaN);
  }

  private String spread(String name) {
    return "%,.0f ± %,.0f".formatted(of(name), of(name + ".error"));
  }

  private void atLeast(String what, double figure, double must, double aim, String format) {
    row(what, figure, new Bound("at least ", must, aim), format);
  }

  private void atMost(String what, double figure, double must, double aim, String format) {
    row(what, figure, new Bound("at most ", must, aim), format);
  }

  private void aim(String what, double figure, double aim) {
    line(
        "| %s | %.1f | | at most %.0f | %s |"
            .formatted(what, figure, aim, figure <= aim ? "aim" : "**not the aim**"));
  }

  /// What is to be reached.
  ///
  /// @param words `at least ` or `at most `
  private record Bound(String words, double must, double aim) {
    private String verdict(double figure) {
      return reaches(figure, aim) ? "aim" : reaches(figure, must) ? "must" : "**no**";
    }

    private boolean reaches(double figure, double bound) {
      return words.equals("at least ") ? figure >= bound : figure <= bound;
    }
  }

  private void row(String what, double figure, Bound bound, String format) {
    boolean measured = !Double.isNaN(figure);
    line(
        "| %s | %s | %s | %s | %s |"
            .formatted(
                what,
                measured ? format.formatted(figure) : "not measured",
                bound.words() + format.formatted(bound.must()),
                bound.words() + format.formatted(bound.aim()),
                measured ? bound.verdict(figure) : ""));
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  private static void list(Path file, LocalDate today) throws IOException {
    String link = "](" + today + ".md)";
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.removeIf(line -> line.contains(link));
    int first = 0;
    while (first < lines.size() && !lines.get(first).startsWith("- [")) {
      first++;
    }
    lines.add(first, "- [" + DAY.format(today) + link);
    Files.write(file, lines);
  }
}
