package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/// A Parquet file of reduced rows that grows while they come. DuckDB takes them, some thousand at a
/// time, out of a table function in a thread of its own, and writes; in its memory wait no more
/// than one row group and a few chunks. An appender to a table that is copied later takes four
/// times the processor's time, most of it for statistics that nobody reads.
///
/// It is a database of its own with no other thread: where DuckDB has workers, the one that takes
/// rows waits in a worker, and the thread that runs the statement asks it all the time.
///
/// Not thread-safe: rows come from one thread.
final class RowFile implements AutoCloseable {
  /// The columns of a row, in their order.
  static final List<Column> COLUMNS =
      Stream.concat(
              Stream.of(
                  new Column("row", DuckDBColumnType.BIGINT),
                  new Column("kind", DuckDBColumnType.TINYINT),
                  new Column("uid", DuckDBColumnType.VARCHAR),
                  new Column("ref", DuckDBColumnType.VARCHAR),
                  new Column("weak", DuckDBColumnType.BOOLEAN),
                  new Column("device", DuckDBColumnType.VARCHAR),
                  new Column("email", DuckDBColumnType.VARCHAR),
                  new Column("phone", DuckDBColumnType.VARCHAR),
                  new Column("event", DuckDBColumnType.VARCHAR),
                  new Column("time", DuckDBColumnType.BIGINT),
                  new Column("clear", DuckDBColumnType.BIGINT),
                  new Column("generalized", DuckDBColumnType.BIGINT),
                  new Column("tokenized", DuckDBColumnType.BIGINT)),
              RowStore.KEPT.stream()
                  .map(slot -> new Column(RowStore.column(slot), DuckDBColumnType.VARCHAR)))
          .toList();

  /// What DuckDB may use here; a few row groups need far less.
  static final long MEMORY_BYTES = 128L << 20;

  private static final int GROUP_ROWS = 61_440;
  private static final int ROWS = 2048;
  private static final int CHUNKS = 3;
  private static final long ASKED_MILLIS = 50;
  private static final AtomicLong NUMBERS = new AtomicLong();

  /// The driver never forgets a function that was registered, so the function holds nothing: it
  /// finds its rows here, by the number in its call.
  private static final Map<Long, RowFile> OPEN = new ConcurrentHashMap<>();

  /// A column.
  record Column(String name, DuckDBColumnType type) {}

  /// Rows on their way, column by column.
  private static final class Chunk {
    private final long[] row = new long[ROWS];
    private final byte[] kind = new byte[ROWS];
    private final @Nullable String[] uid = new @Nullable String[ROWS];
    private final @Nullable String[] ref = new @Nullable String[ROWS];
    private final boolean[] weak = new boolean[ROWS];
    private final @Nullable String[] device = new @Nullable String[ROWS];
    private final @Nullable String[] email = new @Nullable String[ROWS];
    private final @Nullable String[] phone = new @Nullable String[ROWS];
    private final @Nullable String[] event = new @Nullable String[ROWS];
    private final long[] time = new long[ROWS];
    private final long[] clear = new long[ROWS];
    private final long[] generalized = new long[ROWS];
    private final long[] tokenized = new long[ROWS];
    private final @Nullable String[][] kept = new @Nullable String[RowStore.KEPT.size()][ROWS];
    private int size;
    private boolean abandoned;

    void add(ReducedRow from, long number) {
      int at = size++;
      row[at] = number;
      kind[at] = from.shape().code();
      uid[at] = from.uid();
      ref[at] = from.reference();
      weak[at] = from.weak();
      device[at] = from.device();
      email[at] = from.email();
      phone[at] = from.phone();
      event[at] = from.event();
      time[at] = from.time();
      clear[at] = from.clear();
      generalized[at] = from.generalized();
      tokenized[at] = from.tokenized();
      for (int i = 0; i < kept.length; i++) {
        kept[i][at] = from.kept(i);
      }
    }

    void writeTo(DuckDBDataChunkWriter to) {
      numbers(to.vector(0), row);
      DuckDBWritableVector kinds = to.vector(1);
      for (int i = 0; i < size; i++) {
        kinds.setByte(i, kind[i]);
      }
      texts(to.vector(2), uid);
      texts(to.vector(3), ref);
      DuckDBWritableVector weaks = to.vector(4);
      for (int i = 0; i < size; i++) {
        if (ref[i] == null) {
          weaks.setNull(i);
        } else {
          weaks.setBoolean(i, weak[i]);
        }
      }
      texts(to.vector(5), device);
      texts(to.vector(6), email);
      texts(to.vector(7), phone);
      texts(to.vector(8), event);
      DuckDBWritableVector times = to.vector(9);
      for (int i = 0; i < size; i++) {
        if (time[i] == 0) {
          times.setNull(i);
        } else {
          times.setLong(i, time[i]);
        }
      }
      numbers(to.vector(10), clear);
      numbers(to.vector(11), generalized);
      numbers(to.vector(12), tokenized);
      for (int i = 0; i < kept.length; i++) {
        texts(to.vector(13 + i), kept[i]);
      }
    }

    private void numbers(DuckDBWritableVector to, long[] from) {
      for (int i = 0; i < size; i++) {
        to.setLong(i, from[i]);
      }
    }

    private void texts(DuckDBWritableVector to, @Nullable String[] from) {
      to.setStrings(0, size == ROWS ? from : Arrays.copyOf(from, size));
    }
  }

  /// What DuckDB calls.
  private static final class Incoming implements DuckDBTableFunction<RowFile, Object, Object> {
    @Override
    public RowFile bind(DuckDBTableFunctionBindInfo info) {
      COLUMNS.forEach(column -> info.addResultColumn(column.name(), column.type()));
      RowFile file = OPEN.get(info.getParameter(0).getLong());
      if (file == null) {
        throw new IllegalStateException("rows of a file that is not open");
      }
      return file;
    }

    @Override
    public Object init(DuckDBTableFunctionInitInfo info) {
      info.setMaxThreads(1);
      return "";
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter to)
        throws InterruptedException {
      RowFile file = info.getBindData();
      return file.give(to);
    }
  }

  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS + 1);
  private final BlockingQueue<Chunk> empty = new ArrayBlockingQueue<>(CHUNKS);
  private final Path file;
  private final Path folder;
  private final DuckDb database;
  private final long number = NUMBERS.incrementAndGet();
  private final Thread writer;
  private volatile @Nullable SQLException failure;
  private Chunk chunk = new Chunk();
  private boolean ended;

  /// @param file to be made
  RowFile(Path file) throws IOException, SQLException {
    this.file = file;
    folder = file.resolveSibling(file.getFileName() + "-work");
    database =
        DuckDb.open(folder, MEMORY_BYTES, 1, List.of(Objects.requireNonNull(file.getParent())));
    for (int i = 1; i < CHUNKS; i++) {
      empty.add(new Chunk());
    }
    Connection connection = database.connection();
    try (DuckDBTableFunctionBuilder function = DuckDBFunctions.tableFunction()) {
      function
          .withName("incoming")
          .withParameter(DuckDBColumnType.BIGINT)
          .withFunction(new Incoming())
          .register(connection);
    } catch (SQLException e) {
      database.close();
      throw e;
    }
    OPEN.put(number, this);
    String copy =
        ("COPY (SELECT * FROM incoming(%d)) TO %s"
                + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d)")
            .formatted(number, DuckDb.literal(file), GROUP_ROWS);
    writer =
        Thread.ofPlatform().name("assessment-rows").daemon().start(() -> copy(connection, copy));
  }

  private void copy(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      failure = e;
    }
  }

  private long give(DuckDBDataChunkWriter to) throws InterruptedException {
    Chunk next = full.take();
    if (next.abandoned) {
      throw new CancellationException("the rows end here");
    }
    long rows = next.size;
    next.writeTo(to);
    next.size = 0;
    empty.offer(next);
    return rows;
  }

  /// Adds a row.
  ///
  /// @param at its number
  /// @throws SQLException where the file cannot be written
  void add(ReducedRow row, long at) throws SQLException {
    chunk.add(row, at);
    if (chunk.size == ROWS) {
      full.add(chunk);
      chunk = next();
    }
  }

  /// True once in some thousand rows: a good moment to look at [#bytes].
  boolean isBetweenChunks() {
    return chunk.size == 0;
  }

  private Chunk next() throws SQLException {
    while (true) {
      try {
        Chunk next = empty.poll(ASKED_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          return next;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("writing rows was interrupted");
      }
      requireWriter();
    }
  }

  private void requireWriter() throws SQLException {
    SQLException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  /// Bytes of the file so far.
  long bytes() {
    return file.toFile().length();
  }

  /// Writes what is left and ends the file.
  void finish() throws SQLException {
    if (chunk.size > 0) {
      full.add(chunk);
    }
    end(new Chunk());
    requireWriter();
  }

  private void end(Chunk last) throws SQLException {
    if (ended) {
      return;
    }
    ended = true;
    full.add(last);
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    OPEN.remove(number);
    database.close();
    removeFolder();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Empty, unless something was spilled: then it goes with the work folder.
  private void removeFolder() {
    File[] spilled = folder.toFile().listFiles();
    if (spilled != null && spilled.length == 0) {
      folder.toFile().delete();
    }
  }

  /// Ends the writing; the file of what was not finished is worth nothing.
  @Override
  public void close() throws SQLException {
    Chunk last = new Chunk();
    last.abandoned = true;
    end(last);
  }
}
