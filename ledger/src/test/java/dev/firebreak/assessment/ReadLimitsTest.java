package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.DuckDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each limit is hit once: what exceeds it is rejected with words that name the limit and what to
/// do, the rest is read, nothing is left in the work folder but the rows.
@Timeout(120)
class ReadLimitsTest {
  private static final String GOOD = "{\"user_id\":\"good\"}\n";
  private static final ReadLimits DEFAULT = ReadLimits.DEFAULT;

  @TempDir Path folder;

  /// A limit.
  ///
  /// @param limits with one that is small
  /// @param content a file that exceeds it
  /// @param understood rows that are read all the same
  /// @param says what the reason says: the limit, and what to do
  record Case(String name, ReadLimits limits, byte[] content, long understood, List<String> says) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> limits() throws Exception {
    List<Case> cases = new ArrayList<>();
    cases.addAll(ofRows());
    cases.addAll(ofArchives());
    return cases.stream();
  }

  private static List<Case> ofRows() {
    ReadLimits bytes = DEFAULT.withRow(new ReadLimits.RowLimits(100, 1_000, 100));
    ReadLimits values = DEFAULT.withRow(new ReadLimits.RowLimits(10_000, 10, 100));
    ReadLimits nesting = DEFAULT.withRow(new ReadLimits.RowLimits(10_000, 1_000, 5));
    String longRow = "{\"user_id\":\"" + "x".repeat(200) + "\"}\n";
    String manyValues = "{\"a\":[" + "1,".repeat(20) + "1]}\n";
    String deep = "{\"a\":" + "[".repeat(9) + "]".repeat(9) + "}\n";
    String number = "{\"n\":" + "9".repeat(2_000) + "}\n";
    String name = "{\"" + "n".repeat(60_000) + "\":1}\n";
    String wide =
        IntStream.range(0, 100_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String csv = "user_id,note\nu-1,x\nu-2," + "y".repeat(200) + "\nu-3,x\n";
    String array = "[" + GOOD.strip() + ",\n" + longRow.strip() + ",\n" + GOOD.strip() + "]";
    List<String> tooLong = List.of("longer than 100 bytes", "shorten it");
    return List.of(
        text("bytes of a line", bytes, GOOD + longRow + GOOD, 2, tooLong),
        text("bytes of an element", bytes, array, 2, tooLong),
        text("bytes of a record", bytes, csv, 2, tooLong),
        text("values", values, GOOD + manyValues + GOOD, 2, List.of("more than 10 val", "split")),
        text("nesting", nesting, GOOD + deep + GOOD, 2, List.of("deeper than 5 lev", "take the")),
        text("digits", DEFAULT, GOOD + number + GOOD, 2, List.of("1000 digits", "as a text")),
        text("a name", DEFAULT, GOOD + name + GOOD, 2, List.of("a name of", "shorten it")),
        text(
            "columns",
            DEFAULT,
            wide + "\n" + wide.replace('c', 'v') + "\n",
            0,
            List.of("more than 20000 columns", "cut it by columns")),
        text("time", DEFAULT.withTime(Duration.ofNanos(1)), GOOD, 0, List.of("0 s", "alone")));
  }

  private static Case text(
      String name, ReadLimits limits, String content, long understood, List<String> says) {
    return new Case(name, limits, Archives.utf8(content), understood, says);
  }

  private static List<Case> ofArchives() throws Exception {
    byte[] good = Archives.utf8(GOOD);
    byte[] blank = new byte[1 << 20];
    Arrays.fill(blank, (byte) '\n');
    Map<String, byte[]> fifty = new LinkedHashMap<>();
    IntStream.range(0, 50).forEach(i -> fifty.put(i + ".json", good));
    Map<String, byte[]> blown = new LinkedHashMap<>(Map.of("a.json", good));
    blown.put("b.json", blank);
    byte[] layered = good;
    for (int i = 0; i < 4; i++) {
      layered = Archives.gzip(layered);
    }
    byte[] noise = new byte[20_000];
    new Random(1).nextBytes(noise);
    Map<String, byte[]> large = Archives.workbookParts("", "");
    large.put("xl/media/image1.png", noise);
    Map<String, byte[]> copied = new LinkedHashMap<>(Map.of("a.json", good));
    copied.put("w.xlsx", Archives.zip(large));
    String wideRow =
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>user_id</v></c></row><row r=\"2\"><c r=\"A2\""
            + " t=\"str\"><v>u-1</v></c></row><row r=\"3\"><c r=\"ZZZ3\""
            + " t=\"str\"><v>x</v></c></row>";
    return List.of(
        new Case(
            "files of an archive",
            DEFAULT.withFiles(11),
            Archives.zip(fifty),
            10,
            List.of("more than 11 files", "give the rest alone")),
        new Case(
            "layers",
            archives(a -> new ReadLimits.Archives(3, a.inflatedBytes(), a.ratio(), a.ratioFree())),
            layered,
            0,
            List.of("more than 3 layers", "unpack it")),
        new Case(
            "inflated bytes",
            archives(a -> new ReadLimits.Archives(a.depth(), 50_000, a.ratio(), a.ratioFree())),
            Archives.zip(blown),
            1,
            List.of("more than 50000 bytes", "fewer at a time")),
        new Case(
            "ratio",
            archives(a -> new ReadLimits.Archives(a.depth(), a.inflatedBytes(), 10, 1_000)),
            Archives.zip(blown),
            1,
            List.of("more than 10 times its size", "a bomb", "unpack it")),
        new Case(
            "columns of a sheet",
            DEFAULT,
            Archives.workbook(wideRow, ""),
            1,
            List.of("more than 16384 columns", "split it")),
        new Case(
            "copies",
            DEFAULT.withWorkBytes(10_000),
            Archives.zip(copied),
            1,
            List.of("copies in the work folder are larger", "one by one")));
  }

  private static ReadLimits archives(UnaryOperator<ReadLimits.Archives> change) {
    return DEFAULT.withArchives(change.apply(DEFAULT.archives()));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void whatExceedsALimitIsRejectedAndTheRestIsRead(Case hit) throws Exception {
    Path work = folder.resolve("work");
    try (DataSet dataSet = open(hit.limits(), work, Files.write(file(), hit.content()))) {
      assertThat(dataSet.rowsRead() - dataSet.rowsRejected()).isEqualTo(hit.understood());
      assertThat(dataSet.rowsRejected()).isPositive();
      assertThat(dataSet.rejectedByReason().keySet().toString()).contains(hit.says());
      assertThat(dataSet.rejectedByReason().values().stream().mapToLong(n -> n).sum())
          .isEqualTo(dataSet.rowsRejected());
    }
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .allMatch(name ->
              name.matches(
                  "rows\\.parquet|tables\\.duckdb(\\.wal)?|converted|rejected\\.ndjson\\.gz"));
    }
  }

  @Test
  void givenFilesBeyondTheirNumberAreRefused() throws Exception {
    Path haul = Files.createDirectory(folder.resolve("haul"));
    for (int i = 0; i < 4; i++) {
      Files.writeString(haul.resolve(i + ".json"), GOOD);
    }
    assertThatThrownBy(() -> open(DEFAULT.withFiles(3), folder.resolve("work"), haul))
        .isInstanceOf(FirebreakException.class)
        .hasMessage("more than 3 files; name fewer at a time");
  }

  @Test
  void fieldsBeyondTheirNumberAreCountedUnderOnePath() throws Exception {
    StringBuilder rows = new StringBuilder();
    IntStream.range(0, 30).forEach(i -> rows.append("{\"user_id\":\"u\",\"k" + i + "\":1}\n"));
    ReadLimits few =
        new ReadLimits(
            10, DEFAULT.row(), 10, DEFAULT.archives(), DEFAULT.workBytes(), DEFAULT.time());
    try (DataSet dataSet =
        open(few, folder.resolve("work"), Files.writeString(file(), rows.toString()))) {
      assertThat(dataSet.rowsRead()).isEqualTo(30);
      assertThat(dataSet.rowsRejected()).isZero();
      assertThat(dataSet.fields().stream().map(Assessment.Field::path)).contains("(more fields)");
      long values = dataSet.fields().stream().mapToLong(Assessment.Field::values).sum();
      assertThat(values).isEqualTo(60);
    }
  }

  @Test
  void plaintextBeyondItsBoundEndsTheReading() throws Exception {
    StringBuilder rows = new StringBuilder();
    IntStream.range(0, 20_000)
        .forEach(i -> rows.append("{\"user_id\":\"u-" + Integer.toHexString(i * 7919) + "\"}\n"));
    Path file = Files.writeString(file(), rows.toString());

    assertThatThrownBy(() -> open(DEFAULT.withWorkBytes(20_000), folder.resolve("work"), file))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("more than 20000 bytes; name fewer files")
        .extracting(e -> ((FirebreakException) e).code())
        .isEqualTo(ErrorCode.DISK);
  }

  private Path file() {
    return folder.resolve("file");
  }

  private static DataSet open(ReadLimits limits, Path work, Path file) throws Exception {
    return DataSet.open(
        List.of(file),
        List.of(),
        work,
        DuckDb.MEMORY_BYTES_MIN,
        Conduct.plain(),
        DetectorScan.STANDARD,
        limits);
  }
}
