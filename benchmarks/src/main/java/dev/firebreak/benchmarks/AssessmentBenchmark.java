package dev.firebreak.benchmarks;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.TokenLookup;
import dev.firebreak.ledger.DuckDb;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Assesses a generated export of 1 000 000 events against 500 000 accounts, and compares with
/// DuckDB merely scanning the reduced rows. Arguments: an empty folder, optionally the number of
/// events and of accounts.
public final class AssessmentBenchmark {
  private static final long SEED = 20_251_109;
  private static final String[] CITIES = {"Lyon", "Fresno", "Oslo", "Quito", "Osaka", "Turin"};
  private static final String[] COUNTRIES = {"FR", "US", "NO", "EC", "JP", "IT"};
  private static final String[] BROWSERS = {"Chrome", "Firefox", "Safari", "Edge"};

  private AssessmentBenchmark() {}

  /// Runs it and prints seconds by part.
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int events = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
    int accounts = args.length > 2 ? Integer.parseInt(args[2]) : 500_000;
    run(folder, events, accounts, new PrintWriter(System.out, true, StandardCharsets.UTF_8));
  }

  private static void run(Path folder, int events, int accounts, PrintWriter out) throws Exception {
    Path export = folder.resolve("events.json");
    Path directory = folder.resolve("accounts.csv");
    RandomGenerator random = new Random(SEED);
    writeAccounts(directory, accounts);
    writeEvents(export, events, accounts, random);
    out.printf(Locale.ROOT, "export %,d events, %,d bytes%n", events, Files.size(export));
    long start = System.nanoTime();
    Assessment assessment =
        new DataSetAssessor()
            .assess(
                new AssessmentRequest(
                    List.of(export),
                    Optional.of(directory),
                    TokenLookup.NONE,
                    0,
                    folder.resolve("work"),
                    folder.resolve("result"),
                    Conduct.telling((step, rows) -> step(out, start, step, rows))));
    double took = seconds(start);
    out.printf(Locale.ROOT, "assessment %.1f s%n", took);
    Figures.add("assessment.events", events);
    Figures.add("assessment.accounts", accounts);
    Figures.add("assessment.bytes", Files.size(export));
    Figures.add("assessment.seconds", took);
    if (Figures.peakMemoryMib().isPresent()) {
      Figures.add("assessment.mib", Figures.peakMemoryMib().get());
    }
    out.printf(
        Locale.ROOT,
        "found %,d, ambiguous %,d, unresolved %,d, share unique %.6f%n",
        assessment.found(),
        assessment.ambiguous(),
        assessment.unresolved(),
        assessment.risk().shareUnique());
    scan(folder.resolve("work"), out);
    scanOriginal(export, folder.resolve("scan"), out);
  }

  /// The bound: DuckDB reads every value of the original, and does nothing with it.
  private static void scanOriginal(Path export, Path work, PrintWriter out) throws Exception {
    try (DuckDb database = DuckDb.open(work, 1L << 30, 2, List.of(export));
        Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      long start = System.nanoTime();
      try (ResultSet result =
          statement.executeQuery(
              "SELECT bit_xor(hash(event)), bit_xor(hash(properties)) FROM read_json("
                  + DuckDb.literal(export)
                  + ", format='newline_delimited')")) {
        result.next();
      }
      double took = seconds(start);
      out.printf(Locale.ROOT, "scan of the original alone %.2f s%n", took);
      Figures.add("assessment.scan", took);
    }
  }

  private static void step(PrintWriter out, long start, String step, long rows) {
    if (!step.equals("reading") || rows % 250_000 == 0) {
      out.printf(Locale.ROOT, "%8.1f s  %s %,d%n", seconds(start), step, rows);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void writeAccounts(Path file, int accounts) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("account_id,email,name,country,city,organization_id\n");
      for (int i = 0; i < accounts; i++) {
        int place = i % CITIES.length;
        out.write(
            "user-%d,p%d@example.com,Person %d,%s,%s,org-%d%n"
                .formatted(i, i, i, COUNTRIES[place], CITIES[place], i / 20));
      }
    }
  }

  private static void writeEvents(Path file, int events, int accounts, RandomGenerator random)
      throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < events; i++) {
        int person = random.nextInt(accounts);
        out.write(event(i, person, random));
      }
    }
  }

  private static String event(int number, int person, RandomGenerator random) {
    int place = person % CITIES.length;
    boolean anonymous = random.nextInt(10) == 0;
    return """
    {"event":"Page %d","properties":{"time":%d,"distinct_id":"%s","$device_id":"dev-%d",\
    "$insert_id":"%016x","$city":"%s","mp_country_code":"%s","$browser":"%s",\
    "$browser_version":%d,"$os":"Linux","$referrer":"https://search.example/?q=%d",\
    "$current_url":"https://app.example.com/o/org-%d/page/%d","$email":"p%d@example.com",\
    "$name":"Person %d","organization_id":"org-%d","plan":"team","$screen_width":1920,\
    "mp_lib":"web","$lib_version":"2.83.0","duration_ms":%d}}
    """
        .formatted(
            number % 40,
            1_760_000_000L + random.nextInt(2_500_000),
            anonymous ? "$device:dev-" + person : "user-" + person,
            person,
            random.nextLong(),
            CITIES[place],
            COUNTRIES[place],
            BROWSERS[person % 4],
            100 + person % 43,
            random.nextInt(1000),
            person / 20,
            random.nextInt(500),
            person,
            person,
            person / 20,
            random.nextInt(100_000));
  }

  private static void scan(Path work, PrintWriter out) throws Exception {
    try (Stream<Path> files = Files.list(work);
        DuckDb database = DuckDb.open(work, 1L << 30, 2, List.of());
        Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      List<Path> rows =
          files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
      long start = System.nanoTime();
      try (ResultSet result =
          statement.executeQuery(
              "SELECT bit_xor(hash(COLUMNS(*))) FROM read_parquet("
                  + DuckDb.readList(rows)
                  + ")")) {
        result.next();
      }
      out.printf(Locale.ROOT, "scan of the reduced rows alone %.2f s%n", seconds(start));
    }
  }
}
