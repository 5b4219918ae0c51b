package dev.firebreak.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.assessment.QuerySession;
import dev.firebreak.ledger.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkTablesTest {
  @TempDir Path folder;

  @Test
  void aTableHasFilesWithItsColumnsAlsoWhereNothingWasPutIntoIt() throws Exception {
    Path home = SparkHome.make("tables", SparkHome.SMALL);
    try (QuerySession spark = new SparkEngine(home).open("local[1]", folder)) {
      spark.run("CREATE TABLE never_filled (a BIGINT, b VARCHAR)");
      spark.run("CREATE TABLE nothing_found AS SELECT * FROM never_filled WHERE a > 1");
      spark.run("CREATE TABLE filled (a BIGINT, b VARCHAR)");
      spark.run("INSERT INTO filled SELECT 7, 'seven'");
      assertThat(rows(spark.files("never_filled"))).isZero();
      assertThat(rows(spark.files("nothing_found"))).isZero();
      assertThat(rows(spark.files("filled"))).isEqualTo(1);
    }
  }

  private long rows(List<Path> files) throws Exception {
    try (DuckDb database =
            DuckDb.open(
                folder.resolve("duckdb"),
                DuckDb.MEMORY_BYTES_MIN,
                1,
                List.of(folder.resolve("spark")));
        Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*), max(a), max(b) FROM read_parquet("
                    + DuckDb.readList(files)
                    + ")")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
