package dev.firebreak.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.TokenLookup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Measures the risk over all sets of quasi-identifiers of 1 200 000 people, twice: with seven
/// fields of one level each (2^7 sets), and with the hierarchies of place, browser, system and
/// referrer. About three people in four are unique, as in exports of analytics vendors. Prints the
/// seconds of the risk step alone. Arguments: an empty folder, optionally the number of people and
/// DuckDB's share of memory in MiB (default 1024).
public final class RiskBenchmark {
  private static final long SEED = 20_251_109;
  private static final int CITIES = 290;
  private static final int ORGANIZATIONS = 190;

  private RiskBenchmark() {}

  /// Runs it.
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int people = args.length > 1 ? Integer.parseInt(args[1]) : 1_200_000;
    long memoryBytes = args.length > 2 ? Long.parseLong(args[2]) << 20 : 1L << 30;
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    run(Files.createDirectory(folder.resolve("flat")), people, false, memoryBytes, out);
    run(Files.createDirectory(folder.resolve("levels")), people, true, memoryBytes, out);
  }

  private static void run(
      Path folder, int people, boolean levels, long memoryBytes, PrintWriter out)
      throws IOException {
    Path file = folder.resolve("people.csv");
    write(file, people, levels);
    long[] begin = {0};
    long[] processor = {0};
    Assessment assessment =
        new DataSetAssessor(memoryBytes)
            .assess(
                new AssessmentRequest(
                    List.of(file),
                    Optional.empty(),
                    TokenLookup.NONE,
                    0,
                    folder.resolve("work"),
                    folder.resolve("result"),
                    Conduct.telling((step, rows) -> {
                      if (step.equals("risk") && begin[0] == 0) {
                        begin[0] = System.nanoTime();
                        processor[0] = processorNanos();
                      }
                    })));
    double seconds = (System.nanoTime() - begin[0]) / 1e9;
    double processorSeconds = (processorNanos() - processor[0]) / 1e9;
    String name = levels ? "risk.levels" : "risk.flat";
    Figures.add(name, seconds);
    Figures.add(name + ".sets", assessment.risk().detail().orElseThrow().subsets().size());
    Figures.add("risk.people", assessment.risk().people());
    Assessment.ClassDetail detail = assessment.risk().detail().orElseThrow();
    out.printf(
        Locale.ROOT,
        "%s: %,d people, %,d sets (%,d not counted), %.2f s (processors %.2f s); %,d classes, share"
            + " unique %.6f, average risk %.6f%n",
        levels ? "with hierarchies" : "seven fields",
        assessment.risk().people(),
        detail.subsets().size(),
        detail.skipped(),
        seconds,
        processorSeconds,
        assessment.risk().classes(),
        assessment.risk().shareUnique(),
        assessment.risk().prosecutorAverage());
  }

  /// Time of all processors that this process has used: what counts on a busy machine.
  private static long processorNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private static void write(Path file, int people, boolean levels) throws IOException {
    RandomGenerator random = new Random(SEED);
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("user_id,");
      out.write(levels ? "country,region,city,browser,browser_version" : "city,browser");
      out.write(",os,referrer,organization_id,company,locale\n");
      for (int i = 0; i < people; i++) {
        out.write(levels ? leveled(i, random) : flat(i, random));
      }
    }
  }

  /// Early numbers more often.
  private static int skewed(RandomGenerator random, int bound) {
    double uniform = random.nextDouble();
    return (int) (uniform * uniform * uniform * bound);
  }

  private static String flat(int person, RandomGenerator random) {
    int organization = skewed(random, ORGANIZATIONS);
    return "user-%d,City %s,%s,%s,site%s.example,org-%d,Firm %s,%s%n"
        .formatted(
            person,
            letters(skewed(random, CITIES)),
            letters(skewed(random, 12)),
            letters(skewed(random, 6)),
            letters(skewed(random, 25)),
            organization,
            letters(organization / 3),
            letters(skewed(random, 7)));
  }

  private static String leveled(int person, RandomGenerator random) {
    int city = skewed(random, CITIES);
    int organization = skewed(random, ORGANIZATIONS);
    return "user-%d,%s,R%d,City %s,%s,%d,System %d,https://site%d.example/%d,org-%d,,%n"
        .formatted(
            person,
            letters(city % 26),
            city % 200,
            letters(city),
            letters(skewed(random, 4)),
            100 + skewed(random, 8),
            skewed(random, 6),
            skewed(random, 12),
            skewed(random, 10),
            organization);
  }

  /// A number without digits, since these would be a version.
  private static String letters(int number) {
    StringBuilder letters = new StringBuilder();
    int rest = number;
    do {
      letters.append((char) ('a' + rest % 26));
      rest /= 26;
    } while (rest > 0);
    return letters.toString();
  }
}
