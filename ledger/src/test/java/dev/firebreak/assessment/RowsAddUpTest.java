package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.ledger.DuckDb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// In every format, read and rejected rows add up to the rows that were written.
class RowsAddUpTest {
  private static final int ROWS = 60;
  private static final int BROKEN_EVERY = 10;

  @TempDir static Path shared;
  @TempDir Path folder;

  /// A file of [#ROWS] rows.
  ///
  /// @param broken how many of them are broken
  record Written(String format, byte[] content, int broken) {
    @Override
    public String toString() {
      return format;
    }
  }

  static Stream<Written> formats() throws Exception {
    int broken = ROWS / BROKEN_EVERY;
    byte[] lines = Archives.utf8(lines());
    byte[] csv = Archives.utf8("user_id,city\n" + csv(','));
    return Stream.of(
        new Written("JSON lines", lines, broken),
        new Written("JSON lines, blank ones between", doubled(lines()), broken),
        new Written("JSON array", Archives.utf8("[" + joined() + "]"), broken),
        new Written("JSON page", Archives.utf8(page()), 0),
        new Written("separated by commas", csv, broken),
        new Written("separated by tabs", Archives.utf8("user_id\tcity\n" + csv('\t')), broken),
        new Written("returns alone", doubledReturns(), broken),
        new Written("UTF-16", lines().getBytes(StandardCharsets.UTF_16LE), broken),
        new Written("gzip", Archives.gzip(lines), broken),
        new Written("zstd", Archives.zstd(csv), broken),
        new Written("XLSX", Archives.workbook(sheet(), ""), broken),
        new Written("Parquet", parquet(), 0));
  }

  private static boolean isBroken(int row) {
    return row % BROKEN_EVERY == 7;
  }

  private static String lines() {
    return IntStream.range(0, ROWS)
        .mapToObj(i -> isBroken(i) ? "{\"user_id\":u}\n" : "{\"user_id\":\"u-%d\"}\n".formatted(i))
        .collect(Collectors.joining());
  }

  private static byte[] doubled(String lines) {
    return Archives.utf8(lines.replace("\n", "\n\r\n  \n"));
  }

  private static byte[] doubledReturns() {
    return Archives.utf8(("user_id,city\n" + csv(',')).replace("\n", "\r"));
  }

  private static String joined() {
    return lines().strip().replace("\n", ",\n");
  }

  private static String page() {
    return "{\n\"results\":[" + joined().replace(":u}", ":null}") + "],\n\"next\":2}";
  }

  private static String csv(char separator) {
    return IntStream.range(0, ROWS)
        .mapToObj(i -> "u-" + i + separator + (isBroken(i) ? "Oslo" + separator : "") + "Oslo\n")
        .collect(Collectors.joining());
  }

  private static String sheet() {
    String cells =
        IntStream.range(0, ROWS)
            .mapToObj(i ->
                "<row r=\"%d\"><c r=\"A%d\" t=\"str\"><v>u-%d</v></c>%s</row>"
                    .formatted(
                        i + 2, i + 2, i, isBroken(i) ? "<c r=\"ZZZ1\" t=\"str\"><v>x</v></c>" : ""))
            .collect(Collectors.joining());
    return "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>user_id</v></c></row>" + cells;
  }

  private static byte[] parquet() throws Exception {
    Path file = shared.resolve("rows.parquet");
    try (DuckDb database = DuckDb.open(shared, DuckDb.MEMORY_BYTES_MIN, 1, List.of())) {
      database.execute(
          "COPY (SELECT 'u-' || i AS user_id FROM range(%d) t(i)) TO %s"
              .formatted(ROWS, DuckDb.literal(file)));
    }
    return Files.readAllBytes(file);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void readAndRejectedAreAll(Written written) throws Exception {
    assertAddsUp(written, 1, written.content());
  }

  @ParameterizedTest
  @MethodSource("formats")
  void inArchivesToo(Written written) throws Exception {
    Map<String, byte[]> twice = new LinkedHashMap<>();
    twice.put("1", written.content());
    twice.put("x/2", written.content());
    assertAddsUp(
        written, 4, Archives.zip(Map.of("t", Archives.tar(twice), "z", Archives.zip(twice))));
  }

  private void assertAddsUp(Written written, int times, byte[] content) throws Exception {
    Path file = Files.write(folder.resolve("file"), content);
    try (DataSet dataSet =
        DataSet.open(
            List.of(file),
            List.of(),
            folder.resolve("work"),
            DuckDb.MEMORY_BYTES_MIN,
            Conduct.plain(),
            DetectorScan.STANDARD,
            ReadLimits.DEFAULT)) {
      assertThat(dataSet.rowsRejected())
          .as("%s", dataSet.rejected())
          .isEqualTo((long) times * written.broken());
      assertThat(dataSet.rowsRead()).isEqualTo((long) times * ROWS);
      long inParts =
          dataSet.originals().getFirst().parts().stream()
              .mapToLong(Assessment.Part::rowsRead)
              .sum();
      assertThat(inParts).isEqualTo(dataSet.rowsRead());
    }
  }
}
