package dev.firebreak.benchmarks;

import dev.firebreak.ledger.CompactionRules;
import dev.firebreak.ledger.LedgerSize;
import dev.firebreak.ledger.ParquetLedger;
import dev.firebreak.ledger.PeopleQuery;
import dev.firebreak.testkit.ledger.LedgerLoad;
import dev.firebreak.testkit.ledger.SimulatedDisclosures;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/// Writes simulated disclosures of 30 days to five vendors through the ledger's own writer, with
/// compaction and readers beside, compares every answer with the truth, and then measures: one
/// subject over all vendors, and one vendor over 15 days.
///
/// Arguments: a folder, and about how many facts, four events each; 25 000 000 for the whole. What
/// an earlier run left in the folder is not written again: only the answers are measured.
public final class LedgerBenchmark {
  private static final int VENDORS = 5;
  private static final int DAYS = 30;
  private static final int BATCHES_PER_DAY = 8;
  private static final double FACTS_PER_SUBJECT = 12.5;
  private static final long MEMORY_BYTES = 256L << 20;
  private static final int LOOK_UPS = 1_000;
  private static final int SCANS = 5;
  private static final LocalDate FIRST_DAY = LocalDate.of(2025, 11, 1);

  private final PrintWriter out;
  private final SimulatedDisclosures truth;

  private LedgerBenchmark(PrintWriter out, SimulatedDisclosures truth) {
    this.out = out;
    this.truth = truth;
  }

  /// Runs it.
  public static void main(String[] args) throws Exception {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    long facts = args.length > 1 ? Long.parseLong(args[1]) : 25_000_000;
    SimulatedDisclosures truth =
        new SimulatedDisclosures(
            new SimulatedDisclosures.Scale(
                facts, (int) (facts / FACTS_PER_SUBJECT), VENDORS, DAYS, BATCHES_PER_DAY),
            FIRST_DAY);
    out.println(Machine.describe());
    new LedgerBenchmark(out, truth).run(Path.of(args[0]));
  }

  private void run(Path folder) throws IOException, InterruptedException {
    try (LedgerLoad load = new LedgerLoad(folder, truth, MEMORY_BYTES, CompactionRules.DEFAULT)) {
      if (!load.isWritten()) {
        write(load);
      }
      size(load.ledger().size());
      oneSubject(load.ledger());
      oneVendor(load.ledger());
      load.requireTruth();
      out.println("all facts are those of the truth; files, sums and manifest agree");
      Figures.peakMemoryMib()
          .ifPresent(mib -> out.printf(Locale.ROOT, "at most %,.0f MiB of memory%n", mib));
    }
  }

  private void write(LedgerLoad load) throws IOException, InterruptedException {
    long start = System.nanoTime();
    LedgerLoad.Outcome outcome = load.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf(
        Locale.ROOT,
        "written with compaction and readers beside: %,d events in %.0f s, %,.0f a second;"
            + " %,d pieces of compaction%n",
        outcome.events(),
        seconds,
        outcome.events() / seconds,
        outcome.pieces());
    out.printf(
        Locale.ROOT,
        "answers meanwhile, all as the truth has them: %,d of one subject, %,d of one vendor%n",
        outcome.subjectsRead(),
        outcome.scansRead());
    Figures.add("ledger.written", outcome.events() / seconds);
  }

  private void size(LedgerSize size) {
    String[] names = {"batches", "days", "months"};
    for (int level = 0; level < names.length; level++) {
      LedgerSize.Level of = size.levels().get(level);
      out.printf(
          Locale.ROOT,
          "  %s: %,d files, %,d MB, %,d rows of facts%n",
          names[level],
          of.files(),
          of.bytes() / 1_000_000,
          of.facts());
    }
    if (size.compactedBytes() > 0) {
      out.printf(Locale.ROOT, "  compaction wrote %,d MB%n", size.compactedBytes() / 1_000_000);
    }
  }

  private void oneSubject(ParquetLedger ledger) throws IOException {
    Random random = new Random(3);
    LatencyRecord latency = new LatencyRecord();
    for (int i = 0; i < LOOK_UPS + LOOK_UPS / 10; i++) {
      int subject = random.nextInt(truth.scale().subjects());
      long start = System.nanoTime();
      ledger.ofSubject(truth.subject(subject));
      if (i >= LOOK_UPS / 10) {
        latency.add(System.nanoTime() - start);
      }
    }
    out.printf(
        Locale.ROOT,
        "one subject over all vendors: p50 %.1f ms, p99 %.1f ms (must: p99 100 ms, aim: 20 ms)%n",
        latency.millis(0.5),
        latency.millis(0.99));
    Figures.add("ledger.subject.p50", latency.millis(0.5));
    Figures.add("ledger.subject.p99", latency.millis(0.99));
  }

  private void oneVendor(ParquetLedger ledger) throws IOException {
    Instant from = FIRST_DAY.plusDays(8).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant to = FIRST_DAY.plusDays(23).atStartOfDay(ZoneOffset.UTC).toInstant();
    double counted = Double.MAX_VALUE;
    double handedOver = Double.MAX_VALUE;
    long people = 0;
    long[] facts = new long[1];
    for (int i = 0; i < SCANS; i++) {
      VendorId vendor = truth.vendor(i % VENDORS);
      long start = System.nanoTime();
      people =
          ledger
              .count(new PeopleQuery(vendor, Optional.of(from), Optional.of(to), Optional.empty()))
              .total();
      counted = Math.min(counted, (System.nanoTime() - start) / 1e9);
      facts[0] = 0;
      start = System.nanoTime();
      ledger.forEach(vendor, Optional.of(from), Optional.of(to), _ -> facts[0]++);
      handedOver = Math.min(handedOver, (System.nanoTime() - start) / 1e9);
    }
    out.printf(
        Locale.ROOT,
        "one vendor over 15 days: %,d people counted in %.2f s (must: 1 s, aim: 0.3 s); each of"
            + " %,d facts handed over in %.2f s%n",
        people,
        counted,
        facts[0],
        handedOver);
    Figures.add("ledger.window.counted", counted);
    Figures.add("ledger.window.facts", handedOver);
  }
}
