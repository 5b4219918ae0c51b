package dev.firebreak.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.ledger.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFunctionsTest {
  @TempDir Path folder;

  /// Capital letters that came with Unicode 16 in 2024: DuckDB has no small ones for them yet.
  private static boolean isOfUnicode16(int code) {
    return code == 0x1c89
        || code == 0xa7cb
        || code == 0xa7cc
        || code == 0xa7da
        || code == 0xa7dc
        || (code >= 0x10d50 && code <= 0x10d65);
  }

  /// Every character that Java knows.
  @Test
  void everyLetterBlankAndMarkIsTakenAsDuckDbTakesIt() throws Exception {
    List<String> different = new ArrayList<>();
    try (DuckDb database = DuckDb.open(folder, DuckDb.MEMORY_BYTES_MIN, 1, List.of());
        Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT code, lower(t), trim(t || 'x' || t), nfc_normalize('a' || t) FROM (
                  SELECT code, chr(code::INTEGER) AS t FROM range(1, 205743) r(code)
                  WHERE code NOT BETWEEN 55296 AND 57343)\
                """)) {
      while (rows.next()) {
        int code = rows.getInt(1);
        String text = Character.toString(code);
        boolean same =
            rows.getString(2).equals(TextFunctions.lower(text))
                && rows.getString(3).equals(TextFunctions.trim(text + 'x' + text))
                && rows.getString(4).equals(TextFunctions.nfc("a" + text));
        if (!same && Character.isDefined(code) && !isOfUnicode16(code)) {
          different.add("%X %s".formatted(code, Character.getName(code)));
        }
      }
    }
    assertThat(different).isEmpty();
  }

  @Test
  void noTextStaysNone() {
    assertThat(TextFunctions.lower(null)).isNull();
    assertThat(TextFunctions.trim(null)).isNull();
    assertThat(TextFunctions.nfc(null)).isNull();
  }

  @Test
  void aLetterIsLoweredByItself() {
    assertThat(TextFunctions.lower("ΟΔΟΣ")).isEqualTo("οδοσ");
    assertThat(TextFunctions.trim("  a b\t ")).isEqualTo("a b\t");
  }
}
