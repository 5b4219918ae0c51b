package dev.firebreak.ledger;

import dev.firebreak.vendor.VendorId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Decides what compaction does next. No I/O; immutable.
///
/// ```
/// batches of a vendor -> its days -> its months, days that are over only
/// ```
///
/// A new file takes those of its own period along that are not much larger than itself: so each row
/// is written anew a few times only, and a period has few files.
final class CompactionPlan {
  private static final int FILES_PER_JOB_MAX = 64;

  /// Files up to this size are always taken along.
  private static final long SMALL_BYTES = 1 << 20;

  /// Files up to so many times the size of the new one are taken along.
  private static final int FACTOR = 4;

  private static final int ERASURES_MAX = 16;

  /// A day is over so long after its end: its last outcomes come in with later batches.
  private static final Duration LATE = Duration.ofHours(2);

  /// After so long without a change, the files of a month that is over become one.
  private static final long REST_MILLIS = 86_400_000;

  private final LedgerManifest manifest;
  private final CompactionRules rules;
  private final long now;
  private final LocalDate today;
  private final Set<Of> leftOut;

  CompactionPlan(LedgerManifest manifest, CompactionRules rules, Instant now) {
    this(manifest, rules, now, Set.of());
  }

  /// @param leftOut with these nothing is done
  CompactionPlan(LedgerManifest manifest, CompactionRules rules, Instant now, Set<Of> leftOut) {
    this.leftOut = Set.copyOf(leftOut);
    this.manifest = manifest;
    this.rules = rules;
    this.now = now.toEpochMilli();
    today = LocalDate.ofInstant(now.minus(LATE), ZoneOffset.UTC);
  }

  /// One piece of work, of one vendor and table.
  sealed interface Job {
    LedgerTable table();

    VendorId vendor();
  }

  /// Several files become those of a period, or of the days that their facts are of.
  ///
  /// @param period the one period; empty for the days that are found in the files
  record Merge(
      LedgerTable table,
      VendorId vendor,
      int level,
      Optional<String> period,
      List<LedgerFile> inputs)
      implements Job {
    public Merge {
      inputs = List.copyOf(inputs);
    }
  }

  /// Files are rewritten where they hold rows that nobody sees any more, each for itself.
  record Rewrite(LedgerTable table, VendorId vendor, List<LedgerFile> files) implements Job {
    public Rewrite {
      files = List.copyOf(files);
    }
  }

  /// The files that only come together with each other.
  record Of(LedgerTable table, VendorId vendor) {}

  /// What is to be done first; empty where nothing is due.
  Optional<Job> next() {
    Map<Of, List<LedgerFile>> groups = groups();
    return first(groups, this::batches)
        .or(() -> first(groups, this::days))
        .or(() -> first(groups, this::months))
        .or(() -> first(groups, this::rewrite))
        .or(this::spentErasure);
  }

  private interface Step {
    Optional<Job> job(Of of, List<LedgerFile> files);
  }

  private Optional<Job> first(Map<Of, List<LedgerFile>> groups, Step step) {
    return groups.entrySet().stream()
        .filter(group -> !leftOut.contains(group.getKey()))
        .map(group -> step.job(group.getKey(), group.getValue()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Map<Of, List<LedgerFile>> groups() {
    return manifest.files().stream()
        .filter(file -> !file.is(LedgerTable.ERASED))
        .collect(
            Collectors.groupingBy(
                file -> new Of(LedgerTable.ofLabel(file.table()), new VendorId(file.vendor())),
                () -> new TreeMap<>(Comparator.comparing(Of::table).thenComparing(Of::vendor)),
                Collectors.toList()));
  }

  private Optional<Job> batches(Of of, List<LedgerFile> files) {
    List<LedgerFile> batches = ofLevel(files, 0);
    if (batches.isEmpty() || !areDue(batches)) {
      return Optional.empty();
    }
    if (of.table() == LedgerTable.FACTS) {
      List<LedgerFile> some = batches.stream().limit(FILES_PER_JOB_MAX).toList();
      return Optional.of(new Merge(of.table(), of.vendor(), 1, Optional.empty(), some));
    }
    String day = LedgerFileName.day(batches.getFirst().bounds().lastDay());
    List<LedgerFile> some =
        batches.stream()
            .filter(file -> LedgerFileName.day(file.bounds().lastDay()).equals(day))
            .limit(FILES_PER_JOB_MAX)
            .toList();
    return Optional.of(merge(of, 1, day, some, files));
  }

  private boolean areDue(List<LedgerFile> batches) {
    return batches.size() >= rules.batches()
        || bytes(batches) >= rules.batchBytes()
        || batches.stream().anyMatch(file -> file.writtenAt() + rules.batchAge().toMillis() <= now)
        || batches.stream().anyMatch(this::hasDueErasure);
  }

  private Optional<Job> days(Of of, List<LedgerFile> files) {
    List<LedgerFile> over =
        ofLevel(files, 1).stream().filter(file -> isOver(file.period())).toList();
    if (over.isEmpty()) {
      return Optional.empty();
    }
    String month = LedgerFileName.monthOf(over.getFirst().period());
    List<LedgerFile> some =
        over.stream()
            .filter(file -> LedgerFileName.monthOf(file.period()).equals(month))
            .limit(FILES_PER_JOB_MAX)
            .toList();
    return Optional.of(merge(of, 2, month, some, files));
  }

  private boolean isOver(String day) {
    return day.equals(LedgerFileName.UNDATED) || LocalDate.parse(day).isBefore(today);
  }

  private static Merge merge(
      Of of, int level, String period, List<LedgerFile> added, List<LedgerFile> files) {
    List<LedgerFile> inputs = new ArrayList<>(added);
    inputs.addAll(takenAlong(ofPeriod(files, level, period), bytes(added)));
    return new Merge(of.table(), of.vendor(), level, Optional.of(period), inputs);
  }

  /// Those of a period's files that new ones of this size take along. Files that came with one
  /// switch count as one.
  static List<LedgerFile> takenAlong(List<LedgerFile> files, long bytes) {
    List<List<LedgerFile>> runs =
        files.stream()
            .collect(Collectors.groupingBy(LedgerFile::sequence, TreeMap::new, Collectors.toList()))
            .values()
            .stream()
            .sorted(Comparator.comparingLong(CompactionPlan::bytes))
            .toList();
    List<LedgerFile> taken = new ArrayList<>();
    long sum = bytes;
    for (List<LedgerFile> run : runs) {
      if (bytes(run) > Math.max(SMALL_BYTES, FACTOR * sum)) {
        break;
      }
      taken.addAll(run);
      sum += bytes(run);
    }
    return taken;
  }

  /// The files of a period at a level.
  static List<LedgerFile> ofPeriod(List<LedgerFile> files, int level, String period) {
    return ofLevel(files, level).stream().filter(file -> file.period().equals(period)).toList();
  }

  private Optional<Job> months(Of of, List<LedgerFile> files) {
    Map<String, List<LedgerFile>> byMonth =
        ofLevel(files, 2).stream()
            .filter(file -> !file.period().equals(LedgerFileName.UNDATED))
            .filter(file -> YearMonth.parse(file.period()).isBefore(YearMonth.from(today)))
            .collect(Collectors.groupingBy(LedgerFile::period, TreeMap::new, Collectors.toList()));
    return byMonth.entrySet().stream()
        .filter(month -> isScattered(month.getValue()))
        .findFirst()
        .map(month ->
            new Merge(of.table(), of.vendor(), 2, Optional.of(month.getKey()), month.getValue()));
  }

  private boolean isScattered(List<LedgerFile> month) {
    return month.stream().mapToLong(LedgerFile::sequence).distinct().count() > 1
        && month.stream().allMatch(file -> file.writtenAt() + REST_MILLIS <= now);
  }

  private Optional<Job> rewrite(Of of, List<LedgerFile> files) {
    List<LedgerFile> some =
        files.stream()
            .filter(file -> file.level() > 0 && hasDueErasure(file))
            .limit(FILES_PER_JOB_MAX)
            .toList();
    return some.isEmpty()
        ? Optional.empty()
        : Optional.of(new Rewrite(of.table(), of.vendor(), some));
  }

  /// An erasure that came when there was nothing to hide.
  private Optional<Job> spentErasure() {
    return manifest.erasures().stream()
        .filter(
            erased -> !leftOut.contains(new Of(LedgerTable.FACTS, new VendorId(erased.vendor()))))
        .filter(erased ->
            manifest.files().stream().noneMatch(file -> LedgerManifest.hides(erased, file)))
        .findFirst()
        .map(erased -> new Rewrite(LedgerTable.FACTS, new VendorId(erased.vendor()), List.of()));
  }

  private boolean hasDueErasure(LedgerFile file) {
    List<LedgerFile> hiding =
        manifest.erasures().stream().filter(erased -> LedgerManifest.hides(erased, file)).toList();
    return hiding.size() > ERASURES_MAX
        || hiding.stream()
            .anyMatch(erased -> erased.writtenAt() + rules.erasureDelay().toMillis() <= now);
  }

  private static List<LedgerFile> ofLevel(List<LedgerFile> files, int level) {
    return files.stream().filter(file -> file.level() == level).toList();
  }

  private static long bytes(List<LedgerFile> files) {
    return files.stream().mapToLong(file -> file.content().bytes()).sum();
  }
}
