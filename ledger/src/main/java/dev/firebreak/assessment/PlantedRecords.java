package dev.firebreak.assessment;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Looks in a data set for records that the company planted at the vendor: canaries. Of each it is
/// known under which id or address and when it was sent.
///
/// A planted record is found where a row about its person has its time, within [#TOLERANCE] or,
/// where all times of the data are whole hours, within the hour. Where the record or the whole data
/// set has no time, any row about the person counts.
public final class PlantedRecords {
  /// How far a time in the data may be from that of the record.
  public static final Duration TOLERANCE = Duration.ofSeconds(60);

  private static final List<String> COLUMNS = List.of("identifier", "sent_at");
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private PlantedRecords() {}

  /// A planted record, without whose it is.
  ///
  /// @param sentMillis when it was sent, epoch milliseconds; 0 where unknown
  /// @param found whether the data set has it
  public record Planted(long sentMillis, boolean found) {}

  /// Looks for all of a file, CSV with the columns `identifier` and `sent_at`.
  ///
  /// @throws dev.firebreak.error.FirebreakException INPUT_UNREADABLE where a column is missing
  public static List<Planted> find(AssessedDataSet assessed, Path csv) throws IOException {
    List<Planted> records = new ArrayList<>();
    try (Connection connection = assessed.database().connection()) {
      Sql sql = new Sql(connection);
      LinkageAttacks.load(connection, csv, COLUMNS);
      plant(sql);
      boolean timed = sql.number("SELECT count(*) FROM data_rows WHERE time > 0") > 0;
      boolean hourly =
          timed && sql.number("SELECT count(*) FROM data_rows WHERE time % " + HOUR + " <> 0") == 0;
      String near =
          hourly
              ? "s.time // " + HOUR + " = p.time // " + HOUR
              : "abs(s.time - p.time) <= " + TOLERANCE.toMillis();
      sql.each(
          "SELECT p.n, any_value(p.time), bool_or(s.n IS NOT NULL"
              + (timed ? " AND (p.time = 0 OR coalesce(" + near + ", false))" : "")
              + ") FROM planted p LEFT JOIN planted_seen s ON s.n = p.n GROUP BY p.n ORDER BY p.n",
          row -> records.add(new Planted(row.getLong(2), row.getBoolean(3))));
      for (String table : List.of("knowledge", "planted", "planted_seen")) {
        sql.run("DROP TABLE " + table);
      }
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
    return records;
  }

  /// Leaves `planted(n, kind, label, time)` and the times of the rows about each, `planted_seen(n,
  /// time)`.
  private static void plant(Sql sql) throws SQLException {
    sql.run("CREATE TABLE planted (n INTEGER, kind TINYINT, label VARCHAR, time BIGINT)");
    try (DuckDBAppender to =
        sql.connection().unwrap(DuckDBConnection.class).createAppender("planted")) {
      int[] n = {0};
      sql.each(
          "SELECT identifier, sent_at FROM knowledge",
          row -> {
            String mail = Identifiers.email(row.getString(1).strip());
            to.beginRow().append(n[0]++).append((byte) (mail.isEmpty() ? 0 : 1));
            to.append(mail.isEmpty() ? row.getString(1).strip() : mail);
            to.append(EventTime.millis(row.getString(2).strip())).endRow();
          });
    }
    sql.run(
        "CREATE TABLE planted_seen AS SELECT DISTINCT w.n, r.time FROM (SELECT DISTINCT p.n, o.pid"
            + " FROM planted p JOIN nodes d ON d.kind = p.kind AND d.label = p.label"
            + " JOIN node_person np ON np.node = d.node JOIN person_keys k ON k.person = np.person"
            + " JOIN owners o ON o.key = k.key) w JOIN data_rows r ON w.pid = "
            + PeopleStage.PID);
  }
}
