package dev.firebreak.ledger;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The ledger as immutable Parquet files and a manifest that lists them;
/// docs/adr/0010-ledger-files.md, docs/adr/0027-ledger-compaction.md.
///
/// A batch becomes one file for each vendor and table it has rows for. The files are written and
/// synchronized first, then the manifest is switched: a crash before the switch leaves files that
/// no manifest lists, and the next opening sweeps them. [#compact] brings small files together the
/// same way. Times are kept to the millisecond.
///
/// Thread-safe. One process writes; within it, appends wait for each other, and for compaction only
/// while it switches the manifest. Readers take the manifest of the moment and hold no lock; what
/// they read stays until they are done.
public final class ParquetLedger implements LedgerStore {
  private final LedgerFolder folder;
  private final LedgerHead head;
  private final Databases databases;
  private final LedgerQueries queries;
  private final LedgerBatchWriter writer;
  private final LedgerCompaction compaction;
  private final Clock clock;

  /// How a ledger works.
  ///
  /// @param memoryLimitBytes DuckDB's share of memory for reading, three quarters, and batches, one
  ///   quarter, each at least [DuckDb#MEMORY_BYTES_MIN]; compaction has its own
  /// @param threads how many threads a query uses
  /// @param compaction when files are brought together
  /// @param clock what time it is for compaction
  public record Settings(
      long memoryLimitBytes, int threads, CompactionRules compaction, Clock clock) {}

  /// Readers have their memory and the writer its own: what people ask for, however much it is,
  /// leaves room for a batch.
  private record Databases(DuckDb reading, DuckDb batches) implements AutoCloseable {
    private static final int BATCHES_SHARE = 4;

    static Databases open(Path folder, Path workFolder, Settings settings)
        throws IOException, SQLException {
      long all = settings.memoryLimitBytes();
      long batches = Math.max(DuckDb.MEMORY_BYTES_MIN, all / BATCHES_SHARE);
      DuckDb reading =
          DuckDb.openForStreaming(
              workFolder,
              Math.max(DuckDb.MEMORY_BYTES_MIN, all - batches),
              settings.threads(),
              List.of(folder));
      try {
        return new Databases(
            reading, DuckDb.open(workFolder.resolve("batches"), batches, 1, List.of(folder)));
      } catch (IOException | SQLException | RuntimeException e) {
        reading.close();
        throw e;
      }
    }

    @Override
    public void close() throws SQLException {
      try (reading) {
        batches.close();
      }
    }
  }

  private ParquetLedger(
      LedgerFolder folder,
      LedgerManifest manifest,
      Databases databases,
      Path workFolder,
      Settings settings) {
    this.folder = folder;
    this.head = new LedgerHead(folder, manifest);
    this.databases = databases;
    this.queries = new LedgerQueries(databases.reading());
    this.writer = new LedgerBatchWriter(databases.batches(), folder);
    this.clock = settings.clock();
    this.compaction =
        new LedgerCompaction(
            folder, head, settings.compaction(), clock, workFolder.resolve("compaction"));
  }

  /// As below, with compaction as [CompactionRules#DEFAULT] has it, by the system's clock.
  public static ParquetLedger open(
      Path folder, Path workFolder, long memoryLimitBytes, int threads) {
    return open(
        folder,
        workFolder,
        new Settings(memoryLimitBytes, threads, CompactionRules.DEFAULT, Clock.systemUTC()));
  }

  /// Opens the ledger, making it where missing, and sweeps what a crash left behind.
  ///
  /// @param folder where its files lie; nobody else writes there
  /// @param workFolder where queries spill; emptied by whoever owns it
  /// @throws FirebreakException DATA_DIRECTORY_IN_USE where another process writes it, DATA_DAMAGED
  ///   where its manifest is missing or broken, DISK where the folder cannot be used
  public static ParquetLedger open(Path folder, Path workFolder, Settings settings) {
    try {
      LedgerFolder owned = LedgerFolder.own(folder);
      try {
        LedgerManifest manifest = owned.open();
        return new ParquetLedger(
            owned, manifest, Databases.open(folder, workFolder, settings), workFolder, settings);
      } catch (IOException | SQLException | RuntimeException e) {
        owned.close();
        throw e;
      }
    } catch (IOException | SQLException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the ledger in " + folder + " cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public void append(LedgerBatch batch) throws IOException {
    head.change(before -> {
      if (batch.watermark() <= before.watermark(batch.binding())) {
        return before;
      }
      LedgerBatch held = batch.held(vendor -> before.heldFrom(vendor.value()));
      return before.plus(held, writer.write(before, held, clock.millis()));
    });
  }

  @Override
  public void erase(VendorId vendor, Collection<SubjectKey> subjects) throws IOException {
    Set<SubjectKey> gone = new LinkedHashSet<>(subjects);
    head.change(before -> {
      if (gone.isEmpty() || before.holding(vendor).isEmpty()) {
        return before;
      }
      long now = clock.millis();
      return before.erasing(writer.writeErased(before, vendor, gone, now), now);
    });
  }

  @Override
  public void forgetBefore(VendorId vendor, YearMonth month) throws IOException {
    forgetBefore(vendor, month, () -> true);
  }

  /// As above, where it may still be done: asked in the step that does it, while nobody else
  /// changes the ledger.
  ///
  /// @return whether anything changed
  public boolean forgetBefore(VendorId vendor, YearMonth month, BooleanSupplier allowed)
      throws IOException {
    AtomicBoolean forgotten = new AtomicBoolean();
    head.change(before -> {
      Optional<LocalDate> earlier = before.heldFrom(vendor.value());
      boolean changes =
          before.holding(vendor).isPresent() && earlier.map(month.atDay(1)::isAfter).orElse(true);
      if (!changes || !allowed.getAsBoolean()) {
        return before;
      }
      forgotten.set(true);
      return before.forgetting(vendor, month, clock.millis());
    });
    return forgotten.get();
  }

  /// Brings files together as far as is due, takes out what was erased, and deletes files that were
  /// replaced long enough ago and that nobody reads. Appends and readers go on meanwhile. A crash
  /// at any moment leaves the ledger as before or as after.
  ///
  /// @return how many pieces of work it did; 0 where nothing was due
  /// @throws IOException where a piece of work failed; what that was for is as before, and the
  ///   vendors and tables of which none failed are done
  public int compact() throws IOException {
    return compaction.run();
  }

  /// What lies on the disk now, from the manifest alone.
  public LedgerSize size() {
    return LedgerSize.of(head.current(), compaction.jobs(), compaction.bytes());
  }

  @Override
  public long watermark(BindingId binding) {
    return head.current().watermark(binding);
  }

  @Override
  public long records(BindingId binding) {
    return head.current().records().getOrDefault(binding.value(), 0L);
  }

  @Override
  public Optional<Instant> knowsSince(VendorId vendor) {
    return since(vendor, VendorHolding::knownSince);
  }

  @Override
  public Optional<Instant> importedSince(VendorId vendor) {
    return since(vendor, VendorHolding::importedSince);
  }

  @Override
  public Optional<LocalDate> heldFrom(VendorId vendor) {
    return head.current().heldFrom(vendor.value());
  }

  private Optional<Instant> since(VendorId vendor, Function<VendorHolding, Optional<Long>> millis) {
    return head.current().holding(vendor).flatMap(millis).map(Instant::ofEpochMilli);
  }

  @Override
  public long erasedSubjects(VendorId vendor) {
    return head.current().holding(vendor).map(VendorHolding::erasedSubjects).orElse(0L);
  }

  @Override
  public Optional<Instant> lastErasedAt(VendorId vendor) {
    return head.current()
        .holding(vendor)
        .flatMap(VendorHolding::lastErasedAt)
        .map(Instant::ofEpochMilli);
  }

  @Override
  public Set<VendorId> vendors() {
    return head.current().vendors().keySet().stream()
        .map(VendorId::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public List<Disclosure> ofSubject(SubjectKey subject) throws IOException {
    String hex = subject.toString();
    return reading(
        LedgerTable.FACTS,
        file -> file.bounds().mayHold(hex),
        source -> queries.ofSubject(source, subject));
  }

  @Override
  public List<VendorSubject> idsOf(SubjectKey subject) throws IOException {
    String hex = subject.toString();
    return reading(
        LedgerTable.IDS,
        file -> file.bounds().mayHold(hex),
        source -> queries.idsOf(source, subject));
  }

  @Override
  public void forEachId(VendorId vendor, Consumer<VendorSubject> consumer) throws IOException {
    reading(
        LedgerTable.IDS,
        file -> file.isOf(vendor),
        source -> {
          queries.forEachId(source, vendor, consumer);
          return source;
        });
  }

  @Override
  public void forEach(
      VendorId vendor, Optional<Instant> from, Optional<Instant> to, Consumer<Disclosure> consumer)
      throws IOException {
    reading(
        LedgerTable.FACTS,
        file -> file.isOf(vendor),
        source -> {
          queries.forEach(source, from, to, consumer);
          return source;
        });
  }

  @Override
  public PeopleSummary count(PeopleQuery query) throws IOException {
    PeopleSummary.Tally tally = new PeopleSummary.Tally();
    try (LedgerHead.Lease lease = head.lease()) {
      LedgerManifest now = lease.manifest();
      LedgerSource facts = ofVendor(now, LedgerTable.FACTS, query.vendor());
      LedgerSource links = ofVendor(now, LedgerTable.LINKS, query.vendor());
      queries.count(facts, links, query, tally);
    } catch (SQLException e) {
      throw unreadable(e);
    }
    return tally.summary(DisclosedPeople.basis(this, query), false);
  }

  @Override
  public List<FirstDays> firstDays(VendorId vendor, long clear) throws IOException {
    try (LedgerHead.Lease lease = head.lease()) {
      LedgerManifest now = lease.manifest();
      LedgerSource facts = ofVendor(now, LedgerTable.FACTS, vendor);
      return queries.firstDays(facts, ofVendor(now, LedgerTable.LINKS, vendor), clear);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public List<TreatedEvents> treatedEvents(VendorId vendor, LocalDate from, LocalDate to)
      throws IOException {
    return reading(
        LedgerTable.FACTS,
        file ->
            file.isOf(vendor)
                && !file.bounds().endsBefore(from)
                && file.bounds().beginsBefore(to.plusDays(1)),
        source -> queries.treatedEvents(source, from, to));
  }

  private LedgerSource ofVendor(LedgerManifest manifest, LedgerTable table, VendorId vendor) {
    return source(manifest, table, manifest.files(table, file -> file.isOf(vendor)));
  }

  private static IOException unreadable(SQLException cause) {
    return new IOException("the ledger cannot be read; run `firebreak ledger verify`", cause);
  }

  @Override
  public void forEachLink(VendorId vendor, Consumer<DeviceLink> consumer) throws IOException {
    reading(
        LedgerTable.LINKS,
        file -> file.isOf(vendor),
        source -> {
          queries.links(source, consumer);
          return source;
        });
  }

  @Override
  public List<DeviceLink> linksOf(SubjectKey account) throws IOException {
    return reading(LedgerTable.LINKS, _ -> true, source -> queries.linksOf(source, account));
  }

  /// Compares every listed file with what the manifest says of it (there, size, SHA-256, rows,
  /// events, vendor, days), the sums of the files with what came in and what left, the manifest on
  /// disk with the one in use, and the watermarks with the outcome logs. Appends and compaction go
  /// on meanwhile: what is compared is the list of the moment at which it begins.
  ///
  /// @param outcomeEnds by binding, the place after the last entry of its outcome log; a binding
  ///   that is not named is not compared
  public LedgerCheck verify(Map<BindingId, Long> outcomeEnds) throws IOException {
    return new LedgerVerification(folder, head, databases.reading()).check(outcomeEnds);
  }

  private interface Query<T> {
    T run(LedgerSource source) throws SQLException;
  }

  private <T> T reading(LedgerTable table, Predicate<LedgerFile> fits, Query<T> query)
      throws IOException {
    try (LedgerHead.Lease lease = head.lease()) {
      LedgerManifest manifest = lease.manifest();
      return query.run(source(manifest, table, manifest.files(table, fits)));
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private LedgerSource source(LedgerManifest manifest, LedgerTable table, List<LedgerFile> files) {
    try {
      return LedgerSource.of(folder, manifest, table, files);
    } catch (FirebreakException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "a file of the ledger is missing; run `firebreak ledger verify` and restore it",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    compaction.end();
    try (folder) {
      databases.close();
    } catch (SQLException e) {
      throw new IOException("the ledger's database could not be closed", e);
    }
  }
}
