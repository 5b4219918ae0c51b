package dev.firebreak.ledger;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The ledger as immutable Parquet files and a manifest that lists them;
/// docs/adr/0010-ledger-files.md.
///
/// A batch becomes one file for each table it has rows for. The files are written and synchronized
/// first, then the manifest is switched: a crash before the switch leaves files that no manifest
/// lists, and the next opening sweeps them. Times are kept to the millisecond.
///
/// Thread-safe. One process writes; within it, appends wait for each other. Readers take the
/// manifest of the moment and hold no lock.
public final class ParquetLedger implements LedgerStore {
  private final LedgerFolder folder;
  private final DuckDb database;
  private final LedgerQueries queries;
  private final LedgerBatchWriter writer;
  private final Object writing = new Object();

  private volatile LedgerManifest manifest;

  /// A list of which it is not known whether it is the one on disk.
  @GuardedBy("writing")
  private @Nullable LedgerManifest inDoubt;

  private ParquetLedger(LedgerFolder folder, LedgerManifest manifest, DuckDb database) {
    this.folder = folder;
    this.manifest = manifest;
    this.database = database;
    this.queries = new LedgerQueries(database);
    this.writer = new LedgerBatchWriter(database, folder);
  }

  /// Opens the ledger, making it where missing, and sweeps what a crash left behind.
  ///
  /// @param folder where its files lie; nobody else writes there
  /// @param workFolder where queries spill; emptied by whoever owns it
  /// @param memoryLimitBytes DuckDB's share of memory, at least [DuckDb#MEMORY_BYTES_MIN]
  /// @param threads how many threads a query uses
  /// @throws FirebreakException DATA_DIRECTORY_IN_USE where another process writes it, DATA_DAMAGED
  ///   where its manifest is missing or broken, DISK where the folder cannot be used
  public static ParquetLedger open(
      Path folder, Path workFolder, long memoryLimitBytes, int threads) {
    try {
      LedgerFolder owned = LedgerFolder.own(folder);
      try {
        LedgerManifest manifest = owned.open();
        return new ParquetLedger(
            owned, manifest, DuckDb.open(workFolder, memoryLimitBytes, threads, List.of(folder)));
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
    synchronized (writing) {
      resolveDoubt();
      LedgerManifest before = manifest;
      if (batch.watermark() <= before.watermark(batch.binding())) {
        return;
      }
      LedgerManifest after;
      try {
        after = before.plus(batch, writer.write(before, batch));
      } catch (SQLException e) {
        throw new IOException("a batch could not be written to the ledger", e);
      }
      folder.prepare(after);
      inDoubt = after;
      folder.switchToPrepared();
      inDoubt = null;
      manifest = after;
    }
  }

  /// After a switch that failed half-way: goes on from the list that is there.
  @GuardedBy("writing")
  private void resolveDoubt() throws IOException {
    LedgerManifest doubtful = inDoubt;
    if (doubtful == null) {
      return;
    }
    LedgerManifest found = folder.read();
    if (found.equals(doubtful)) {
      // the rename may not be durable yet: once more, as after no earlier failure
      folder.switchTo(doubtful);
      manifest = doubtful;
    } else if (!found.equals(manifest)) {
      throw new IOException(
          "the ledger's manifest is not one that this process wrote; restart, and see `firebreak"
              + " ledger verify`");
    }
    inDoubt = null;
  }

  @Override
  public long watermark(BindingId binding) {
    return manifest.watermark(binding);
  }

  @Override
  public Optional<Instant> knowsSince(VendorId vendor) {
    return Optional.ofNullable(manifest.knownSince().get(vendor.value()))
        .map(Instant::ofEpochMilli);
  }

  @Override
  public Set<VendorId> vendors() {
    return manifest.knownSince().keySet().stream()
        .map(VendorId::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public List<Disclosure> ofSubject(SubjectKey subject) throws IOException {
    String hex = subject.toString();
    List<Path> files =
        folder.resolve(manifest.names(LedgerTable.FACTS, bounds -> bounds.mayHold(hex)));
    return reading(() -> queries.ofSubject(files, subject));
  }

  @Override
  public List<VendorSubject> idsOf(SubjectKey subject) throws IOException {
    String hex = subject.toString();
    List<Path> files =
        folder.resolve(manifest.names(LedgerTable.IDS, bounds -> bounds.mayHold(hex)));
    return reading(() -> queries.idsOf(files, subject));
  }

  @Override
  public void forEachId(VendorId vendor, Consumer<VendorSubject> consumer) throws IOException {
    List<Path> files = folder.resolve(manifest.names(LedgerTable.IDS, vendor));
    reading(() -> {
      queries.forEachId(files, vendor, consumer);
      return true;
    });
  }

  @Override
  public void forEach(
      VendorId vendor, Optional<Instant> from, Optional<Instant> to, Consumer<Disclosure> consumer)
      throws IOException {
    List<Path> files = folder.resolve(manifest.names(LedgerTable.FACTS, vendor));
    reading(() -> {
      queries.forEach(files, vendor, from, to, consumer);
      return true;
    });
  }

  @Override
  public void forEachLink(VendorId vendor, Consumer<DeviceLink> consumer) throws IOException {
    List<Path> files = folder.resolve(manifest.names(LedgerTable.LINKS, vendor));
    reading(() -> {
      queries.links(files, vendor, consumer);
      return files;
    });
  }

  /// Compares every listed file with what the manifest says of it (there, size, SHA-256, rows), the
  /// manifest on disk with the one in use, and the watermarks with the outcome logs.
  ///
  /// @param outcomeEnds by binding, the place after the last entry of its outcome log; a binding
  ///   that is not named is not compared
  public LedgerCheck verify(Map<BindingId, Long> outcomeEnds) throws IOException {
    synchronized (writing) {
      LedgerManifest now = manifest;
      List<String> problems = new ArrayList<>();
      if (!folder.read().equals(now)) {
        problems.add("manifest.json is not the one in use: something else wrote it");
      }
      long rows = 0;
      for (LedgerFile file : now.files()) {
        rows += file.rows();
        problem(file).ifPresent(problems::add);
      }
      for (String name : folder.ledgerFiles()) {
        if (now.files().stream().noneMatch(file -> file.name().equals(name))) {
          problems.add(name + " is not listed in the manifest");
        }
      }
      outcomeEnds.forEach((binding, end) -> {
        if (now.watermark(binding) > end) {
          problems.add(
              "the ledger has outcomes of "
                  + binding
                  + " up to "
                  + now.watermark(binding)
                  + ", its outcome log only up to "
                  + end);
        }
      });
      return new LedgerCheck(now.sequence(), now.files().size(), rows, problems);
    }
  }

  private Optional<String> problem(LedgerFile file) throws IOException {
    Path path = folder.resolve(file.name());
    if (!Files.isRegularFile(path)) {
      return Optional.of(file.name() + " is missing");
    }
    if (!folder.content(path).equals(file.content())) {
      return Optional.of(file.name() + " is not the file that was written (size or SHA-256)");
    }
    try {
      long rows = queries.rows(path);
      return rows == file.rows()
          ? Optional.empty()
          : Optional.of(file.name() + " has " + rows + " rows, not " + file.rows());
    } catch (SQLException e) {
      return Optional.of(file.name() + " cannot be read as Parquet");
    }
  }

  private interface Query<T> {
    T run() throws SQLException;
  }

  private static <T> T reading(Query<T> query) throws IOException {
    try {
      return query.run();
    } catch (SQLException e) {
      throw new IOException("the ledger cannot be read; run `firebreak ledger verify`", e);
    } catch (FirebreakException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "a file of the ledger is missing; run `firebreak ledger verify` and restore it",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (writing) {
      try (folder) {
        database.close();
      } catch (SQLException e) {
        throw new IOException("the ledger's database could not be closed", e);
      }
    }
  }
}
