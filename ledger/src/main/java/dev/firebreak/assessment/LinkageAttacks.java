package dev.firebreak.assessment;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BinaryOperator;

/// Tries on a data set what a thief with outside knowledge would: whom of a list of targets does
/// the data single out? Whether a find is right is judged by our own matching of the data set with
/// the accounts; `target_id` is the account id.
///
/// The attacker has the stolen files and the knowledge file, never our keys. A person of the data
/// fits a target if nothing that both know differs and something agrees; of several, those who
/// agree in more fit better. Only one who fits best alone counts as found.
///
/// Several accounts that the data itself joins are one person to the attacker ([SeenPeople]).
///
/// Outside knowledge is CSV with a header; a value that stands nowhere in the data helps nobody.
/// Not thread-safe.
public final class LinkageAttacks {
  /// How far a known time may be from the time in the data.
  public static final Duration TOLERANCE_DEFAULT = Duration.ofSeconds(60);

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final String DATA_OWNERS = SeenPeople.ROWS;

  private final AssessedDataSet assessed;

  public LinkageAttacks(AssessedDataSet assessed) {
    this.assessed = assessed;
  }

  /// The attacker who read public profiles: columns `target_id,name,employer,city`. The employer is
  /// compared with the organisation's name in the data, and with its id, since which name an id has
  /// is no secret.
  public LinkageResult publicProfile(Path csv) throws IOException {
    return attack(csv, List.of("target_id", "name", "employer", "city"), this::publicProfile);
  }

  /// The attacker who saw people act: columns `target_id,event,time_millis`, several rows a target,
  /// all of which must fit. If every time in the data is a whole hour, the hour must fit instead.
  public LinkageResult knownActions(Path csv, Duration tolerance) throws IOException {
    return attack(
        csv,
        List.of("target_id", "event", "time_millis"),
        sql -> knownActions(sql, tolerance.toMillis()));
  }

  /// The attacker with an older leak: columns `target_id,email`. An address that is a row's own
  /// leads to the row's person; one that is only mentioned leads to whoever has it, never to the
  /// person of the row that mentions it.
  public LinkageResult olderLeak(Path csv) throws IOException {
    return attack(csv, List.of("target_id", "email"), this::olderLeak);
  }

  /// The attacker who knows any fields of the targets: `target_id` and columns that are taken for
  /// fields by their names; docs/reference/assessment.md has them. Of a person of the data each
  /// field's first value counts.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE where no column means a field
  public KnowledgeLinkage knowledge(Path csv) throws IOException {
    KnownColumns columns = KnownColumns.of(columns(csv));
    if (columns.fields().isEmpty()) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE,
          "no column of the outside knowledge means a field of a data set; expected target_id and"
              + " columns as city, browser_version or name");
    }
    List<String> wanted = new ArrayList<>(List.of(KnownColumns.TARGET));
    wanted.addAll(columns.fields().values());
    LinkageResult result =
        attack(csv, wanted, columns::normal, sql -> new PatternAttack(sql, columns).run());
    return new KnowledgeLinkage(List.copyOf(columns.fields().keySet()), columns.unused(), result);
  }

  /// The attacker who saw people act, drawn from the data itself: nobody needs to bring a file.
  ///
  /// @param most the most actions that the attacker knows
  /// @param seed the same draws the same people and actions
  public List<TraceUnicity> ownActions(int most, long seed) {
    try (Connection connection = assessed.database().connection()) {
      Sql sql = new Sql(connection, assessed.cancellation());
      SeenPeople.make(sql);
      return new TraceAttack(sql, seed).run(DATA_OWNERS, most);
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
  }

  /// The names of the columns that hold any value.
  private static List<String> columns(Path csv) throws IOException {
    Set<String> columns = new LinkedHashSet<>();
    read(
        csv,
        new FieldTree(new NoScan(), new CategoryTally(), 100),
        new RowSink() {
          @Override
          public void row(FlatRow row, long line) {
            for (int i = 0; i < row.size(); i++) {
              columns.add(row.node(i).path());
            }
          }

          @Override
          public void rejected(long line, String reason) {
            // told where the knowledge itself is read
          }
        });
    return List.copyOf(columns);
  }

  @FunctionalInterface
  private interface Attack {
    LinkageResult run(Sql sql) throws SQLException;
  }

  private static String asItIs(String column, String value) {
    return value;
  }

  private LinkageResult attack(Path csv, List<String> columns, Attack attack) throws IOException {
    return attack(csv, columns, LinkageAttacks::asItIs, attack);
  }

  private LinkageResult attack(
      Path csv, List<String> columns, BinaryOperator<String> form, Attack attack)
      throws IOException {
    try (Connection connection = assessed.database().connection()) {
      Sql sql = new Sql(connection, assessed.cancellation());
      SeenPeople.make(sql);
      load(connection, csv, columns, form);
      LinkageResult result = attack.run(sql);
      sql.run("DROP TABLE knowledge");
      return result;
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
  }

  /// Reads the knowledge row by row: the database itself is locked to the files of the data set.
  static void load(Connection connection, Path csv, List<String> columns)
      throws IOException, SQLException {
    load(connection, csv, columns, LinkageAttacks::asItIs);
  }

  private static void load(
      Connection connection, Path csv, List<String> columns, BinaryOperator<String> form)
      throws IOException, SQLException {
    FieldTree fields = new FieldTree(new NoScan(), new CategoryTally(), 100);
    try (KnowledgeTable table = new KnowledgeTable(connection, columns, form)) {
      read(csv, fields, table);
    }
    for (String column : columns) {
      if (fields.root().child(column).isEmpty()) {
        throw new FirebreakException(
            ErrorCode.INPUT_UNREADABLE,
            "the outside knowledge needs the columns " + String.join(", ", columns));
      }
    }
  }

  private static void read(Path csv, FieldTree fields, RowSink sink) throws IOException {
    try (var in = Files.newInputStream(csv)) {
      TextReader.table(in, fields, new NoScan(), sink);
    }
  }

  private LinkageResult publicProfile(Sql sql) throws SQLException {
    sql.run(
        """
        CREATE TABLE known AS SELECT DISTINCT t, a, v FROM (
          SELECT target_id AS t, 'name' AS a, lower(trim(name)) AS v FROM knowledge
          UNION ALL SELECT target_id, 'city', lower(trim(city)) FROM knowledge
          UNION ALL SELECT target_id, 'employer', lower(trim(employer)) FROM knowledge
          UNION ALL SELECT k.target_id, 'employer', lower(a.organization_id)
            FROM knowledge k JOIN accounts a
            ON lower(trim(a.organization_name)) = lower(trim(k.employer))) WHERE v <> ''\
        """);
    sql.run("CREATE TABLE shown AS " + shown());
    sql.run(
        """
        CREATE TABLE agreeing AS
        SELECT k.t, s.key, count(DISTINCT k.a) AS n
        FROM known k JOIN shown s ON s.a = k.a AND s.v = k.v GROUP BY k.t, s.key\
        """);
    sql.run(
        """
        CREATE TABLE fits AS
        SELECT c.t, c.key, c.n FROM agreeing c
        JOIN (SELECT t, bit_or(%1$s) AS attributes FROM known GROUP BY t) k ON k.t = c.t
        JOIN (SELECT key, bit_or(%1$s) AS attributes FROM shown GROUP BY key) s ON s.key = c.key
        WHERE bit_count(k.attributes & s.attributes) = c.n\
        """
            .formatted("CASE a WHEN 'name' THEN 1 WHEN 'city' THEN 2 ELSE 4 END"));
    boolean compared =
        sql.number("SELECT count(*) FROM known WHERE a IN (SELECT DISTINCT a FROM shown)") > 0;
    LinkageResult result = judge(sql, OptionalLong.empty(), compared);
    for (String table : List.of("known", "shown", "agreeing", "fits")) {
      sql.run("DROP TABLE " + table);
    }
    return result;
  }

  /// What the data shows of each person, in the attacker's terms.
  private static String shown() {
    List<String> parts = new ArrayList<>();
    parts.add("SELECT o.key, 'name' AS a, lower(trim(r.name)) AS v" + DATA_OWNERS);
    parts.add("SELECT o.key, 'city', lower(trim(r.city))" + DATA_OWNERS);
    parts.add("SELECT o.key, 'employer', lower(trim(r.organization))" + DATA_OWNERS);
    parts.add("SELECT o.key, 'employer', lower(trim(r.workplace))" + DATA_OWNERS);
    return "SELECT DISTINCT key, a, v FROM ("
        + String.join(" UNION ALL ", parts)
        + ") WHERE v <> ''";
  }

  private LinkageResult knownActions(Sql sql, long tolerance) throws SQLException {
    sql.run(
        "CREATE TABLE deeds AS SELECT DISTINCT o.key, r.event, r.time"
            + DATA_OWNERS
            + " WHERE r.event IS NOT NULL AND r.time IS NOT NULL");
    sql.run(
        """
        CREATE TABLE acts AS SELECT row_number() OVER () AS act, target_id AS t, event,
          try_cast(time_millis AS BIGINT) AS time FROM knowledge WHERE time_millis <> ''\
        """);
    boolean hourly =
        has(sql, "deeds")
            && sql.number("SELECT count(*) FROM deeds WHERE time % " + HOUR + " <> 0") == 0;
    LinkageResult byHour = acted(sql, HOUR, OptionalLong.empty());
    LinkageResult result =
        hourly ? byHour : acted(sql, tolerance, OptionalLong.of(byHour.reidentified()));
    sql.run("DROP TABLE deeds");
    sql.run("DROP TABLE acts");
    return result;
  }

  /// Whom all known acts of a target fit. Times are compared by buckets: by the hour the bucket
  /// itself decides, else the neighbours count too and the distance decides.
  private static LinkageResult acted(Sql sql, long millis, OptionalLong loweredTo)
      throws SQLException {
    boolean byHour = millis == HOUR;
    long bucket = Math.max(1, millis);
    String spread = byHour ? "(VALUES (0))" : "(VALUES (-1), (0), (1))";
    String close = byHour ? "" : " AND abs(d.time - a.time) <= " + millis;
    sql.run(
        "CREATE TABLE fits AS SELECT t, key, n FROM (SELECT a.t, d.key,"
            + " count(DISTINCT a.act) AS n FROM (SELECT act, t, event, time, time // "
            + bucket
            + " + s AS bucket FROM acts, "
            + spread
            + " spread(s)) a JOIN (SELECT *, time // "
            + bucket
            + " AS bucket FROM deeds) d ON d.event = a.event AND d.bucket = a.bucket"
            + close
            + " GROUP BY a.t, d.key) f WHERE n = (SELECT count(*) FROM acts x WHERE x.t = f.t)");
    LinkageResult result = judge(sql, loweredTo, has(sql, "deeds") && has(sql, "acts"));
    sql.run("DROP TABLE fits");
    return result;
  }

  private LinkageResult olderLeak(Sql sql) throws SQLException {
    sql.run(
        "CREATE TABLE addresses AS SELECT DISTINCT key, lower(mail) AS mail, own FROM ("
            + "SELECT o.key, r.email AS mail, true AS own"
            + DATA_OWNERS
            + " WHERE r.email IS NOT NULL UNION ALL SELECT o.key, m.mail, true FROM mails m"
            + " JOIN seen_owners o ON o.pid = '0' || m.uid WHERE m.own UNION ALL"
            + " SELECT u.unit, m.v, false FROM mentioned m JOIN seen_units u ON u.key = m.key"
            + " WHERE m.kind = 1 AND m.key >= 0)");
    sql.run(
        """
        CREATE TABLE fits AS SELECT DISTINCT k.target_id AS t, d.key, 1 AS n
        FROM (SELECT DISTINCT target_id, lower(nfc_normalize(trim(email))) AS mail FROM knowledge) k
        JOIN addresses d ON d.mail = k.mail
        WHERE d.own OR d.mail NOT IN (SELECT mail FROM addresses WHERE own)\
        """);
    boolean compared = has(sql, "addresses") && has(sql, "knowledge WHERE trim(email) <> ''");
    LinkageResult result = judge(sql, OptionalLong.empty(), compared);
    sql.run("DROP TABLE addresses");
    sql.run("DROP TABLE fits");
    return result;
  }

  private static boolean has(Sql sql, String from) throws SQLException {
    return sql.number("SELECT count(*) FROM " + from) > 0;
  }

  private static LinkageResult judge(Sql sql, OptionalLong loweredTo, boolean compared)
      throws SQLException {
    return judge(sql, "count(DISTINCT f.key)", loweredTo, compared);
  }

  /// Counts by the best fit of each target, from the table `fits(t, key, n)`.
  ///
  /// @param people how many people the rows of `fits` of one target are, in SQL
  /// @param compared whether attacker and data have a field in common
  static LinkageResult judge(Sql sql, String people, OptionalLong loweredTo, boolean compared)
      throws SQLException {
    String best =
        """
        (SELECT f.t, %s AS n, bool_or(p.account_id IS NOT NULL) AS hit
        FROM fits f JOIN (SELECT t, max(n) AS n FROM fits GROUP BY t) b ON b.t = f.t AND b.n = f.n
        LEFT JOIN seen_accounts p ON p.unit = f.key AND p.account_id = f.t GROUP BY f.t)\
        """
            .formatted(people);
    return new LinkageResult(
        sql.number("SELECT count(DISTINCT target_id) FROM knowledge"),
        sql.number("SELECT count(*) FROM " + best + " WHERE n = 1 AND hit"),
        sql.number("SELECT count(*) FROM " + best + " WHERE n = 1 AND NOT hit"),
        sql.number("SELECT count(*) FROM " + best + " WHERE n > 1"),
        loweredTo,
        compared);
  }
}
