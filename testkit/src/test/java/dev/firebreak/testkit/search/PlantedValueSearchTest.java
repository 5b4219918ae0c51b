package dev.firebreak.testkit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.firebreak.ledger.DuckDb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlantedValueSearchTest {
  private static final String ADDRESS = "maya.okonjo@example.com";
  private static final String NAME = "Zoë Böhm-玛雅";
  private static final String KEY = "sk-test-0a1b2c3d4e5f";
  private static final List<String> VALUES = List.of(ADDRESS, NAME, KEY);

  @TempDir Path folder;

  @Test
  void nothingIsFoundWhereNothingIs() throws IOException {
    var random = new SplittableRandom(1);
    byte[] noise = new byte[3 << 20];
    random.nextBytes(noise);
    Files.write(data("noise.bin"), noise);
    Files.writeString(data("near.txt"), "maya.okonjo@example.org Zoe Bohm sk-test-0a1b2c3d4e5e");
    PlantedValueSearch search = search();
    assertThat(search.findings()).isEmpty();
    assertThat(search.missing()).containsExactlyInAnyOrderElementsOf(VALUES);
    assertThat(search.bytesSearched()).isGreaterThan(3 << 20);
    assertThat(search.files()).hasSize(2).allMatch(file -> file.bytes() > 0);
    assertThat(search.files()).allMatch(file -> file.tableBytes() == 0);
  }

  @Test
  void plainTextIsFoundInAnyCase() throws IOException {
    Files.writeString(
        data("log.txt"), VALUES.stream().map(v -> "x " + v.toUpperCase(Locale.ROOT)).toList() + "");
    everyValueIsFoundAs(Encoding.PLAIN);
  }

  @Test
  void percentEncodingIsUndoneEvenWhereEverySignIsEncoded() throws IOException {
    var all = new StringBuilder();
    for (String value : VALUES) {
      for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
        all.append(String.format("%%%02x", b));
      }
      all.append('&');
    }
    Files.writeString(data("url.txt"), all);
    everyValueIsFoundAs(Encoding.PLAIN);
    Files.writeString(data("url.txt"), URLEncoder.encode("q " + NAME, StandardCharsets.UTF_8));
    assertThat(search().found()).containsExactly(NAME);
  }

  @Test
  void jsonEscapesAreUndone() throws IOException {
    var all = new StringBuilder("{\"a\":\"");
    for (String value : VALUES) {
      value.chars().forEach(c -> all.append(String.format("\\u%04X", c)));
      all.append("\\n");
    }
    Files.writeString(data("escaped.json"), all.append("\"}"));
    everyValueIsFoundAs(Encoding.PLAIN);
  }

  @Test
  void escapesInsideEscapesAreUndone() throws IOException {
    Files.writeString(data("nested.json"), "{\"u\":\"maya.okonjo\\u002540example.com\"}");
    assertThat(search().found()).containsExactly(ADDRESS);
  }

  @Test
  void base64IsFoundAtEveryAlignmentAndInBothAlphabets() throws IOException {
    for (int before = 0; before < 3; before++) {
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        var all = new StringBuilder();
        for (String value : VALUES) {
          String text = "<".repeat(before) + value + "?>";
          all.append(encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8))).append('\n');
        }
        Files.writeString(data("base64.txt"), all);
        everyValueIsFoundAs(Encoding.BASE64);
      }
    }
  }

  @Test
  void whatIsEncodedTwiceIsFound() throws IOException {
    for (int before = 0; before < 3; before++) {
      for (int between = 0; between < 3; between++) {
        var all = new StringBuilder();
        for (String value : VALUES) {
          String once = base64("<".repeat(before) + value + "?>", StandardCharsets.UTF_8);
          all.append(base64("<".repeat(between) + once, StandardCharsets.UTF_8)).append('\n');
        }
        Files.writeString(data("twice.txt"), all);
        everyValueIsFoundAs(Encoding.BASE64);
      }
    }
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Files.writeString(data("twice.txt"), base64("x" + String.join("|", VALUES), charset));
      everyValueIsFoundAs(Encoding.BASE64);
    }
    var all = new StringBuilder();
    for (String value : VALUES) {
      for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
        all.append(String.format("%%25%02x", b));
      }
      all.append('&');
    }
    Files.writeString(data("twice.txt"), all);
    everyValueIsFoundAs(Encoding.PLAIN);
  }

  @Test
  void lettersThatStandForOthersAndUnseenOnesHideNothing() throws IOException {
    Files.writeString(
        data("odd.txt"),
        "ｍａｙａ．ｏｋｏｎｊｏ＠ｅｘａｍｐｌｅ．ｃｏｍ " + "Zo\u200bë\uFE0F B\u00ADöhm-玛\u2060雅 sk-test-𝟎𝐚1b2c3d4e5f");
    everyValueIsFoundAs(Encoding.PLAIN);
  }

  private static String base64(String text, Charset charset) {
    return Base64.getEncoder().encodeToString(text.getBytes(charset));
  }

  @Test
  void utf16AndHexAreFound() throws IOException {
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Files.write(data("wide.bin"), ("x" + String.join("|", VALUES)).getBytes(charset));
      everyValueIsFoundAs(
          charset.equals(StandardCharsets.UTF_16LE) ? Encoding.UTF_16LE : Encoding.UTF_16BE);
    }
    byte[] bytes = String.join("|", VALUES).getBytes(StandardCharsets.UTF_8);
    Files.writeString(data("wide.bin"), HexFormat.of().formatHex(bytes));
    everyValueIsFoundAs(Encoding.HEX);
  }

  @Test
  void packedStreamsAreUnpackedAlsoInsideFilesAndInsideEachOther() throws IOException {
    byte[] plain = String.join("|", VALUES).getBytes(StandardCharsets.UTF_8);
    Files.write(data("a.gz"), gzip(plain));
    everyValueIsFoundAs(Encoding.PLAIN);
    Files.write(data("a.gz"), Zstd.compress(gzip(plain)));
    everyValueIsFoundAs(Encoding.PLAIN);
    var segment = new ByteArrayOutputStream();
    segment.writeBytes("record header".getBytes(StandardCharsets.UTF_8));
    segment.writeBytes(Zstd.compress(plain));
    segment.writeBytes("next record".getBytes(StandardCharsets.UTF_8));
    Files.write(data("a.gz"), segment.toByteArray());
    everyValueIsFoundAs(Encoding.PLAIN);
  }

  @Test
  void aDamagedPackedStreamIsSearchedAsFarAsItGoes() throws IOException {
    byte[] packed = gzip((ADDRESS + "\n" + "y".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
    Files.write(data("cut.gz"), java.util.Arrays.copyOf(packed, packed.length - 12));
    assertThat(search().found()).containsExactly(ADDRESS);
  }

  @Test
  void everyParquetColumnIsRead() throws Exception {
    Path file = data("rows.parquet");
    try (DuckDb database = DuckDb.open(folder.resolve("made"), 256L << 20, 1, List.of(folder))) {
      database.execute(
          "COPY (SELECT i, 'text ' || i AS t, CASE WHEN i = 70000 THEN [{'e': '"
              + ADDRESS
              + "'}] END AS l, CASE WHEN i = 9 THEN encode('"
              + NAME
              + "') END AS b, CASE WHEN i = 3 THEN '"
              + KEY
              + "' END AS k FROM range(100000) r(i)) TO "
              + DuckDb.literal(file)
              + " (FORMAT parquet, COMPRESSION zstd)");
    }
    assertThat(search().found()).containsExactlyInAnyOrderElementsOf(VALUES);
    assertThat(search().files()).singleElement().matches(f -> f.tableBytes() > 1_000_000);
  }

  @Test
  void everySqliteTableIsRead() throws Exception {
    Path file = data("control.db");
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = db.createStatement()) {
      statement.execute("CREATE TABLE \"a \"\"b\" (x TEXT, y BLOB)");
      try (var insert = db.prepareStatement("INSERT INTO \"a \"\"b\" VALUES (?, ?)")) {
        insert.setString(1, ADDRESS + KEY);
        insert.setBytes(2, Zstd.compress(NAME.getBytes(StandardCharsets.UTF_8)));
        insert.execute();
      }
    }
    PlantedValueSearch search = search();
    assertThat(search.missing()).isEmpty();
  }

  @Test
  void valuesAcrossChunksAndInFedRecordsAndFileNamesAreFound() throws IOException {
    String text = "z".repeat((1 << 20) - 7) + ADDRESS + "z".repeat(99);
    Files.writeString(data("large.txt"), text);
    Files.writeString(data(KEY + ".tmp"), "");
    PlantedValueSearch search = search();
    search.feed("journal record 7", NAME.getBytes(StandardCharsets.UTF_8));
    assertThat(search.missing()).isEmpty();
    assertThat(search.findings()).anyMatch(f -> f.where().equals("journal record 7"));
  }

  @Test
  void thousandsOfValuesAreEachFoundInEachEncoding() throws IOException {
    var random = new SplittableRandom(4);
    List<String> many = new ArrayList<>();
    var text = new ByteArrayOutputStream();
    for (int i = 0; i < 5000; i++) {
      String value = "p" + Long.toString(random.nextLong(1L << 60), 36) + "@example.net";
      many.add(value);
      byte[] plain = ("{\"v\":\"" + value + "\"}\n").getBytes(StandardCharsets.UTF_8);
      text.writeBytes(i % 2 == 0 ? plain : Base64.getEncoder().encode(plain));
    }
    Files.write(data("many.txt"), text.toByteArray());
    var search = new PlantedValueSearch(many, folder.resolve("work"));
    search.folder(folder.resolve("data"));
    assertThat(search.missing()).isEmpty();
  }

  @Test
  void valuesTooShortToMeanAnythingAreRefused() {
    assertThatThrownBy(() -> new PlantedValueSearch(List.of("Oslo"), folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("Oslo");
  }

  private void everyValueIsFoundAs(Encoding encoding) throws IOException {
    PlantedValueSearch search = search();
    assertThat(search.missing()).isEmpty();
    assertThat(search.findings())
        .filteredOn(finding -> finding.encoding() == encoding)
        .extracting(Finding::value)
        .contains(0, 1, 2);
  }

  private PlantedValueSearch search() throws IOException {
    var search = new PlantedValueSearch(VALUES, folder.resolve("work"));
    search.folder(folder.resolve("data"));
    return search;
  }

  private Path data(String name) throws IOException {
    return Files.createDirectories(folder.resolve("data")).resolve(name);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }
}
