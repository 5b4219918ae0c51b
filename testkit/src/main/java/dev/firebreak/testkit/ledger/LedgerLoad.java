package dev.firebreak.testkit.ledger;

import dev.firebreak.ledger.CompactionRules;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.ParquetLedger;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Writes simulated disclosures through the ledger's own writer while compaction runs and readers
/// read all the time, each of whose answers is compared with the truth: what was there before the
/// question is in it, what was not written by its end is not, nothing counts twice.
///
/// Its clock goes with the batches. Confined to one thread, which it adds others to.
public final class LedgerLoad implements AutoCloseable {
  private static final Duration BETWEEN_SUBJECTS = Duration.ofMillis(5);
  private static final Duration BETWEEN_SCANS = Duration.ofMillis(200);
  private static final Duration BETWEEN_COMPACTIONS = Duration.ofMillis(20);

  private final SimulatedDisclosures truth;
  private final ParquetLedger ledger;
  private final AtomicLong now;
  private final AtomicBoolean written = new AtomicBoolean();
  private final AtomicInteger subjectsRead = new AtomicInteger();
  private final AtomicInteger scansRead = new AtomicInteger();

  /// By vendor, how many batches are durable, and how many were at least begun.
  private final AtomicLongArray done;

  private final AtomicLongArray begun;

  /// What a load did.
  ///
  /// @param events events that were written
  /// @param subjectsRead answers about one subject that were right
  /// @param scansRead answers about one vendor that were right
  /// @param pieces pieces of compaction
  public record Outcome(long events, int subjectsRead, int scansRead, int pieces) {}

  /// @param folder empty, or with what an earlier load of the same truth wrote, to its end or not
  public LedgerLoad(
      Path folder, SimulatedDisclosures truth, long memoryLimitBytes, CompactionRules rules) {
    this.truth = truth;
    done = new AtomicLongArray(truth.scale().vendors());
    begun = new AtomicLongArray(truth.scale().vendors());
    now = new AtomicLong();
    InstantSource batchTime = () -> Instant.ofEpochMilli(now.get());
    ledger =
        ParquetLedger.open(
            folder.resolve("ledger"),
            folder.resolve("work"),
            new ParquetLedger.Settings(
                memoryLimitBytes, 2, rules, batchTime.withZone(ZoneOffset.UTC)));
    for (int vendor = 0; vendor < done.length(); vendor++) {
      long before = ledger.watermark(truth.binding(vendor));
      done.set(vendor, before);
      begun.set(vendor, before);
    }
    now.set(truth.batchTime(firstDay(), 0).toEpochMilli());
  }

  /// The ledger, open until this is closed.
  public ParquetLedger ledger() {
    return ledger;
  }

  /// Whether everything was written before.
  public boolean isWritten() {
    return IntStream.range(0, done.length()).allMatch(vendor -> done.get(vendor) == last());
  }

  /// The watermark of each vendor's last batch.
  private long last() {
    return (long) truth.scale().days() * truth.scale().batchesPerDay();
  }

  /// Writes what is not there yet, with compaction and readers beside, then compacts what is left
  /// on the day after.
  ///
  /// @throws AssertionError where an answer was not the truth, or anything failed
  public Outcome run() throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Integer>> beside =
          List.of(
              threads.submit(this::compact),
              threads.submit(this::readSubjects),
              threads.submit(this::scan));
      try {
        long events = write(beside);
        written.set(true);
        int pieces = beside.getFirst().get();
        beside.get(1).get();
        beside.get(2).get();
        now.addAndGet(Duration.ofDays(1).toMillis());
        pieces += ledger.compact();
        return new Outcome(events, subjectsRead.get(), scansRead.get(), pieces);
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      } catch (IOException e) {
        throw new AssertionError(e);
      } finally {
        written.set(true);
      }
    }
  }

  private long write(List<Future<Integer>> beside) throws IOException {
    SimulatedDisclosures.Scale scale = truth.scale();
    long events = 0;
    for (int day = firstDay(); day < scale.days(); day++) {
      List<List<LedgerBatch>> vendors = new ArrayList<>();
      for (int vendor = 0; vendor < scale.vendors(); vendor++) {
        vendors.add(truth.batches(vendor, day));
      }
      for (int batch = 0; batch < scale.batchesPerDay(); batch++) {
        now.set(truth.batchTime(day, batch).toEpochMilli());
        for (int vendor = 0; vendor < scale.vendors(); vendor++) {
          LedgerBatch each = vendors.get(vendor).get(batch);
          if (each.watermark() <= done.get(vendor)) {
            continue;
          }
          begun.set(vendor, each.watermark());
          ledger.append(each);
          done.set(vendor, each.watermark());
          events += each.records();
        }
        if (beside.stream().anyMatch(Future::isDone)) {
          return events;
        }
      }
    }
    return events;
  }

  /// The first day of which a batch is missing.
  private int firstDay() {
    long least = LongStream.of(progress(done)).min().orElse(0);
    return (int) (least / truth.scale().batchesPerDay());
  }

  private Integer compact() throws IOException {
    int pieces = 0;
    while (!written.get()) {
      pieces += ledger.compact();
      LockSupport.parkNanos(BETWEEN_COMPACTIONS.toNanos());
    }
    return pieces;
  }

  private Integer readSubjects() throws IOException {
    Random random = new Random(1);
    while (!written.get()) {
      int subject = random.nextInt(truth.scale().subjects());
      long[] atLeast = progress(done);
      List<Disclosure> facts = ledger.ofSubject(truth.subject(subject));
      long[] atMost = progress(begun);
      for (int vendor = 0; vendor < atLeast.length; vendor++) {
        VendorId of = truth.vendor(vendor);
        requireOne(
            vendor,
            subject,
            facts.stream().filter(fact -> fact.vendor().equals(of)).toList(),
            atLeast[vendor],
            atMost[vendor]);
      }
      subjectsRead.incrementAndGet();
      LockSupport.parkNanos(BETWEEN_SUBJECTS.toNanos());
    }
    return subjectsRead.get();
  }

  private void requireOne(
      int vendor, int subject, List<Disclosure> facts, long atLeast, long atMost) {
    for (long batches = atLeast; batches <= atMost; batches++) {
      if (truth.expected(vendor, subject, batches).equals(facts)) {
        return;
      }
    }
    throw new AssertionError(
        "after "
            + atLeast
            + " to "
            + atMost
            + " batches of vendor "
            + vendor
            + " the subject "
            + subject
            + " had "
            + facts);
  }

  private static long[] progress(AtomicLongArray of) {
    return IntStream.range(0, of.length()).mapToLong(of::get).toArray();
  }

  private Integer scan() throws IOException {
    List<SimulatedDisclosures.Totals> totals =
        IntStream.range(0, truth.scale().vendors()).mapToObj(truth::totals).toList();
    Random random = new Random(2);
    while (!written.get()) {
      int vendor = random.nextInt(totals.size());
      long atLeast = done.get(vendor);
      Counted counted = new Counted();
      ledger.forEach(truth.vendor(vendor), Optional.empty(), Optional.empty(), counted::add);
      long atMost = begun.get(vendor);
      requireOne(vendor, totals.get(vendor), counted, atLeast, atMost);
      scansRead.incrementAndGet();
      LockSupport.parkNanos(BETWEEN_SCANS.toNanos());
    }
    return scansRead.get();
  }

  private static void requireOne(
      int vendor, SimulatedDisclosures.Totals totals, Counted counted, long atLeast, long atMost) {
    for (int batches = (int) atLeast; batches <= atMost; batches++) {
      if (totals.events()[batches] == counted.events && totals.facts()[batches] == counted.facts) {
        return;
      }
    }
    throw new AssertionError(
        "after %d to %d batches vendor %d had %d events of %d facts"
            .formatted(atLeast, atMost, vendor, counted.events, counted.facts));
  }

  private static final class Counted {
    private long events;
    private long facts;

    private void add(Disclosure fact) {
      events += fact.events();
      facts++;
    }
  }

  /// Compares everything that the ledger says with the truth, fact by fact, and the files with the
  /// manifest.
  ///
  /// @throws AssertionError where they differ
  public void requireTruth() throws IOException {
    List<Integer> subjects =
        IntStream.range(0, truth.scale().subjects())
            .boxed()
            .sorted(Comparator.comparing(truth::subject))
            .toList();
    for (int vendor = 0; vendor < truth.scale().vendors(); vendor++) {
      int of = vendor;
      Iterator<Disclosure> expected =
          subjects.stream()
              .flatMap(subject -> truth.expected(of, subject, Long.MAX_VALUE).stream())
              .iterator();
      ledger.forEach(
          truth.vendor(vendor),
          Optional.empty(),
          Optional.empty(),
          fact -> {
            if (!expected.hasNext() || !expected.next().equals(fact)) {
              throw new AssertionError("the ledger has another fact: " + fact);
            }
          });
      if (expected.hasNext()) {
        throw new AssertionError("the ledger lacks " + expected.next());
      }
    }
    List<String> problems = ledger.verify(Map.of()).problems();
    if (!problems.isEmpty()) {
      throw new AssertionError(problems);
    }
  }

  @Override
  public void close() throws IOException {
    ledger.close();
  }
}
