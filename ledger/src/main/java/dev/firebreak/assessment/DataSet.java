package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// A stolen data set, read once and reduced to what an assessment needs, in Parquet files in the
/// work folder; docs/adr/0011-assessment-stages.md. Rows read are rows understood plus rows
/// rejected, always.
///
/// The reduced rows hold identifiers and quasi-identifiers in plaintext: the work folder has mode
/// 0700 and its owner removes it. Not thread-safe.
public final class DataSet implements AutoCloseable {
  /// Memory that DuckDB may use where nothing else is said; the JVM's heap is not part of it.
  public static final long MEMORY_BYTES_DEFAULT = 1L << 30;

  static final int REJECTED_KEPT = 100;
  private static final long PROGRESS_ROWS = 50_000;

  private final DuckDb database;
  private final List<Assessment.Original> originals = new ArrayList<>();
  private final List<Assessment.RejectedRow> rejected = new ArrayList<>();
  private final Set<RowShape> shapes = EnumSet.noneOf(RowShape.class);
  private final CategoryTally tally = new CategoryTally();
  private final FieldTree fields;
  private final RowUnfolding unfolding;
  private final Map<DataCategory, TextScan.Recall> recall;
  private List<Path> files = List.of();
  private long rowsUnderstood;
  private long rowsRejected;

  private DataSet(DuckDb database, TextScan scan, ReadLimits limits) {
    this.database = database;
    this.fields = new FieldTree(scan, tally, limits.fields());
    this.unfolding = new RowUnfolding(fields, new JsonRows(fields, limits));
    this.recall = scan.recall();
  }

  /// Reads files and folders.
  ///
  /// @param given the originals; folders with all below them
  /// @param alsoAllowed further files that the data set's queries may read, such as the accounts
  ///   directory
  /// @param workFolder for the reduced rows; plaintext
  /// @param memoryBytes DuckDB's share of memory
  /// @param progress told `read` and the rows so far, now and then
  public static DataSet open(
      List<Path> given,
      Collection<Path> alsoAllowed,
      Path workFolder,
      long memoryBytes,
      BiConsumer<String, Long> progress)
      throws IOException, SQLException {
    return open(
        given,
        alsoAllowed,
        workFolder,
        memoryBytes,
        progress,
        DetectorScan.STANDARD,
        ReadLimits.DEFAULT);
  }

  static DataSet open(
      List<Path> given,
      Collection<Path> alsoAllowed,
      Path workFolder,
      long memoryBytes,
      BiConsumer<String, Long> progress,
      TextScan scan,
      ReadLimits limits)
      throws IOException, SQLException {
    List<SourceFile> sources = SourceFile.expand(given, limits.files());
    List<Path> allowed = new ArrayList<>(alsoAllowed);
    sources.forEach(source -> allowed.add(source.path()));
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    DuckDb database = DuckDb.open(workFolder, memoryBytes, threads, allowed);
    DataSet dataSet = new DataSet(database, scan, limits);
    try {
      dataSet.read(sources, scan, limits, workFolder, progress);
      return dataSet;
    } catch (IOException | SQLException | RuntimeException e) {
      dataSet.close();
      throw e;
    }
  }

  private void read(
      List<SourceFile> sources,
      TextScan scan,
      ReadLimits limits,
      Path workFolder,
      BiConsumer<String, Long> progress)
      throws IOException, SQLException {
    try (RowStore store = new RowStore(database, workFolder)) {
      SourceReader reader = new SourceReader(fields, scan, limits, database);
      RowInterpreter interpreter = new RowInterpreter(scan, tally);
      for (SourceFile source : sources) {
        originals.add(source.original());
        Sink sink = new Sink(source.name(), interpreter, store, progress);
        long before = rowsRead();
        reader.read(source.path(), sink);
        if (rowsRead() == before && source.original().bytes() > 0) {
          sink.rejected(1, "the file is not empty, but no row was found in it");
        }
      }
      files = store.finish();
      progress.accept("read", rowsRead());
    }
  }

  /// Takes the rows of one file.
  private final class Sink implements RowSink {
    private final String file;
    private final RowInterpreter interpreter;
    private final RowStore store;
    private final BiConsumer<String, Long> progress;

    Sink(
        String file,
        RowInterpreter interpreter,
        RowStore store,
        BiConsumer<String, Long> progress) {
      this.file = file;
      this.interpreter = interpreter;
      this.store = store;
      this.progress = progress;
    }

    @Override
    public void row(FlatRow row, long line) {
      ReducedRow reduced = interpreter.interpret(unfolding.unfold(row));
      try {
        store(reduced);
      } catch (SQLException e) {
        throw new IllegalStateException("the reduced rows cannot be written", e);
      }
      shapes.add(reduced.shape());
      rowsUnderstood++;
      if (rowsUnderstood % PROGRESS_ROWS == 0) {
        progress.accept("read", rowsRead());
      }
    }

    private void store(ReducedRow row) throws SQLException {
      store.write(row);
      List<String> users = row.userIds();
      List<String> others = row.otherIds();
      List<String> devices = row.deviceIds();
      String first = !users.isEmpty() ? users.getFirst() : row.device();
      for (String device : devices) {
        store.device(device);
      }
      if (first != null) {
        joinAll(first, users);
        joinAll(first, others);
        joinAll(first, devices);
        for (ReducedRow.Mail mail : row.mails()) {
          if (!mail.own() || !mail.address().equals(row.email())) {
            store.mail(first, mail.address(), mail.own());
          }
        }
      } else {
        for (int i = 1; i < others.size(); i++) {
          store.join(others.getFirst(), others.get(i));
        }
      }
    }

    private void joinAll(String first, List<String> ids) throws SQLException {
      for (String id : ids) {
        if (!id.equals(first)) {
          store.join(first, id);
        }
      }
    }

    @Override
    public void rejected(long line, String reason) {
      rowsRejected++;
      if (rejected.size() < REJECTED_KEPT) {
        rejected.add(new Assessment.RejectedRow(file, line, reason));
      }
    }
  }

  DuckDb database() {
    return database;
  }

  public List<Assessment.Original> originals() {
    return List.copyOf(originals);
  }

  /// Names the whole data set in the audit log: the SHA-256 of its file, or of the list of its
  /// files' sums and names.
  public String sha256() {
    return SourceFile.sha256Of(originals);
  }

  /// What the rows are: `mixpanel-events`, `posthog-persons`, `table` ...
  public List<String> shape() {
    return shapes.stream().map(RowShape::label).toList();
  }

  public long rowsRead() {
    return rowsUnderstood + rowsRejected;
  }

  public long rowsRejected() {
    return rowsRejected;
  }

  /// The first rejected rows.
  public List<Assessment.RejectedRow> rejected() {
    return List.copyOf(rejected);
  }

  /// Every path with values.
  public List<Assessment.Field> fields() {
    return fields.root().fields();
  }

  /// What the value detectors looked for and found.
  public Map<DataCategory, Assessment.Search> searches() {
    return tally.searches(recall);
  }

  long distinctClear(DataCategory category) {
    return tally.distinctClear(category);
  }

  /// The reduced rows.
  List<Path> rowFiles() {
    return files;
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
