package dev.firebreak.ledger;

import dev.firebreak.ledger.CompactionPlan.Job;
import dev.firebreak.ledger.CompactionPlan.Merge;
import dev.firebreak.ledger.CompactionPlan.Rewrite;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Brings batches into files of days and those into files of months, takes out what was erased or
/// is older than retention allows, and deletes what was replaced once nobody reads it any more.
///
/// New files are written beside the list that stands, under names of their own, while batches go on
/// coming in; then one switch puts them in the place of the old ones. The events of the new files
/// are counted before it. Thread-safe; one compaction at a time.
final class LedgerCompaction {
  private final LedgerFolder folder;
  private final LedgerHead head;
  private final CompactionRules rules;
  private final Clock clock;
  private final Path workFolder;
  private final ReentrantLock running = new ReentrantLock();
  private final LongAdder jobs = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private volatile boolean ending;

  /// @param workFolder where DuckDB spills
  LedgerCompaction(
      LedgerFolder folder, LedgerHead head, CompactionRules rules, Clock clock, Path workFolder) {
    this.folder = folder;
    this.head = head;
    this.rules = rules;
    this.clock = clock;
    this.workFolder = workFolder;
  }

  /// Does everything that is due now. Where a piece of work fails, its vendor's table is left out
  /// and the rest is done.
  ///
  /// @return how many pieces of work that were
  /// @throws IOException what failed first
  int run() throws IOException {
    running.lock();
    try {
      if (ending) {
        return 0;
      }
      deleteReplaced();
      int done = 0;
      if (next(Set.of()).isPresent()) {
        try {
          done = runJobs();
        } finally {
          deleteReplaced();
        }
      }
      return done;
    } finally {
      running.unlock();
    }
  }

  /// Has a run end after the file that it is writing, without what that was for, and no other
  /// begin.
  void end() {
    ending = true;
    running.lock();
    try {
      // whoever ran has seen it and ended; so has whoever comes now
      ending = true;
    } finally {
      running.unlock();
    }
  }

  /// Pieces of work since this was made.
  long jobs() {
    return jobs.sum();
  }

  /// Bytes that they wrote.
  long bytes() {
    return bytes.sum();
  }

  private Optional<Job> next(Set<CompactionPlan.Of> leftOut) {
    return ending
        ? Optional.empty()
        : new CompactionPlan(head.current(), rules, clock.instant(), leftOut).next();
  }

  private int runJobs() throws IOException {
    int done = 0;
    Set<CompactionPlan.Of> failed = new HashSet<>();
    List<Exception> failures = new ArrayList<>();
    try (DuckDb database =
        DuckDb.open(workFolder, rules.memoryBytes(), 1, List.of(folder.path()))) {
      for (Optional<Job> job = next(failed); job.isPresent(); job = next(failed)) {
        try {
          run(database, job.get());
          done++;
          jobs.increment();
        } catch (CompactedFiles.EndedException e) {
          // nothing of it is the ledger's; the next process does it
          break;
        } catch (IOException | SQLException | RuntimeException e) {
          failed.add(new CompactionPlan.Of(job.get().table(), job.get().vendor()));
          failures.add(e);
        }
      }
    } catch (SQLException e) {
      throw new IOException("the ledger could not be compacted", e);
    } finally {
      folder.sweepStaged();
    }
    throwFirst(failures);
    return done;
  }

  private static void throwFirst(List<Exception> failures) throws IOException {
    if (failures.isEmpty()) {
      return;
    }
    Exception first = failures.getFirst();
    failures.subList(1, failures.size()).forEach(first::addSuppressed);
    switch (first) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IOException("the ledger could not be compacted", first);
    }
  }

  private void run(DuckDb database, Job job) throws IOException, SQLException {
    try (LedgerHead.Lease lease = head.lease()) {
      CompactedFiles files =
          new CompactedFiles(
              database,
              folder,
              lease.manifest(),
              new CompactedFiles.Limits(rules.rowsPerFile(), () -> ending),
              clock.millis());
      switch (job) {
        case Merge merge -> replace(merge(files, merge));
        case Rewrite rewrite -> replace(rewrite(files, rewrite));
      }
    }
  }

  /// What leaves the list and what comes into it.
  private record Replacement(
      List<LedgerFile> out, List<CompactedFiles.Staged> staged, List<LedgerFile> lookedThrough) {}

  private Replacement merge(CompactedFiles files, Merge merge) throws IOException, SQLException {
    List<LedgerFile> inputs = new ArrayList<>(merge.inputs());
    List<CompactedFiles.Staged> staged = new ArrayList<>();
    if (merge.period().isPresent()) {
      staged.addAll(
          files.write(merge.table(), merge.level(), merge.period().get(), "true", inputs));
    } else {
      List<LedgerFile> held =
          files.manifest().files(merge.table(), file -> file.isOf(merge.vendor()));
      for (LocalDate day : files.days(merge.inputs())) {
        List<LedgerFile> of =
            new ArrayList<>(merge.inputs().stream().filter(file -> reaches(file, day)).toList());
        List<LedgerFile> along =
            CompactionPlan.takenAlong(
                CompactionPlan.ofPeriod(held, merge.level(), day.toString()), bytes(of));
        inputs.addAll(along);
        of.addAll(along);
        staged.addAll(
            files.write(
                merge.table(), merge.level(), day.toString(), "day = DATE '" + day + "'", of));
      }
    }
    files.requireAllEvents(merge.table(), inputs, staged);
    return new Replacement(inputs, staged, List.of());
  }

  private static boolean reaches(LedgerFile file, LocalDate day) {
    return !file.bounds().endsBefore(day) && file.bounds().beginsBefore(day.plusDays(1));
  }

  private static long bytes(List<LedgerFile> files) {
    return files.stream().mapToLong(file -> file.content().bytes()).sum();
  }

  private Replacement rewrite(CompactedFiles files, Rewrite rewrite)
      throws IOException, SQLException {
    List<CompactedFiles.Staged> staged = new ArrayList<>();
    List<LedgerFile> lookedThrough = new ArrayList<>();
    for (LedgerFile file : rewrite.files()) {
      if (files.hidesRows(file)) {
        List<CompactedFiles.Staged> rewritten =
            files.write(rewrite.table(), file.level(), file.period(), "true", List.of(file));
        files.requireAllEvents(rewrite.table(), List.of(file), rewritten);
        staged.addAll(rewritten);
      } else {
        lookedThrough.add(file.lookedThrough(files.manifest().sequence()));
      }
    }
    return new Replacement(rewrite.files(), staged, lookedThrough);
  }

  private void replace(Replacement replacement) throws IOException {
    head.change(
        new LedgerHead.Change() {
          private Map<Path, String> names = Map.of();

          @Override
          public LedgerManifest after(LedgerManifest before) {
            if (!new HashSet<>(before.files()).containsAll(replacement.out())) {
              // retention took one of them meanwhile: what was written is not the ledger any more
              return before;
            }
            Map<Path, LedgerFile> files = named(replacement.staged(), before.sequence() + 1);
            names =
                files.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().name()));
            List<LedgerFile> in = new ArrayList<>(files.values());
            in.addAll(replacement.lookedThrough());
            return before.replacing(replacement.out(), in, clock.millis());
          }

          @Override
          public void publish() throws IOException {
            folder.publish(names);
          }
        });
    replacement.staged().forEach(file -> bytes.add(file.content().bytes()));
  }

  private static Map<Path, LedgerFile> named(List<CompactedFiles.Staged> staged, long sequence) {
    Map<String, Integer> parts = new LinkedHashMap<>();
    Map<Path, LedgerFile> files = new LinkedHashMap<>();
    for (CompactedFiles.Staged file : staged) {
      int part = parts.merge(file.level() + file.period(), 1, Integer::sum) - 1;
      files.put(file.path(), file.named(sequence, part));
    }
    return files;
  }

  /// A file goes when its time is over and no reader holds a list in which it stands. The file
  /// first, then its entry: a crash in between leaves an entry of a file that is gone.
  private void deleteReplaced() throws IOException {
    LedgerManifest now = head.current();
    long over = clock.millis() - rules.deletionDelay().toMillis();
    long earliest = head.earliestHeld();
    Set<String> gone =
        now.replaced().stream()
            .filter(old -> old.at() <= over && old.sequence() <= earliest)
            .map(LedgerManifest.Replaced::name)
            .collect(Collectors.toSet());
    if (gone.isEmpty()) {
      return;
    }
    for (String name : gone) {
      folder.delete(name);
    }
    head.change(before -> before.deleted(gone));
  }
}
