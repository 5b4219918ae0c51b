package dev.firebreak.assessment;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// How many rows of a data set lie in which hour, by the time that they have. Immutable.
///
/// @param rows rows by hour since 1970; at most [#HOURS_MAX] hours, those with the most rows
public record EventHours(Map<Long, Long> rows) {
  /// More different hours than a data set of a product's life has.
  public static final int HOURS_MAX = 250_000;

  /// Of a data set whose rows have no times.
  public static final EventHours NONE = new EventHours(Map.of());

  private static final long HOUR_MILLIS = 3_600_000;

  public EventHours {
    rows = Collections.unmodifiableMap(new TreeMap<>(rows));
  }

  /// Counts the hours of an open data set; profiles, whose times are about their last change, are
  /// left out.
  public static EventHours of(AssessedDataSet assessed) {
    NavigableMap<Long, Long> hours = new TreeMap<>();
    try (Connection connection = assessed.database().connection()) {
      new Sql(connection)
          .each(
              "SELECT time // "
                  + HOUR_MILLIS
                  + " AS hour, count(*) AS n FROM data_rows WHERE kind <> 2 AND time IS NOT NULL"
                  + " GROUP BY hour ORDER BY n DESC, hour LIMIT "
                  + HOURS_MAX,
              row -> hours.put(row.getLong(1), row.getLong(2)));
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
    return new EventHours(hours);
  }

  /// Rows of hours that begin after a time.
  public long after(long millis) {
    return rows.entrySet().stream()
        .filter(hour -> hour.getKey() * HOUR_MILLIS > millis)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /// Rows of hours that end before a time.
  public long before(long millis) {
    return rows.entrySet().stream()
        .filter(hour -> (hour.getKey() + 1) * HOUR_MILLIS <= millis)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
