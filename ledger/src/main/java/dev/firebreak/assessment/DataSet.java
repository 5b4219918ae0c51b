package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A stolen data set, read once and reduced to what an assessment needs, in Parquet files in the
/// work folder; docs/adr/0011-assessment-stages.md. Rows read are rows understood plus rows
/// rejected, always.
///
/// The reduced rows hold identifiers and quasi-identifiers in plaintext: the work folder has mode
/// 0700 and its owner removes it. Not thread-safe.
public final class DataSet implements AutoCloseable {
  /// Memory that DuckDB may use where nothing else is said; the JVM's heap is not part of it.
  public static final long MEMORY_BYTES_DEFAULT = 1L << 30;

  private static final long PROGRESS_ROWS = 50_000;

  private final DuckDb database;
  private final List<Assessment.Original> originals = new ArrayList<>();
  private final Set<RowShape> shapes = EnumSet.noneOf(RowShape.class);
  private final CategoryTally tally = new CategoryTally();
  private final CategoryTally namesTally = new CategoryTally();
  private final RejectedRows rejected;
  private final FieldTree fields;
  private final RowUnfolding unfolding;
  private final Map<DataCategory, TextScan.Recall> recall;
  private List<Path> files = List.of();
  private long rowsUnderstood;

  private DataSet(DuckDb database, TextScan scan, ReadLimits limits, Path workFolder) {
    this.database = database;
    this.fields = new FieldTree(scan, namesTally, limits.fields());
    this.unfolding = new RowUnfolding(fields, new JsonRows(fields, limits));
    this.rejected = new RejectedRows(workFolder);
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
    SourceFiles sources = SourceFiles.of(given, limits.files());
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    DuckDb database =
        DuckDb.openBounded(workFolder, memoryBytes, threads, alsoAllowed, limits.workBytes());
    DataSet dataSet = new DataSet(database, scan, limits, workFolder);
    try {
      dataSet.read(sources, scan, limits, workFolder, progress);
      return dataSet;
    } catch (IOException | SQLException | RuntimeException e) {
      dataSet.close();
      throw e;
    }
  }

  /// Parses in one thread and interprets in this one.
  private void read(
      SourceFiles sources,
      TextScan scan,
      ReadLimits limits,
      Path workFolder,
      BiConsumer<String, Long> progress)
      throws IOException, SQLException {
    sources.passedOver().forEach(each -> rejected.add(each.name(), 1, each.reason()));
    ReadBudget budget = new ReadBudget(limits, System::nanoTime);
    try (rejected;
        RowStore store = new RowStore(database, workFolder, limits.workBytes())) {
      Interpreted interpreted = new Interpreted(new RowInterpreter(scan, tally), store, progress);
      RowPipe.run(
          pipe -> {
            Parts parts = new Parts(pipe);
            try (SourceReader reader = new SourceReader(fields, scan, budget, workFolder, parts)) {
              for (SourceFile source : sources.files()) {
                parts.begin(source);
                reader.read(source);
                originals.add(parts.original());
              }
            }
          },
          interpreted);
      files = store.finish();
      progress.accept("read", rowsRead());
    }
  }

  /// The parts of one original after the other.
  private final class Parts implements PartSink {
    private final RowPipe pipe;
    private final List<PartRows> parts = new ArrayList<>();
    private Assessment.Original original = new Assessment.Original("", 0, "");

    Parts(RowPipe pipe) {
      this.pipe = pipe;
    }

    void begin(SourceFile source) throws IOException {
      parts.clear();
      original = SourceFiles.copy(source, OutputStream.nullOutputStream());
    }

    Assessment.Original original() {
      List<Assessment.Part> read = parts.stream().map(PartRows::part).toList();
      return new Assessment.Original(original.name(), original.bytes(), original.sha256(), read);
    }

    @Override
    public Part begin(String name) {
      PartRows part = new PartRows(name, pipe);
      parts.add(part);
      return part;
    }
  }

  /// Takes the rows of one part and sends them on.
  private final class PartRows implements PartSink.Part {
    private final String name;
    private final RowPipe pipe;
    private String format = "";
    private long rows;
    private long rowsRejected;

    PartRows(String name, RowPipe pipe) {
      this.name = name;
      this.pipe = pipe;
    }

    @Override
    public void row(FlatRow row, long line) {
      pipe.add(unfolding.unfold(row));
      rows++;
    }

    @Override
    public void rejected(long line, String reason) {
      rowsRejected++;
      rejected.add(name, line, reason);
    }

    @Override
    public void readAs(String what) {
      format = what;
    }

    @Override
    public boolean isEmpty() {
      return rows + rowsRejected == 0;
    }

    Assessment.Part part() {
      return new Assessment.Part(name, format, rows + rowsRejected, rowsRejected);
    }
  }

  /// What becomes of a row.
  private final class Interpreted implements Consumer<FlatRow> {
    private final RowInterpreter interpreter;
    private final RowStore store;
    private final BiConsumer<String, Long> progress;

    Interpreted(RowInterpreter interpreter, RowStore store, BiConsumer<String, Long> progress) {
      this.interpreter = interpreter;
      this.store = store;
      this.progress = progress;
    }

    @Override
    public void accept(FlatRow row) {
      ReducedRow reduced = interpreter.interpret(row);
      try {
        store(reduced);
      } catch (SQLException e) {
        throw DataSetAssessor.damaged(e);
      }
      shapes.add(reduced.shape());
      rowsUnderstood++;
      if (rowsUnderstood % PROGRESS_ROWS == 0) {
        progress.accept("read", rowsUnderstood);
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
    return SourceFiles.sha256Of(originals);
  }

  /// What the rows are: `mixpanel-events`, `posthog-persons`, `table` ...
  public List<String> shape() {
    return shapes.stream().map(RowShape::label).toList();
  }

  public long rowsRead() {
    return rowsUnderstood + rejected.count();
  }

  public long rowsRejected() {
    return rejected.count();
  }

  /// The first rejected rows.
  public List<Assessment.RejectedRow> rejected() {
    return rejected.first();
  }

  /// Every path with values.
  public List<Assessment.Field> fields() {
    return fields.root().fields();
  }

  /// What the value detectors looked for and found.
  public Map<DataCategory, Assessment.Search> searches() {
    return tally.and(namesTally).searches(recall);
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
