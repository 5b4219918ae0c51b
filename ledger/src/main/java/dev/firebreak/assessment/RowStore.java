package dev.firebreak.assessment;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.DuckDb;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Writes the reduced rows of a data set to a Parquet file in the work folder, and what joins
/// identities to small tables. Not thread-safe.
///
/// | Table | One row is | Columns |
/// |---|---|---|
/// | Parquet | a row of the data set | see [RowFile#COLUMNS] |
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

  private final Path file;
  private final long bytesMax;
  private final DuckDBConnection connection;
  private final long[] recent = new long[RECENT];
  private @Nullable RowFile rows;
  private DuckDBAppender joins;
  private DuckDBAppender devices;
  private DuckDBAppender mails;
  private DuckDBAppender besides;
  private DuckDBAppender mentions;
  private final MentionTally tally = new MentionTally();
  private long written;

  /// @param file to be made where there is a row
  /// @param bytesMax how large it may be
  RowStore(DuckDb database, Path file, long bytesMax) throws SQLException {
    this.file = file;
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

  void write(ReducedRow row) throws SQLException {
    RowFile to = rows;
    if (to == null) {
      to = newFile();
      rows = to;
    }
    to.add(row, written++);
    if (to.isBetweenChunks()) {
      requireBound(to);
    }
  }

  private RowFile newFile() throws SQLException {
    try {
      return new RowFile(file);
    } catch (IOException e) {
      throw DataSetAssessor.disk(e);
    }
  }

  private void requireBound(RowFile to) {
    if (to.bytes() > bytesMax) {
      throw new FirebreakException(
          ErrorCode.DISK,
          "the reduced rows take more than " + bytesMax + " bytes; name fewer files");
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

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Ends the writing. Makes the views `stored_rows` and `data_rows` over the file; an empty data
  /// set has none, and empty ones. In `data_rows` the finding of people settles `uid`.
  List<Path> finish() throws SQLException {
    List<Path> files = List.of();
    RowFile finished = rows;
    if (finished != null) {
      finished.finish();
      requireBound(finished);
      files = List.of(file);
    }
    joins.close();
    devices.close();
    mails.close();
    besides.close();
    tally.flush(mentions);
    mentions.close();
    views(this::execute, files);
    connection.close();
    return files;
  }

  /// Runs a statement.
  @FunctionalInterface
  interface Statements {
    void run(String sql) throws SQLException;
  }

  /// Makes the views `stored_rows` and `data_rows` over files; without any they are empty.
  static void views(Statements to, List<Path> files) throws SQLException {
    if (files.isEmpty()) {
      to.run("CREATE TABLE stored_rows (" + columns() + ")");
    } else {
      to.run(
          "CREATE VIEW stored_rows AS SELECT * FROM read_parquet(" + DuckDb.readList(files) + ")");
    }
    to.run("CREATE VIEW data_rows AS SELECT * FROM stored_rows");
  }

  private static String columns() {
    return RowFile.COLUMNS.stream()
        .map(column -> column.name() + " " + column.type())
        .collect(Collectors.joining(", "));
  }

  long written() {
    return written;
  }

  @Override
  public void close() throws SQLException {
    if (rows != null) {
      rows.close();
    }
    connection.close();
  }
}
