package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// A stolen data set, read once and reduced to what an assessment needs, in Parquet files in the
/// work folder; docs/adr/0011-assessment-stages.md. Rows read are rows understood plus rows
/// rejected, always.
///
/// The reduced rows hold identifiers and quasi-identifiers in plaintext: the work folder has mode
/// 0700 and its owner removes it. Not thread-safe.
public final class DataSet implements AutoCloseable {
  /// Memory that DuckDB may use where nothing else is said; the JVM's heap is not part of it.
  public static final long MEMORY_BYTES_DEFAULT = 1L << 30;

  /// The folder in the work folder that has the converted rows, where the originals were read.
  public static final String CONVERTED = "converted";

  private static final long PROGRESS_ROWS = 10_000;
  private static final long CHECKED_ROWS = 1_000;

  private final DuckDb database;
  private final List<Assessment.Original> originals = new ArrayList<>();
  private final Set<RowShape> shapes = EnumSet.noneOf(RowShape.class);
  private final List<String> partNames = new ArrayList<>();
  private final CategoryTally namesTally = new CategoryTally();
  private final RejectedRows rejected;
  private final FieldTree fields;
  private final RowUnfolding unfolding;
  private final Reading reading;
  private CategoryTally tally = new CategoryTally();
  private @Nullable ConvertedReader converted;
  private List<Path> files = List.of();
  private long rowsUnderstood;

  /// How rows are read.
  private record Reading(TextScan scan, ReadLimits limits, Path workFolder, Conduct conduct) {
    Path folder() {
      return workFolder.resolve(CONVERTED);
    }

    /// The file of the reduced rows.
    Path rows(String name) {
      return workFolder.resolve(name + ".parquet");
    }

    ConvertedFiles converted() {
      return name -> Files.newInputStream(folder().resolve(name));
    }
  }

  private DataSet(DuckDb database, Reading reading, Map<String, Correction> corrections) {
    TextScan scan = reading.scan();
    ReadLimits limits = reading.limits();
    this.database = database;
    this.reading = reading;
    this.fields = new FieldTree(scan, namesTally, limits.fields(), corrections);
    this.unfolding = new RowUnfolding(fields, new JsonRows(fields, limits));
    this.rejected = new RejectedRows(reading.workFolder());
  }

  /// Reads files and folders, or rows that were converted before.
  ///
  /// @param alsoAllowed further files that the data set's queries may read, such as the accounts
  ///   directory
  /// @param memoryBytes DuckDB's share of memory
  static DataSet open(AssessmentRequest request, Collection<Path> alsoAllowed, long memoryBytes)
      throws IOException, SQLException {
    Reading reading =
        new Reading(
            DetectorScan.STANDARD, ReadLimits.DEFAULT, request.workFolder(), request.conduct());
    return open(request.files(), request.mapping(), alsoAllowed, memoryBytes, reading);
  }

  static DataSet open(
      List<Path> given,
      Collection<Path> alsoAllowed,
      Path workFolder,
      long memoryBytes,
      Conduct conduct,
      TextScan scan,
      ReadLimits limits)
      throws IOException, SQLException {
    Reading reading = new Reading(scan, limits, workFolder, conduct);
    return open(given, MappingInput.NONE, alsoAllowed, memoryBytes, reading);
  }

  private static DataSet open(
      List<Path> given,
      MappingInput mapping,
      Collection<Path> alsoAllowed,
      long memoryBytes,
      Reading reading)
      throws IOException, SQLException {
    Optional<ConvertedFiles> before = mapping.converted();
    ReadLimits limits = reading.limits();
    SourceFiles sources =
        before.isPresent()
            ? new SourceFiles(List.of(), List.of())
            : SourceFiles.of(given, limits.files());
    DuckDb database = database(reading.workFolder(), memoryBytes, alsoAllowed, limits);
    DataSet dataSet = new DataSet(database, reading, mapping.corrections());
    try {
      if (before.isPresent()) {
        dataSet.restore(before.get());
      } else {
        dataSet.read(sources, mapping.encoding());
      }
      return dataSet;
    } catch (IOException | SQLException | RuntimeException e) {
      dataSet.close();
      throw e;
    }
  }

  /// The database of an assessment, empty.
  static DuckDb database(Path workFolder, long memoryBytes, Collection<Path> alsoAllowed)
      throws IOException, SQLException {
    return database(workFolder, memoryBytes, alsoAllowed, ReadLimits.DEFAULT);
  }

  private static DuckDb database(
      Path workFolder, long memoryBytes, Collection<Path> alsoAllowed, ReadLimits limits)
      throws IOException, SQLException {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    return DuckDb.openOnDisk(workFolder, memoryBytes, threads, alsoAllowed, limits.workBytes());
  }

  private void read(SourceFiles sources, Optional<Charset> encoding)
      throws IOException, SQLException {
    sources.passedOver().forEach(each -> rejected.add(each.name(), 1, each.reason()));
    long bytesMax = reading.limits().workBytes();
    ConvertedIndex index;
    try (rejected;
        ConvertedWriter writer = new ConvertedWriter(reading.folder(), bytesMax)) {
      try (RowStore store = new RowStore(database, reading.rows("rows"), bytesMax)) {
        pipe(sources, encoding, store, writer);
        files = store.finish();
      }
      index = index(writer.finish());
      writer.index(index);
    }
    rejected.copyTo(reading.folder());
    converted = new ConvertedReader(reading.converted(), index);
  }

  /// Parses in one thread, searches in others, and interprets in this one.
  private void pipe(
      SourceFiles sources, Optional<Charset> encoding, RowStore store, ConvertedWriter writer)
      throws IOException {
    ReadBudget budget = new ReadBudget(reading.limits(), System::nanoTime);
    long bytes = Math.max(1, sources.bytes());
    Interpreted interpreted =
        new Interpreted(
            store, writer, AssessmentStage.READ, () -> (double) budget.readBytes() / bytes);
    RowPipe.run(
        pipe -> {
          Parts parts = new Parts(pipe);
          try (SourceReader reader =
              new SourceReader(
                  fields, reading.scan(), budget, reading.workFolder(), parts, encoding)) {
            for (SourceFile source : sources.files()) {
              parts.begin(source);
              reader.read(source);
              originals.add(parts.original());
            }
          }
        },
        reading.scan(),
        true,
        interpreted);
  }

  private ConvertedIndex index(int parts) {
    return new ConvertedIndex(
        ConvertedIndex.FORMAT,
        originals,
        partNames,
        rejected.count(),
        rowsUnderstood,
        fields.entries(),
        namesTally.searched(),
        namesTally.found(),
        parts);
  }

  /// Takes the place of reading the originals.
  private void restore(ConvertedFiles before) throws IOException, SQLException {
    ConvertedReader from = ConvertedReader.open(before);
    ConvertedIndex index = from.index();
    originals.addAll(index.originals());
    partNames.addAll(index.sources());
    try (rejected) {
      rejected.restore(before, index.rowsRejected());
    }
    fields.restore(index.paths());
    namesTally.add(index.namesSearched(), index.foundInNames());
    converted = from;
    understand(from, "rows", AssessmentStage.READ);
  }

  /// Decides what fields mean that no name explains. Where that changes anything, all rows are
  /// understood again, from their converted form.
  ///
  /// @param loadAccounts makes the table `accounts`
  void settle(Sql sql, AccountsLoader loadAccounts) throws IOException, SQLException {
    List<Sql.Relation> read = sql.relations();
    loadAccounts.load();
    if (!MappingDecision.decide(fields, sql)) {
      return;
    }
    for (Sql.Relation relation : read) {
      sql.run(relation.drop());
    }
    for (Path file : files) {
      Files.delete(file);
    }
    fields.nodes().forEach(PathNode::forgetValues);
    tally = new CategoryTally();
    shapes.clear();
    rowsUnderstood = 0;
    understand(Objects.requireNonNull(converted), "rows-again", AssessmentStage.UNDERSTAND);
  }

  /// Makes the table `accounts`.
  @FunctionalInterface
  interface AccountsLoader {
    void load() throws IOException, SQLException;
  }

  private void understand(ConvertedReader from, String name, AssessmentStage stage)
      throws IOException, SQLException {
    double rows = Math.max(1, from.index().rowsUnderstood());
    long bytesMax = reading.limits().workBytes();
    try (RowStore store = new RowStore(database, reading.rows(name), bytesMax)) {
      RowPipe.run(
          pipe -> from.forEach(fields.nodes(), pipe::add),
          reading.scan(),
          false,
          new Interpreted(store, null, stage, () -> rowsUnderstood / rows));
      files = store.finish();
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
      String shown = PartName.shown(name, reading.scan(), partNames.size() + 1);
      PartRows part = new PartRows(shown, pipe);
      parts.add(part);
      return part;
    }
  }

  /// Takes the rows of one part and sends them on.
  private final class PartRows implements PartSink.Part {
    private final String name;
    private final RowPipe pipe;
    private final int number = partNames.size();
    private String format = "";
    private Optional<String> doubted = Optional.empty();
    private long rows;
    private long rowsRejected;

    PartRows(String name, RowPipe pipe) {
      this.name = name;
      this.pipe = pipe;
      partNames.add(name);
    }

    @Override
    public void row(FlatRow row, long line) {
      FlatRow plain = unfolding.unfold(row);
      plain.standsAt(number, line);
      plain.mailsInNames(fields.takeMails());
      pipe.add(plain);
      rows++;
    }

    @Override
    public void rejected(long line, String reason) {
      rejected(line, reason, "");
    }

    @Override
    public void rejected(long line, String reason, String beginning) {
      fields.takeMails();
      rowsRejected++;
      rejected.add(name, line, reason, beginning);
    }

    @Override
    public void readAs(String what) {
      format = what;
    }

    @Override
    public void doubts(String encoding) {
      doubted = Optional.of(encoding);
    }

    @Override
    public boolean isEmpty() {
      return rows + rowsRejected == 0;
    }

    Assessment.Part part() {
      return new Assessment.Part(name, format, doubted, rows + rowsRejected, rowsRejected);
    }
  }

  /// What becomes of a row.
  private final class Interpreted implements Consumer<FlatRow> {
    private final RowInterpreter interpreter = new RowInterpreter(tally);
    private final RowFacts facts;
    private final @Nullable ConvertedWriter writer;
    private final AssessmentStage stage;
    private final DoubleSupplier share;

    /// @param writer keeps the row; null where it comes from what was kept
    /// @param share of the stage that is done
    Interpreted(
        RowStore store,
        @Nullable ConvertedWriter writer,
        AssessmentStage stage,
        DoubleSupplier share) {
      facts = new RowFacts(store);
      this.writer = writer;
      this.stage = stage;
      this.share = share;
    }

    @Override
    public void accept(FlatRow row) {
      if (writer != null) {
        writer.write(row);
      }
      ReducedRow reduced = interpreter.interpret(row);
      try {
        facts.store(reduced);
      } catch (SQLException e) {
        throw DataSetAssessor.damaged(e);
      }
      shapes.add(reduced.shape());
      rowsUnderstood++;
      if (rowsUnderstood % CHECKED_ROWS == 0) {
        reading.conduct().cancellation().check();
      }
      if (rowsUnderstood % PROGRESS_ROWS == 0) {
        reading.conduct().progress().at(stage, share.getAsDouble(), rowsUnderstood);
      }
    }
  }

  DuckDb database() {
    return database;
  }

  /// The files of the reduced rows; none where nothing was understood.
  List<Path> files() {
    return files;
  }

  /// What reading told.
  ReadSummary summary() {
    Map<DataCategory, Long> distinct = new EnumMap<>(DataCategory.class);
    for (DataCategory category : DataCategory.values()) {
      distinct.put(category, distinctClear(category));
    }
    return new ReadSummary(
        originals(),
        shape(),
        rowsRead(),
        rowsRejected(),
        rejected(),
        rejectedByReason(),
        fields(),
        searches(),
        distinct);
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

  /// How many rows were rejected for which reason.
  public Map<String, Long> rejectedByReason() {
    return rejected.byReason();
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
    return tally.and(namesTally).searches(reading.scan().recall());
  }

  long distinctClear(DataCategory category) {
    return tally.distinctClear(category);
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
