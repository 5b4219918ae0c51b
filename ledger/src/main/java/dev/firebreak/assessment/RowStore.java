package dev.firebreak.assessment;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.DuckDb;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Writes the reduced rows of a data set to Parquet files in the work folder, a new file every
/// [#ROWS_PER_FILE] rows, and what joins identities to small tables. Not thread-safe.
///
/// | Table | One row is | Columns |
/// |---|---|---|
/// | Parquet | a row of the data set | see [#COLUMNS] |
/// | `joins` | two ids that the data set itself joins | `a`, `b` |
/// | `besides` | an id that stood beside a person's in a row | `id`, `uid` |
/// | `device_ids` | an id that stood where devices stand | `id` |
/// | `mails` | a further address in a row of a person | `uid`, `mail`, `own` |
/// | `mentions` | what rows mention of others, with counts | see [MentionTally#COLUMNS] |
///
/// `uid` is the person's id as far as the row has one; `device`, `email` and `phone` follow in that
/// order as the row's primary identity. `ref` is an id that takes the place of `uid` where it is an
/// account and `uid` is none, or is `weak`.
final class RowStore implements AutoCloseable {
  /// Two row groups of Parquet: so many rows wait in the database's memory at most.
  static final int ROWS_PER_FILE = 245_760;

  static final String COLUMNS =
      "row BIGINT, kind TINYINT, uid VARCHAR, ref VARCHAR, weak BOOLEAN, device VARCHAR, email"
          + " VARCHAR, phone VARCHAR, event VARCHAR, time BIGINT, clear BIGINT, generalized BIGINT,"
          + " tokenized BIGINT";

  /// The slots whose values are kept per row, in the order of their columns.
  static final List<Slot> KEPT =
      List.of(
          Slot.NAME,
          Slot.COUNTRY,
          Slot.REGION,
          Slot.CITY,
          Slot.BROWSER,
          Slot.BROWSER_VERSION,
          Slot.OS,
          Slot.REFERRER,
          Slot.ORGANIZATION,
          Slot.WORKPLACE,
          Slot.LOCALE,
          Slot.BIRTH_DATE,
          Slot.GENDER,
          Slot.AGE,
          Slot.POSTCODE,
          Slot.JOB_TITLE,
          Slot.IP_ADDRESS,
          Slot.LATITUDE,
          Slot.LONGITUDE,
          Slot.TIME_ZONE);

  private static final int RECENT = 1 << 16;

  private final Path folder;
  private final long bytesMax;
  private final String prefix;
  private final DuckDBConnection connection;
  private final List<Path> files = new ArrayList<>();
  private final long[] recent = new long[RECENT];
  private @Nullable DuckDBAppender rows;
  private DuckDBAppender joins;
  private DuckDBAppender devices;
  private DuckDBAppender mails;
  private DuckDBAppender besides;
  private DuckDBAppender mentions;
  private final MentionTally tally = new MentionTally();
  private long written;
  private long bytes;
  private long inFile;

  /// @param prefix of the files' names
  /// @param bytesMax how large the files may be together
  RowStore(DuckDb database, Path folder, String prefix, long bytesMax) throws SQLException {
    this.folder = folder;
    this.prefix = prefix;
    this.bytesMax = bytesMax;
    connection = database.connection().unwrap(DuckDBConnection.class);
    execute("CREATE TABLE joins (a VARCHAR, b VARCHAR)");
    execute("CREATE TABLE device_ids (id VARCHAR)");
    execute("CREATE TABLE mails (uid VARCHAR, mail VARCHAR, own BOOLEAN)");
    execute("CREATE TABLE besides (id VARCHAR, uid VARCHAR)");
    execute("CREATE TABLE mentions (" + MentionTally.COLUMNS + ")");
    joins = connection.createAppender("joins");
    besides = connection.createAppender("besides");
    mentions = connection.createAppender("mentions");
    devices = connection.createAppender("device_ids");
    mails = connection.createAppender("mails");
  }

  /// The column of a kept slot.
  static String column(Slot slot) {
    return slot.name().toLowerCase(Locale.ROOT);
  }

  private static String table() {
    StringBuilder columns = new StringBuilder("CREATE TABLE row_buffer (").append(COLUMNS);
    for (Slot slot : KEPT) {
      columns.append(", ").append(column(slot)).append(" VARCHAR");
    }
    return columns.append(")").toString();
  }

  void write(ReducedRow row) throws SQLException {
    DuckDBAppender to = rows;
    if (to == null) {
      execute(table());
      to = connection.createAppender("row_buffer");
      rows = to;
    }
    to.beginRow().append(written).append(row.shape().code());
    to.append(row.uid()).append(row.reference());
    if (row.reference() == null) {
      to.appendNull();
    } else {
      to.append(row.weak());
    }
    to.append(row.device()).append(row.email()).append(row.phone());
    to.append(row.event());
    if (row.time() == 0) {
      to.appendNull();
    } else {
      to.append(row.time());
    }
    to.append(row.clear()).append(row.generalized()).append(row.tokenized());
    for (int i = 0; i < KEPT.size(); i++) {
      to.append(row.kept(i));
    }
    to.endRow();
    written++;
    if (++inFile == ROWS_PER_FILE) {
      finishFile();
    }
  }

  void join(String a, String b) throws SQLException {
    if (isNew(HashSet64.hash(a) * 31 + HashSet64.hash(b))) {
      joins.beginRow().append(a).append(b).endRow();
    }
  }

  /// @param id the id that stood beside the person's
  void beside(String id, String uid) throws SQLException {
    if (isNew(HashSet64.hash(id) * 13 + HashSet64.hash(uid))) {
      besides.beginRow().append(id).append(uid).endRow();
    }
  }

  void mention(MentionTally.Kind kind, String value, boolean token, ReducedRow row)
      throws SQLException {
    tally.add(kind, value, token, row, mentions);
  }

  void device(String id) throws SQLException {
    if (isNew(HashSet64.hash(id) ^ 1)) {
      devices.beginRow().append(id).endRow();
    }
  }

  /// @param own true where it stood in a field for e-mail addresses
  void mail(String uid, String mail, boolean own) throws SQLException {
    if (isNew(HashSet64.hash(uid) * 17 + HashSet64.hash(mail) + (own ? 1 : 0))) {
      mails.beginRow().append(uid).append(mail).append(own).endRow();
    }
  }

  /// False where the same was seen lately; the tables may still get a fact twice.
  private boolean isNew(long hash) {
    int at = (int) (hash >>> 20) & RECENT - 1;
    if (recent[at] == hash) {
      return false;
    }
    recent[at] = hash;
    return true;
  }

  private void finishFile() throws SQLException {
    DuckDBAppender finished = rows;
    if (finished == null) {
      return;
    }
    finished.close();
    rows = null;
    Path file = folder.resolve(prefix + files.size() + ".parquet");
    execute("COPY row_buffer TO " + DuckDb.literal(file) + " (FORMAT parquet, COMPRESSION zstd)");
    execute("DROP TABLE row_buffer");
    files.add(file);
    inFile = 0;
    bytes += file.toFile().length();
    if (bytes > bytesMax) {
      throw new FirebreakException(
          ErrorCode.DISK,
          "the reduced rows take more than " + bytesMax + " bytes; name fewer files");
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Ends the writing. Makes the views `stored_rows` and `data_rows` over all files; an empty data
  /// set has empty ones. In `data_rows` the finding of people settles `uid`.
  List<Path> finish() throws SQLException {
    finishFile();
    joins.close();
    devices.close();
    mails.close();
    besides.close();
    tally.flush(mentions);
    mentions.close();
    views(this::execute, files);
    connection.close();
    return List.copyOf(files);
  }

  /// Runs a statement.
  @FunctionalInterface
  interface Statements {
    void run(String sql) throws SQLException;
  }

  /// Makes the views `stored_rows` and `data_rows` over files; without any they are empty.
  static void views(Statements to, List<Path> files) throws SQLException {
    if (files.isEmpty()) {
      to.run(table());
      to.run("ALTER TABLE row_buffer RENAME TO stored_rows");
    } else {
      to.run(
          "CREATE VIEW stored_rows AS SELECT * FROM read_parquet(" + DuckDb.readList(files) + ")");
    }
    to.run("CREATE VIEW data_rows AS SELECT * FROM stored_rows");
  }

  long written() {
    return written;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
