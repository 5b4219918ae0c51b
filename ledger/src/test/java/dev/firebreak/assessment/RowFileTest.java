package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.ledger.DuckDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("rows.parquet");
  }

  @Test
  void everyRowComesBackInItsOrderWithWhatIsMissing() throws Exception {
    int rows = 5_000;
    try (RowFile to = new RowFile(file)) {
      for (int i = 0; i < rows; i++) {
        to.add(row(i), i);
      }
      to.finish();
    }

    try (DuckDb database = DuckDb.open(folder, 64L << 20, 1, List.of());
        Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT \"row\", event, time, weak, country, city, uid FROM read_parquet("
                    + DuckDb.readList(List.of(file))
                    + ")")) {
      for (int i = 0; i < rows; i++) {
        assertThat(found.next()).isTrue();
        assertThat(found.getLong(1)).isEqualTo(i);
        assertThat(found.getString(2)).isEqualTo("d\u00e9part " + i);
        assertThat(found.getLong(3)).isEqualTo(i);
        assertThat(found.wasNull()).isEqualTo(i == 0);
        assertThat(found.getObject(4)).isNull();
        assertThat(found.getString(5)).isEqualTo(i % 2 == 0 ? "PE" : null);
        assertThat(found.getString(6)).isNull();
        assertThat(found.getString(7)).isEqualTo("u" + i % 7);
      }
      assertThat(found.next()).isFalse();
    }
    assertThat(folder.resolve("rows.parquet-work")).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenSaysSoInsteadOfWaiting() throws Exception {
    Files.createDirectory(file);
    try (RowFile to = new RowFile(file)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  to.add(row(i), i);
                }
              })
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void whatIsNotFinishedEndsAtOnce() throws Exception {
    RowFile to = new RowFile(file);
    for (int i = 0; i < 10_000; i++) {
      to.add(row(i), i);
    }
    to.close();
    to.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("assessment-rows"));
  }

  private static ReducedRow row(int i) {
    ReducedRow row = new ReducedRow();
    row.reset(RowShape.TABLE);
    row.id(Slot.USER_ID, "u" + i % 7);
    row.event("d\u00e9part " + i);
    row.time(i);
    if (i % 2 == 0) {
      row.keep(Slot.COUNTRY, "PE");
    }
    row.complete();
    return row;
  }
}
