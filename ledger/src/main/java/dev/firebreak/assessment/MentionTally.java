package dev.firebreak.assessment;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.duckdb.DuckDBAppender;

/// Counts what rows mention beside the person that they are about: ids and addresses of others,
/// organisations. Counts are exact; memory is bounded, because the counts so far go to the table
/// whenever [#KEYS_MAX] things are held, and the table's rows of one thing are summed later. Not
/// thread-safe.
final class MentionTally {
  /// What is mentioned, as it stands in the file.
  enum Kind {
    /// An id of a person.
    ID,
    /// An e-mail address, its token or its hash.
    EMAIL,
    /// An id of an organisation.
    ORGANIZATION_ID,
    /// A name of an organisation.
    ORGANIZATION_NAME;

    byte code() {
      return (byte) ordinal();
    }
  }

  static final String COLUMNS =
      "kind TINYINT, v VARCHAR, token BOOLEAN, n BIGINT, first BIGINT, last BIGINT, clear BIGINT,"
          + " generalized BIGINT, tokenized BIGINT";

  private static final int KEYS_MAX = 1 << 16;

  private record Key(Kind kind, String value, boolean token) {}

  private static final class Sum {
    private long rows;
    private long first = Long.MAX_VALUE;
    private long last;
    private long clear;
    private long generalized;
    private long tokenized;

    void add(ReducedRow row) {
      rows++;
      clear |= row.clear();
      generalized |= row.generalized();
      tokenized |= row.tokenized();
      if (row.time() != 0) {
        first = Math.min(first, row.time());
        last = Math.max(last, row.time());
      }
    }
  }

  private final Map<Key, Sum> sums = new HashMap<>();

  /// Counts a mention.
  ///
  /// @param row where it stands
  /// @param to takes the counts where there are too many to hold
  void add(Kind kind, String value, boolean token, ReducedRow row, DuckDBAppender to)
      throws SQLException {
    Key key = new Key(kind, value, token);
    Sum sum = sums.get(key);
    if (sum == null) {
      if (sums.size() == KEYS_MAX) {
        flush(to);
      }
      sum = new Sum();
      sums.put(key, sum);
    }
    sum.add(row);
  }

  /// Writes all counts and forgets them.
  void flush(DuckDBAppender to) throws SQLException {
    for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
      Key key = entry.getKey();
      Sum sum = entry.getValue();
      to.beginRow().append(key.kind().code()).append(key.value()).append(key.token());
      to.append(sum.rows);
      if (sum.last == 0) {
        to.appendNull().appendNull();
      } else {
        to.append(sum.first).append(sum.last);
      }
      to.append(sum.clear).append(sum.generalized).append(sum.tokenized).endRow();
    }
    sums.clear();
  }
}
