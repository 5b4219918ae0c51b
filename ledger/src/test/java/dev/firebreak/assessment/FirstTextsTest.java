package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.ledger.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstTextsTest {
  @TempDir private Path folder;

  @Test
  void onlyTheFirstTextsOfAKeyAreListed() throws Exception {
    try (DuckDb database = DataSet.database(folder, 256L << 20, List.of());
        Connection connection = database.connection()) {
      Sql sql = new Sql(connection);
      sql.run("CREATE TABLE t (key VARCHAR, text VARCHAR)");
      sql.run("INSERT INTO t VALUES ('b', 'x'), ('a', '3'), ('a', '1'), ('a', '2'), ('c', 'y')");
      new FirstTexts(sql).list("t", "VARCHAR", "made", 2);
      List<String> found = new ArrayList<>();
      sql.each(
          "SELECT key || list::VARCHAR FROM made ORDER BY key", row -> found.add(row.getString(1)));

      assertThat(found).containsExactly("a[1, 2]", "b[x]", "c[y]");
    }
  }

  /// Keeping the hundred smallest reserves a hundred places at each key, which is 800 MB here.
  @Test
  void fewTextsOfManyKeysTakeLittleMemory() throws Exception {
    try (DuckDb database = DataSet.database(folder, 160L << 20, List.of());
        Connection connection = database.connection()) {
      Sql sql = new Sql(connection);
      sql.run(
          "CREATE TABLE t AS SELECT i::INTEGER AS key, 'id:' || i AS text FROM range(500000) r(i)");
      new FirstTexts(sql).list("t", "INTEGER", "made", 100);

      assertThat(sql.number("SELECT count(*) FROM made WHERE len(list) = 1")).isEqualTo(500_000);
    }
  }
}
