package dev.firebreak.ledger;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.DisclosedPerson.Ground;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads ledger files by explicit lists. Rows of one key from several files are one fact, so that
/// answers do not depend on how batches were cut or compacted. Thread-safe.
final class LedgerQueries {
  private final DuckDb database;

  LedgerQueries(DuckDb database) {
    this.database = database;
  }

  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  List<Disclosure> ofSubject(LedgerSource source, SubjectKey subject) throws SQLException {
    return list(
        source,
        source.table().merged(source.sql(), "subject = " + blob(subject))
            + " ORDER BY vendor, day, policy_version, clear, generalized, tokenized, withheld,"
            + " asserted_by",
        LedgerQueries::fact);
  }

  void forEach(
      LedgerSource source,
      Optional<Instant> from,
      Optional<Instant> to,
      Consumer<Disclosure> consumer)
      throws SQLException {
    each(
        source,
        "SELECT * FROM ("
            + source.merged("true")
            + ") WHERE "
            + reaches(from, to)
            + " ORDER BY subject, day, policy_version, clear, generalized, tokenized, withheld,"
            + " asserted_by",
        row -> consumer.accept(fact(row)));
  }

  void forEachId(LedgerSource source, VendorId vendor, Consumer<VendorSubject> consumer)
      throws SQLException {
    each(
        source,
        "SELECT DISTINCT subject, id_at_vendor FROM "
            + source.sql()
            + " ORDER BY subject, id_at_vendor",
        row ->
            consumer.accept(
                new VendorSubject(vendor, SubjectKey.of(row.getBytes(1)), row.getString(2))));
  }

  void links(LedgerSource source, Consumer<DeviceLink> consumer) throws SQLException {
    each(
        source,
        "SELECT DISTINCT vendor, device, account, asserted_by FROM "
            + source.sql()
            + " ORDER BY device, account, asserted_by",
        row -> consumer.accept(link(row)));
  }

  List<DeviceLink> linksOf(LedgerSource source, SubjectKey account) throws SQLException {
    return list(
        source,
        "SELECT DISTINCT links.vendor, links.device, links.account, links.asserted_by FROM "
            + source.sql()
            + " AS links SEMI JOIN (SELECT vendor, device FROM "
            + source.sql()
            + " WHERE account = "
            + blob(account)
            + ") AS own ON links.vendor = own.vendor AND links.device = own.device ORDER BY"
            + " links.vendor, links.device, links.account, links.asserted_by",
        LedgerQueries::link);
  }

  private static DeviceLink link(ResultSet row) throws SQLException {
    return new DeviceLink(
        new VendorId(row.getString(1)),
        SubjectKey.of(row.getBytes(2)),
        SubjectKey.of(row.getBytes(3)),
        assertedBy(row.getString(4)));
  }

  List<VendorSubject> idsOf(LedgerSource source, SubjectKey subject) throws SQLException {
    return list(
        source,
        "SELECT DISTINCT vendor, subject, id_at_vendor FROM "
            + source.sql()
            + " WHERE subject = "
            + blob(subject)
            + " ORDER BY vendor, id_at_vendor",
        row ->
            new VendorSubject(
                new VendorId(row.getString(1)), SubjectKey.of(row.getBytes(2)), row.getString(3)));
  }

  /// Counts people by what they have in common: a few rows come back, however many people there
  /// are. Where there is no window, rows of one fact need not be added up first.
  void count(LedgerSource facts, LedgerSource links, PeopleQuery query, PeopleSummary.Tally tally)
      throws SQLException {
    String rows =
        query.from().isEmpty() && query.to().isEmpty()
            ? facts.sql()
            : "(" + facts.merged("true") + ")";
    String asked =
        query
            .category()
            .map(category ->
                " AND ((clear | generalized | tokenized) & " + category.mask() + ") <> 0")
            .orElse("");
    each(
        facts,
        "WITH "
            + placed(
                links,
                "SELECT * FROM " + rows + " WHERE " + reaches(query.from(), query.to()) + asked,
                "clear, generalized, tokenized, events")
            + ", people AS (SELECT min(ground) AS ground, bit_or(clear) AS clear,"
            + " bit_or(generalized) AS generalized, bit_or(tokenized) AS tokenized,"
            + " sum(events)::BIGINT AS events FROM placed GROUP BY person) SELECT ground, clear,"
            + " generalized, tokenized, count(*), sum(events)::BIGINT FROM people GROUP BY"
            + " ground, clear, generalized, tokenized",
        row ->
            tally.add(
                Ground.values()[row.getInt(1)],
                new Masks(row.getLong(2), row.getLong(3), row.getLong(4), 0),
                row.getLong(5),
                row.getLong(6)));
  }

  /// Counts people by the days on which they first appear.
  ///
  /// @param clear categories as mask
  List<FirstDays> firstDays(LedgerSource facts, LedgerSource links, long clear)
      throws SQLException {
    return list(
        facts,
        "WITH "
            + placed(links, "SELECT * FROM " + facts.sql(), "day, clear")
            + ", people AS (SELECT min(day) AS disclosed, min(CASE WHEN (clear & "
            + clear
            + ") <> 0 THEN day END) AS in_clear FROM placed GROUP BY person) SELECT disclosed,"
            + " in_clear, count(*) FROM people GROUP BY disclosed, in_clear ORDER BY disclosed,"
            + " in_clear NULLS LAST",
        row ->
            new FirstDays(
                row.getObject(1, LocalDate.class),
                row.getObject(2) == null
                    ? Optional.empty()
                    : Optional.of(row.getObject(2, LocalDate.class)),
                row.getLong(3)));
  }

  /// Counts events by what they have in common. Rows of one fact need not be added up first.
  List<TreatedEvents> treatedEvents(LedgerSource facts, LocalDate from, LocalDate to)
      throws SQLException {
    return list(
        facts,
        "SELECT clear, generalized, tokenized, withheld, sum(events)::BIGINT FROM "
            + facts.sql()
            + " WHERE day BETWEEN DATE '"
            + from
            + "' AND DATE '"
            + to
            + "' AND NOT starts_with(policy_version, '"
            + Disclosure.IMPORTED
            + "') GROUP BY clear, generalized, tokenized, withheld",
        row ->
            new TreatedEvents(
                new Masks(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                row.getLong(5)));
  }

  /// The table `placed`: rows of facts with the `person` whom they belong to and the `ground`, as
  /// [DeviceLinks] has it, as SQL for what stands after WITH.
  private static String placed(LedgerSource links, String rows, String columns) {
    String linked =
        links.isEmpty()
            ? "(SELECT '' AS asserted_by, ''::BLOB AS device, ''::BLOB AS account WHERE false)"
            : links.sql();
    return "linked AS (SELECT device, min(account) AS account, count(DISTINCT account) AS"
        + " accounts FROM "
        + linked
        + " WHERE asserted_by = 'authenticated' GROUP BY device), claimed AS (SELECT DISTINCT"
        + " device FROM "
        + linked
        + " WHERE asserted_by = 'public'), placed AS (SELECT CASE WHEN accounts = 1 THEN"
        + " account ELSE subject END AS person, CASE WHEN accounts = 1 THEN "
        + Ground.DEVICE_LINK.ordinal()
        + " WHEN accounts > 1 THEN "
        + Ground.SHARED_DEVICE.ordinal()
        + " WHEN claimed.device IS NOT NULL THEN "
        + Ground.PUBLIC_LINK_ONLY.ordinal()
        + " ELSE "
        + Ground.ACCOUNT.ordinal()
        + " END AS ground, "
        + columns
        + " FROM ("
        + rows
        + ") LEFT JOIN linked ON subject = linked.device LEFT JOIN claimed ON subject ="
        + " claimed.device)";
  }

  private static String reaches(Optional<Instant> from, Optional<Instant> to) {
    return from.map(start -> "last_event >= " + start.toEpochMilli()).orElse("true")
        + to.map(end -> " AND first_event < " + end.toEpochMilli()).orElse("");
  }

  private static String blob(SubjectKey subject) {
    return "unhex('" + subject + "')";
  }

  private static Disclosure fact(ResultSet row) throws SQLException {
    return new Disclosure(
        new VendorId(row.getString(1)),
        SubjectKey.of(row.getBytes(2)),
        row.getObject(3, LocalDate.class),
        new Masks(row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7)),
        row.getString(8),
        assertedBy(row.getString(9)),
        row.getLong(10),
        Instant.ofEpochMilli(row.getLong(11)),
        Instant.ofEpochMilli(row.getLong(12)));
  }

  private static AssertedBy assertedBy(String text) {
    return AssertedBy.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private <T> List<T> list(LedgerSource source, String sql, Reading<T> reading)
      throws SQLException {
    List<T> values = new ArrayList<>();
    each(source, sql, row -> values.add(reading.read(row)));
    return values;
  }

  private interface RowConsumer {
    void accept(ResultSet row) throws SQLException;
  }

  private void each(LedgerSource source, String sql, RowConsumer consumer) throws SQLException {
    if (source.isEmpty()) {
      return;
    }
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        consumer.accept(rows);
      }
    }
  }
}
