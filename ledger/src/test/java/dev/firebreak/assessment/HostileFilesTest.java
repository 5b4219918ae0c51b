package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.DuckDb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files made to do harm: nothing escapes its bounds, nothing is lost silently, the process lives.
@Timeout(120)
class HostileFilesTest {
  private static final String GOOD = "{\"user_id\":\"good\"}\n";

  @TempDir Path folder;

  /// What reading gave.
  private record Read(long understood, long rejected, List<Assessment.RejectedRow> rows) {
    String reasons() {
      return rows.stream().map(Assessment.RejectedRow::reason).distinct().toList().toString();
    }
  }

  private Read read(ReadLimits limits, byte[] content) throws Exception {
    return read(limits, Files.write(folder.resolve("hostile"), content));
  }

  private Read read(ReadLimits limits, Path... files) throws Exception {
    try (DataSet dataSet =
        DataSet.open(
            List.of(files),
            List.of(),
            Files.createTempDirectory(folder, "work"),
            DuckDb.MEMORY_BYTES_MIN,
            Conduct.plain(),
            DetectorScan.STANDARD,
            limits)) {
      long rejected = dataSet.rowsRejected();
      return new Read(dataSet.rowsRead() - rejected, rejected, dataSet.rejected());
    }
  }

  private static ReadLimits archives(int depth, long bytes, int ratio, long ratioFree) {
    return ReadLimits.DEFAULT.withArchives(new ReadLimits.Archives(depth, bytes, ratio, ratioFree));
  }

  private static byte[] zip(Object... namesAndContents) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      files.put((String) namesAndContents[i], (byte[]) namesAndContents[i + 1]);
    }
    return Archives.zip(files);
  }

  @Test
  void bombsEndAtTheirRatioAndTheOtherFilesAreRead() throws Exception {
    byte[] bomb = new byte[64 << 20];
    Arrays.fill(bomb, (byte) '7');
    byte[] zip = zip("bomb.json", bomb, "good.json", Archives.utf8(GOOD));
    for (byte[] file : List.of(Archives.gzip(bomb), Archives.zstd(bomb), zip)) {
      Read read = read(archives(3, 1L << 40, 100, 1 << 20), file);

      assertThat(read.reasons()).contains("a bomb");
      assertThat(read.understood()).isZero();
    }
    Read total = read(archives(3, 1 << 20, 100_000, 0), zip);
    assertThat(total.reasons()).contains("all files together hold more than");
  }

  @Test
  void bombInABombCountsAsOne() throws Exception {
    byte[] inner = new byte[16 << 20];
    Arrays.fill(inner, (byte) ' ');
    byte[] twice = Archives.gzip(Archives.gzip(inner));
    Read read = read(archives(6, 1L << 40, 1500, 1 << 20), twice);

    assertThat(read.reasons()).contains("a bomb");
  }

  @Test
  void layersEndAtTheirDepth() throws Exception {
    byte[] layered = Archives.utf8(GOOD);
    for (int i = 0; i < 20; i++) {
      layered = i % 2 == 0 ? Archives.gzip(layered) : zip("inner", layered);
    }
    Read read = read(ReadLimits.DEFAULT, layered);

    assertThat(read.understood()).isZero();
    assertThat(read.reasons()).contains("layers of compression");
  }

  @Test
  void filesOfAnArchiveEndAtTheirNumber() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      files.put(i + ".json", Archives.utf8(GOOD));
    }
    Read read = read(ReadLimits.DEFAULT.withFiles(11), Archives.zip(files));

    assertThat(read.understood()).isEqualTo(10);
    assertThat(read.reasons()).contains("more than 11 files");
  }

  @Test
  void timeIsBounded() throws Exception {
    Read read =
        read(ReadLimits.DEFAULT.withTime(Duration.ofNanos(1)), Archives.utf8(GOOD.repeat(100)));

    assertThat(read.understood()).isZero();
    assertThat(read.reasons()).contains("time for reading is used up");
  }

  @Test
  void copiesInTheWorkFolderAreBounded() throws Exception {
    byte[] workbook =
        Archives.workbook("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>user_id</v></c></row>", "");
    byte[] zip = zip("a.xlsx", workbook, "good.json", Archives.utf8(GOOD));
    Files.write(folder.resolve("z.zip"), zip);
    assertThatThrownBy(() -> read(ReadLimits.DEFAULT.withWorkBytes(10), folder.resolve("z.zip")))
        .isInstanceOf(FirebreakException.class)
        .satisfies(e -> assertThat(((FirebreakException) e).code()).isEqualTo(ErrorCode.DISK));
  }

  @Test
  void workFolderThatCannotBeWrittenIsTheDisksFault() throws Exception {
    Files.createDirectories(folder.resolve("work/rows.parquet"));

    assertThatThrownBy(() -> new AssessmentFixture(folder).file("e.json", GOOD).assess())
        .isInstanceOf(FirebreakException.class)
        .satisfies(e -> assertThat(((FirebreakException) e).code()).isEqualTo(ErrorCode.DISK));
  }

  @Test
  void oneLongLineCostsItself() throws Exception {
    Path file = folder.resolve("long.json.gz");
    byte[] piece = new byte[1 << 20];
    Arrays.fill(piece, (byte) 'x');
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(Archives.utf8(GOOD + "{\"user_id\":\""));
      for (int i = 0; i < 64; i++) {
        out.write(piece);
      }
      out.write(Archives.utf8("\"}\n" + GOOD));
    }
    Read read = read(archives(3, 1L << 40, 10_000, 0), file);

    assertThat(read.understood()).isEqualTo(2);
    assertThat(read.rows())
        .containsExactly(
            new Assessment.RejectedRow("long.json.gz", 2, ReadLimits.DEFAULT.rowTooLong()));
  }

  @Test
  void brokenElementsOfAnArrayCostThemselves() throws Exception {
    String deep = "{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}";
    String big = "{\"a\":\"" + "y".repeat(20 << 20) + "\"}";
    String array =
        "[{\"user_id\":\"a\"},\n{\"user_id\":b},\n"
            + deep
            + ",\n"
            + big
            + ",\n{\"user_id\":\"open},\n{\"user_id\":\"c\"},{\"user_id\":\"d}]{\\\"\"} , 5]\n[]";
    Read read = read(ReadLimits.DEFAULT, Archives.utf8(array));

    assertThat(read.understood()).isEqualTo(3);
    assertThat(read.rows().stream().map(Assessment.RejectedRow::line))
        .containsExactly(2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void rowOfTooManyValuesCostsItself() throws Exception {
    String many = "{\"a\":[" + "1,".repeat(200_000) + "1]}\n";
    String document =
        "{\n\"rows\":[" + GOOD.strip() + ",\n" + many.strip() + ",\n" + GOOD.strip() + "]}";
    Read lines = read(ReadLimits.DEFAULT, Archives.utf8(GOOD + many + GOOD));
    Read page = read(ReadLimits.DEFAULT, Archives.utf8(document));

    assertThat(lines.understood()).isEqualTo(2);
    assertThat(lines.rejected()).isEqualTo(1);
    assertThat(page.understood()).isEqualTo(2);
    assertThat(page.rejected()).isEqualTo(1);
  }

  @Test
  void endlessPathsAreCountedUnderOne() throws Exception {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      rows.append("{\"user_id\":\"u\"");
      for (int j = 0; j < 100; j++) {
        rows.append(",\"k%d_%d\":1".formatted(i, j));
      }
      rows.append("}\n");
    }
    Read read = read(ReadLimits.DEFAULT, Archives.utf8(rows.toString()));

    assertThat(read.understood()).isEqualTo(400);
  }

  @Test
  void workbooksMadeToHarmAreRejected() throws Exception {
    String entities =
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">"
            + "<!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
    String header = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>user_id</v></c></row>";
    List<String> sheets =
        List.of(
            header + entities + "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>&b;&f;</v></c></row>",
            header + "<a>".repeat(100_000),
            header + "<row r=\"2\"><c r=\"A2\" t=\"" + "s".repeat(1 << 20) + "\"/></row>",
            header + "<!--" + "-> <!".repeat(1 << 18) + "-->",
            header + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>2147483647</v></c></row>",
            header + "<row r=\"99999999999\"><c r=\"ZZZZZZZ2\" t=\"str\"><v>x</v></c></row>",
            header
                + "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>"
                + "z".repeat(17 << 20)
                + "</v></c></row>");
    for (String sheet : sheets) {
      Read read = read(archives(3, 1L << 40, 10_000, 0), Archives.workbook(sheet, ""));

      assertThat(read.understood() + read.rejected()).as(sheet.substring(0, 100)).isPositive();
      assertThat(read.rows().toString()).doesNotContain("root:");
    }
  }

  @Test
  void archiveThatHoldsItselfEnds() throws Exception {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    byte[] header = Archives.header("self.tar", 512 * 40, '0');
    for (int i = 0; i < 40; i++) {
      zip.write(header);
    }
    Read read = read(ReadLimits.DEFAULT, zip.toByteArray());

    assertThat(read.rejected()).isPositive();
    byte[] overlong = Archives.header("big.json", 1L << 32, '0');
    Read cut = read(ReadLimits.DEFAULT, overlong);
    assertThat(cut.reasons()).contains("ends here, before its end");
  }

  @Test
  void nulsAndMixedKindsAreReadAroundOrRejectedInPlace() throws Exception {
    String mixed =
        GOOD + "user_id,email\nu,\0\n<html>\n\0\0\0\n" + GOOD + "[" + GOOD.strip() + "]\n";
    Read read = read(ReadLimits.DEFAULT, mixed.getBytes(StandardCharsets.UTF_8));

    assertThat(read.understood()).isEqualTo(3);
    assertThat(read.rows().stream().map(Assessment.RejectedRow::line))
        .containsExactly(2L, 3L, 4L, 5L);
  }
}
