package dev.firebreak.assessment;

import dev.firebreak.taxonomy.Masks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a vendor's own export shows that the vendor has: whose data, of which day, in which
/// categories and forms. Rows name somebody as the ledger does: by the account where the row has
/// one, else by the device. Who can be found by an address alone is found as in an assessment.
/// Immutable.
public final class DisclosureHistory {
  /// Tables that it needs beside those which attackers need.
  static final Set<String> TABLES = Set.of("ids");

  /// Who a row is about: of ids that are no account's the account that the data set leads to, where
  /// it leads to exactly one. `a` stands before an account's id, `d` before a device's.
  private static final String SUBJECT =
      "CASE WHEN nu.account THEN 'a' || nu.label"
          + " WHEN r.uid IS NOT NULL AND w.account IS NOT NULL THEN 'a' || w.account"
          + " WHEN r.uid IS NOT NULL THEN CASE WHEN nu.device THEN 'd' ELSE 'a' END || nu.label"
          + " WHEN r.device IS NOT NULL THEN 'd' || nd.label"
          + " WHEN w.account IS NOT NULL THEN 'a' || w.account END";

  private static final String OF_ROWS =
      " FROM (SELECT *, "
          + PeopleStage.PID
          + " AS pid, CASE WHEN kind <> 2 THEN nullif(time, 0) END AS at"
          + " FROM data_rows WHERE kind <> 3) r"
          + " LEFT JOIN ids iu ON iu.kind = 0 AND iu.v = r.uid"
          + " LEFT JOIN nodes nu ON nu.node = iu.node"
          + " LEFT JOIN ids di ON di.kind = 0 AND di.v = r.device"
          + " LEFT JOIN nodes nd ON nd.node = di.node"
          + " LEFT JOIN (SELECT o.pid, min(p.account_id) AS account FROM owners o"
          + " JOIN people p ON p.key = o.key WHERE p.account_id IS NOT NULL AND NOT p.ambiguous"
          + " GROUP BY o.pid HAVING count(*) = 1) w ON w.pid = r.pid";

  private static final long DAY_MILLIS = 86_400_000;

  private final AssessedDataSet assessed;

  /// @param assessed opened with [DataSetAssessor#openForHistory], and open while this is used
  public DisclosureHistory(AssessedDataSet assessed) {
    this.assessed = assessed;
  }

  /// Whom a row names. Printing shows no id.
  ///
  /// @param device true for a device's id, false for an account's
  /// @param id as the company itself has it, tokens turned back; the token where nobody could
  public record Somebody(boolean device, String id) {
    static Somebody of(String text) {
      return new Somebody(text.charAt(0) == 'd', text.substring(1));
    }

    @Override
    public String toString() {
      return device ? "Somebody[device]" : "Somebody[account]";
    }
  }

  /// What alike rows show. Printing shows no id.
  ///
  /// @param late true of rows that are not from before the time that was asked for: of these only
  ///   whom they name and how many they are is told
  /// @param who empty where the rows name nobody
  /// @param idAtVendor the id as it stands in the export; empty text where there is none
  /// @param besideDevice the device that stands beside an account; empty text where there is none
  /// @param epochDay their day; empty where they have no time, and of profiles, whose time is that
  ///   of their last change
  /// @param masks categories by form, as the vendor has them
  /// @param span how many, and from when to when
  public record Shown(
      boolean late,
      Optional<Somebody> who,
      String idAtVendor,
      String besideDevice,
      OptionalLong epochDay,
      Masks masks,
      Span span) {
    @Override
    public String toString() {
      return "Shown[" + span + "]";
    }
  }

  /// How many rows.
  ///
  /// @param firstMillis time of the first; 0 without times
  /// @param lastMillis time of the last; 0 without times
  public record Span(long rows, long firstMillis, long lastMillis) {}

  /// Gives everything to the consumer, all of one person after the other; first what names nobody.
  ///
  /// @param before epoch milliseconds: of rows that are not from before only the number is told, by
  ///   person; what has no time is from before
  public void forEach(long before, Consumer<Shown> consumer) {
    String late = "coalesce(r.at >= " + before + ", false)";
    each(
        "SELECT late, coalesce(who, ''), id, beside, coalesce(day, -1), clear, generalized,"
            + " tokenized, count(*), coalesce(min(time), 0), coalesce(max(time), 0) FROM (SELECT "
            + SUBJECT
            + " AS who, "
            + late
            + " AS late, CASE WHEN "
            + late
            + " THEN '' ELSE coalesce(r.uid, r.device, '') END AS id, CASE WHEN r.uid IS NULL OR "
            + late
            + " THEN '' ELSE coalesce(nd.label, '') END AS beside, CASE WHEN NOT "
            + late
            + " THEN r.at END AS time, CASE WHEN NOT "
            + late
            + " THEN r.at // "
            + DAY_MILLIS
            + " END AS day, "
            + Stream.of("clear", "generalized", "tokenized")
                .map(form -> "CASE WHEN " + late + " THEN 0 ELSE r." + form + " END AS " + form)
                .collect(Collectors.joining(", "))
            + OF_ROWS
            + ") GROUP BY late, who, id, beside, day, clear, generalized, tokenized ORDER BY who"
            + " NULLS FIRST, day NULLS LAST, clear, generalized, tokenized, id, beside, late",
        row -> consumer.accept(shown(row)));
  }

  private static Shown shown(ResultRow row) throws SQLException {
    long day = row.getLong(5);
    return new Shown(
        row.getBoolean(1),
        Optional.of(row.getString(2)).filter(who -> !who.isEmpty()).map(Somebody::of),
        row.getString(3),
        row.getString(4),
        day < 0 ? OptionalLong.empty() : OptionalLong.of(day),
        new Masks(row.getLong(6), row.getLong(7), row.getLong(8), 0),
        new Span(row.getLong(9), row.getLong(10), row.getLong(11)));
  }

  private void each(String query, Sql.RowConsumer consumer) {
    try (Connection connection = assessed.database().connection()) {
      new Sql(connection, assessed.cancellation()).each(query, consumer);
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
  }
}
