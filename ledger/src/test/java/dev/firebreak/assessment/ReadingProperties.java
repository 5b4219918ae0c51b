package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.TemporaryFolder;
import dev.firebreak.ledger.DuckDb;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// The reader of separated text against a naive writer of RFC 4180, and every reader against bytes
/// that nobody meant.
class ReadingProperties {
  private static final String[] PIECES = {
    "a", "b c", "\"", "\"\"", ",", ";", "\n", "\r\n", "\r", "x\",\"y", "'", "\u00e9", "{", "|", "\\"
  };
  private static final byte[][] STARTS = {
    {},
    {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0},
    {'P', 'K', 3, 4},
    {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
    {'{'},
    {'['},
    {'{', '"', 'a', '"', ':'},
    {'a', ',', '"'},
    {(byte) 0xff, (byte) 0xfe},
    {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}
  };

  /// Keeps what comes.
  private static final class Kept implements RowSink {
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Long> rejected = new ArrayList<>();

    @Override
    public void row(FlatRow row, long line) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(row.node(i).path() + "=" + row.value(i));
      }
      rows.add(values);
    }

    @Override
    public void rejected(long line, String reason) {
      rejected.add(line);
    }
  }

  private static Kept table(String text) throws IOException {
    Kept kept = new Kept();
    FieldTree fields = new FieldTree(new NoScan(), new CategoryTally(), 100);
    TextReader.table(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        fields,
        new NoScan(),
        kept);
    return kept;
  }

  @Property(tries = 300)
  void whatRfc4180WritesIsReadBack(
      @ForAll @IntRange(min = 2, max = 5) int columns,
      @ForAll @IntRange(min = 1, max = 30) int rows,
      @ForAll @IntRange int seed)
      throws IOException {
    Random random = new Random(seed);
    List<List<String>> table = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    List<String> header = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      header.add("col" + i);
    }
    text.append(String.join(",", header)).append("\r\n");
    for (int i = 0; i < rows; i++) {
      List<String> cells = new ArrayList<>();
      for (int j = 0; j < columns; j++) {
        cells.add("v" + cell(random));
      }
      table.add(cells);
      text.append(cells.stream().map(ReadingProperties::quoted).collect(Collectors.joining(",")));
      text.append("\r\n");
    }

    Kept kept = table(text.toString());
    assertThat(kept.rejected).isEmpty();
    assertThat(kept.rows).hasSize(rows);
    for (int i = 0; i < rows; i++) {
      List<String> expected = new ArrayList<>();
      for (int j = 0; j < columns; j++) {
        String value = table.get(i).get(j).replace("\r\n", "\n").replace('\r', '\n');
        expected.add("col" + j + "=" + value);
      }
      assertThat(kept.rows.get(i)).isEqualTo(expected);
    }
  }

  private static String cell(Random random) {
    StringBuilder cell = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      cell.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return cell.toString();
  }

  private static String quoted(String cell) {
    return "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  @Property(tries = 500)
  void everyLineIsAccountedForWhateverItsQuotes(@ForAll @IntRange int seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("user_id,note\n");
    for (int i = 0; i < 20; i++) {
      text.append("u").append(i).append(',').append(cell(random)).append('\n');
    }
    for (int i = 0; i < 3; i++) {
      text.append("last,plain\n");
    }
    Kept kept = table(text.toString());

    assertThat(kept.rows.getLast()).containsExactly("user_id=last", "note=plain");
  }

  @Property(tries = 60)
  void bytesThatNobodyMeantEndInRowsOrRejections(
      @ForAll @IntRange(min = 0, max = 9) int start, @ForAll @Size(max = 3000) byte[] bytes)
      throws Exception {
    byte[] content = new byte[STARTS[start].length + bytes.length];
    System.arraycopy(STARTS[start], 0, content, 0, STARTS[start].length);
    System.arraycopy(bytes, 0, content, STARTS[start].length, bytes.length);
    try (TemporaryFolder folder = TemporaryFolder.of("reading");
        DataSet dataSet =
            DataSet.open(
                List.of(Files.write(folder.path().resolve("bytes"), content)),
                List.of(),
                folder.path().resolve("work"),
                DuckDb.MEMORY_BYTES_MIN,
                Conduct.plain(),
                DetectorScan.STANDARD,
                ReadLimits.DEFAULT)) {
      assertThat(dataSet.rowsRead() > 0 || content.length == 0).isTrue();
    }
  }
}
