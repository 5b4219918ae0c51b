package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.taxonomy.DataCategory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetReadingTest {

  @TempDir Path folder;

  private Assessment assess(String name, byte[] content) throws Exception {
    return new AssessmentFixture(folder).file(name, content).assess();
  }

  private Assessment assess(String name, String content) throws Exception {
    return assess(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static String rows(int count) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      rows.append("{\"user_id\":\"u-%d\",\"email\":\"p%d@example.com\"}\n".formatted(i, i));
    }
    return rows.toString();
  }

  @Test
  void truncatedGzipGivesEverythingBeforeItsEnd() throws Exception {
    byte[] whole = AssessmentFixture.gzip(rows(20_000));
    Assessment assessment = assess("e.json.gz", Arrays.copyOf(whole, whole.length / 2));

    assertThat(assessment.unresolved()).isBetween(5_000L, 15_000L);
    assertThat(assessment.rowsRejected()).isEqualTo(1);
    assertThat(assessment.rowsRead()).isEqualTo(assessment.unresolved() + 1);
    assertThat(assessment.rejected().getFirst().reason()).contains("ends here, before its end");
    assertThat(assessment.rejected().getFirst().line()).isEqualTo(assessment.rowsRead());
  }

  @Test
  void gzipDamagedInTheMiddleIsRejectedFromThere() throws Exception {
    byte[] damaged = AssessmentFixture.gzip(rows(20_000));
    Arrays.fill(damaged, damaged.length / 2, damaged.length / 2 + 64, (byte) 0xff);
    Assessment assessment = assess("e.json.gz", damaged);

    assertThat(assessment.rowsRejected()).isPositive();
    assertThat(assessment.rowsRead()).isGreaterThan(1_000);
  }

  @Test
  void hostileLinesAreRejectedWithTheirPlaceAndTheRestIsRead() throws Exception {
    String deep = "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}\n";
    byte[] latin = "{\"user_id\":\"J\u00e9r\u00f4me\"}\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] good = rows(2).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(good);
    file.write("{broken\n".getBytes(StandardCharsets.UTF_8));
    file.write(deep.getBytes(StandardCharsets.UTF_8));
    file.write(latin);
    file.write("{\"user_id\":\"nul\0\"}\n".getBytes(StandardCharsets.UTF_8));
    file.write("[1,2]\n\"text\"\n\n".getBytes(StandardCharsets.UTF_8));
    file.write("{\"user_id\":\"nul\\u0000escaped\"}\n".getBytes(StandardCharsets.UTF_8));
    file.write("{\"user_id\":\"cut".getBytes(StandardCharsets.UTF_8));
    Assessment assessment = assess("e.json", file.toByteArray());

    assertThat(assessment.unresolved()).isEqualTo(4);
    assertThat(assessment.rejected().stream().map(Assessment.RejectedRow::line))
        .containsExactly(3L, 4L, 6L, 7L, 7L, 8L, 11L);
    assertThat(assessment.rowsRead()).isEqualTo(4 + 7);
    assertThat(assessment.rejected().toString()).doesNotContain("nul", "cut");
  }

  @Test
  void overLongLineIsRejectedAndNotHeld() throws Exception {
    Path file =
        Files.writeString(folder.resolve("e.json"), rows(1) + "x".repeat(3000) + "\n" + rows(2));
    try (DataSet dataSet =
        DataSet.open(
            List.of(file),
            List.of(),
            folder.resolve("work"),
            DuckDb.MEMORY_BYTES_MIN,
            Conduct.plain(),
            DetectorScan.STANDARD,
            ReadLimits.DEFAULT
                .withRow(new ReadLimits.RowLimits(1000, 100, 100))
                .withArchives(new ReadLimits.Archives(3, 1 << 20, 100, 1 << 20)))) {
      assertThat(dataSet.rowsRead()).isEqualTo(4);
      assertThat(dataSet.rejected())
          .singleElement()
          .satisfies(row -> {
            assertThat(row.file()).isEqualTo("e.json");
            assertThat(row.line()).isEqualTo(2);
            assertThat(row.reason()).startsWith("longer than 1000 bytes");
          });
    }
  }

  @Test
  void fileWithoutAnyRowIsNotPassedOver() throws Exception {
    Assessment assessment = assess("e.csv", "nothing of the kind\n");

    assertThat(assessment.rowsRead()).isEqualTo(1);
    assertThat(assessment.rowsRejected()).isEqualTo(1);
  }

  @Test
  void zipBombEndsAtTheLimit() throws Exception {
    Path file = Files.write(folder.resolve("b.gz"), AssessmentFixture.gzip("x".repeat(1 << 22)));
    try (DataSet dataSet =
        DataSet.open(
            List.of(file),
            List.of(),
            folder.resolve("work"),
            DuckDb.MEMORY_BYTES_MIN,
            Conduct.plain(),
            DetectorScan.STANDARD,
            ReadLimits.DEFAULT
                .withRow(new ReadLimits.RowLimits(1000, 100, 100))
                .withArchives(new ReadLimits.Archives(3, 1 << 20, 100, 1 << 20)))) {
      assertThat(dataSet.rowsRejected()).isPositive();
    }
  }

  @Test
  void foldersPagesArraysAndPrettyPrintedJsonAreRead() throws Exception {
    Files.createDirectories(folder.resolve("haul/inner"));
    Files.writeString(
        folder.resolve("haul/1.json"),
        "{\"page\":0,\"results\":[{\"$distinct_id\":\"a\","
            + "\"$properties\":{\"$email\":\"a@example.com\"}},"
            + "{\"$distinct_id\":\"b\",\"$properties\":{}}],\"status\":\"ok\"}\n");
    Files.writeString(
        folder.resolve("haul/inner/2.json"), "[{\"user_id\":\"c\"},\n{\"user_id\":\"d\"}, 7]");
    Files.writeString(folder.resolve("haul/inner/3.json"), "{\n  \"user_id\": \"e\"\n}\n");
    Assessment assessment = new AssessmentFixture(folder).given(folder.resolve("haul")).assess();

    assertThat(assessment.unresolved()).isEqualTo(5);
    assertThat(assessment.rowsRead()).isEqualTo(6);
    assertThat(assessment.rejected())
        .containsExactly(
            new Assessment.RejectedRow("inner/2.json", 2, "a JSON object was expected"));
    assertThat(assessment.shape()).containsExactly("table", "mixpanel-profiles");
    assertThat(assessment.originals()).hasSize(3);
  }

  @Test
  void brokenArrayKeepsTheRowsBeforeTheBreak() throws Exception {
    Assessment assessment =
        assess("e.json", "[{\"user_id\":\"a\"},\n{\"user_id\":\"b\"},\n{\"user");

    assertThat(assessment.unresolved()).isEqualTo(2);
    assertThat(assessment.rowsRejected()).isEqualTo(1);
    assertThat(assessment.rejected().getFirst().line()).isEqualTo(3);
  }

  @Test
  void separatedTextWithQuotesLineBreaksAndWrongRowsIsRead() throws Exception {
    Assessment assessment =
        assess(
            "people.csv",
            "\ufeffDistinct ID;Email;Note\r\n"
                + "u1;\"a@example.com\";\"two\r\nlines; \"\"quoted\"\"\"\r\n"
                + "u2;b@example.com\r\n"
                + "u3;c@example.com;fine\r\n"
                + "u4;d@example.com;\"never ends\r\n");

    assertThat(assessment.unresolved()).isEqualTo(2);
    assertThat(assessment.rejected().stream().map(Assessment.RejectedRow::line))
        .containsExactly(4L, 6L);
    assertThat(assessment.fields())
        .anySatisfy(field -> assertThat(field.category()).contains(DataCategory.EMAIL));
  }

  @Test
  void fileWithoutHeaderGetsNumberedColumnsAndLosesNoRow() throws Exception {
    Assessment assessment = assess("x.csv", "a@example.com,12\nb@example.com,13\n");

    assertThat(assessment.rowsRead()).isEqualTo(2);
    assertThat(assessment.fields())
        .first()
        .satisfies(field -> {
          assertThat(field.path()).isEqualTo("column_1");
          assertThat(field.category()).contains(DataCategory.EMAIL);
          assertThat(field.meaning().reason()).isEqualTo("values");
        });
    assertThat(assessment.unresolved()).isEqualTo(2);
  }

  @Test
  void utf16AndParquetAreRead() throws Exception {
    Path parquet = folder.resolve("p.parquet");
    try (DuckDb database = DuckDb.open(folder, DuckDb.MEMORY_BYTES_MIN, 1, List.of())) {
      database.execute(
          "COPY (SELECT 'u' || i AS user_id, {'city': 'Lyon'} AS traits FROM range(3) t(i)) TO "
              + DuckDb.literal(parquet));
    }
    byte[] utf16 = ("\ufeff" + rows(2)).getBytes(StandardCharsets.UTF_16LE);
    Assessment assessment =
        new AssessmentFixture(folder).file("w.json", utf16).given(parquet).assess();

    assertThat(assessment.unresolved()).isEqualTo(5);
    assertThat(assessment.fields().stream().map(Assessment.Field::path))
        .contains("traits.city", "email");
  }

  @Test
  void personalDataInKeysIsNotPrintedAsPath() throws Exception {
    Assessment assessment =
        assess("e.json", "{\"user_id\":\"a\",\"by\":{\"ada.ek@example.com\":1}}\n");

    assertThat(assessment.fields().stream().map(Assessment.Field::path))
        .containsExactly("by.[user.contact.email]", "user_id");
  }

  @Test
  void placeholdersOfRedactionAndOfSdksAreNobody() throws Exception {
    Assessment assessment =
        assess(
            "e.json",
            "{\"user_id\":\"null\",\"email\":\"[user.contact.email]\"}\n"
                + "{\"user_id\":\"00000000-0000-0000-0000-000000000000\"}\n");

    assertThat(assessment.unresolved()).isZero();
    assertThat(assessment.categories()).doesNotContainKey(DataCategory.EMAIL);
  }

  @Test
  void missingFileIsSaidInWords() {
    assertThatThrownBy(
            () -> new AssessmentFixture(folder).given(folder.resolve("none.json")).assess())
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("there is no file or folder");
  }

  @Test
  void originalsAreNamedByTheirSum() throws Exception {
    Assessment assessment = assess("a.json", "{\"user_id\":\"abc\"}\n");

    assertThat(assessment.originals().getFirst().bytes()).isEqualTo(18);
    assertThat(assessment.originals().getFirst().sha256()).hasSize(64);
  }
}
