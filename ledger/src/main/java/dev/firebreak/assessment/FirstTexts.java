package dev.firebreak.assessment;

import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/// Makes a list of the first few texts of each key, sorted, in bounded memory.
///
/// An aggregate that keeps the n smallest reserves room for n at every key, and lists cannot leave
/// the database's memory while they grow. So keys with more texts than are wanted are cut first, in
/// one pass over the sorted texts, and the lists are made for a share of the keys at a time.
final class FirstTexts {
  /// Texts that become lists at a time.
  private static final long TEXTS_AT_A_TIME = 1_000_000;

  private final Sql sql;

  FirstTexts(Sql sql) {
    this.sql = sql;
  }

  /// Makes the table `made(key, list)`. The source is dropped.
  ///
  /// @param source a table of different pairs `key`, `text` without NULLs
  /// @param keyType of `key`, in SQL: VARCHAR or INTEGER
  /// @param max the most texts of a list
  void list(String source, String keyType, String made, int max) throws SQLException {
    sql.run("CREATE TABLE " + made + " (key " + keyType + ", list VARCHAR[])");
    sql.run(
        "CREATE TABLE heavy AS SELECT key FROM "
            + source
            + " GROUP BY key HAVING count(*) > "
            + max);
    boolean cut = sql.number("SELECT count(*) FROM heavy") > 0;
    if (cut) {
      cut(source, keyType, max);
    }
    long texts = sql.number("SELECT count(*) FROM " + source);
    long parts = Math.max(1, (texts + TEXTS_AT_A_TIME - 1) / TEXTS_AT_A_TIME);
    for (long part = 0; part < parts; part++) {
      sql.run(
          "INSERT INTO "
              + made
              + " SELECT key, list_sort(list(text)) FROM "
              + (cut ? light(source) : source)
              + (parts == 1 ? "" : " WHERE hash(key) % " + parts + " = " + part)
              + " GROUP BY key");
    }
    if (cut) {
      sql.run("DROP TABLE light");
    }
    sql.run("DROP TABLE heavy");
    sql.run("DROP TABLE " + source);
  }

  private static String light(String source) {
    return "(SELECT key, text FROM "
        + source
        + " WHERE key NOT IN (SELECT key FROM heavy) UNION ALL SELECT key, text FROM light)";
  }

  /// Leaves the first texts of the heavy keys in `light`.
  private void cut(String source, String keyType, int max) throws SQLException {
    String[] key = {""};
    int[] taken = {0};
    sql.fill(
        "light",
        "key " + keyType + ", text VARCHAR",
        to ->
            sql.each(
                "SELECT key::VARCHAR, text FROM "
                    + source
                    + " WHERE key IN (SELECT key FROM heavy) ORDER BY key, text",
                row -> {
                  String of = row.getString(1);
                  if (!of.equals(key[0])) {
                    key[0] = of;
                    taken[0] = 0;
                  }
                  if (taken[0]++ < max) {
                    append(to, keyType, of, row.getString(2));
                  }
                }));
  }

  private static void append(DuckDBAppender to, String keyType, String key, String text)
      throws SQLException {
    to.beginRow();
    if (keyType.equals("INTEGER")) {
      to.append(Integer.parseInt(key));
    } else {
      to.append(key);
    }
    to.append(text).endRow();
  }
}
