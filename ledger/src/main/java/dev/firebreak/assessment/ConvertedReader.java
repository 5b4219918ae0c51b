package dev.firebreak.assessment;

import com.github.luben.zstd.ZstdInputStream;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads converted rows. What does not fit the format ends the reading: the files are our own. Not
/// thread-safe.
final class ConvertedReader {
  private static final int BUFFER = 1 << 17;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ConvertedFiles files;
  private final ConvertedIndex index;
  private final ValueCache cache = new ValueCache();

  ConvertedReader(ConvertedFiles files, ConvertedIndex index) {
    this.files = files;
    this.index = index;
  }

  static ConvertedReader open(ConvertedFiles files) throws IOException {
    try (InputStream in = files.open(ConvertedFiles.INDEX)) {
      ConvertedIndex index = JSON.readValue(in.readAllBytes(), ConvertedIndex.class);
      if (index.format() != ConvertedIndex.FORMAT) {
        throw damaged();
      }
      return new ConvertedReader(files, index);
    } catch (JacksonException notOurs) {
      throw damaged();
    }
  }

  ConvertedIndex index() {
    return index;
  }

  /// All rows in their order.
  ///
  /// @param nodes the paths by their numbers
  /// @param rows takes a row, which is reused after the call
  void forEach(List<PathNode> nodes, Consumer<FlatRow> rows) throws IOException {
    long understood = 0;
    for (int number = 1; number <= index.parts(); number++) {
      try (DataInputStream in =
          new DataInputStream(
              new BufferedInputStream(
                  new ZstdInputStream(files.open(ConvertedFiles.part(number))), BUFFER))) {
        understood += part(in, nodes, rows);
      }
    }
    if (understood != index.rowsUnderstood()) {
      throw damaged();
    }
  }

  private long part(DataInputStream in, List<PathNode> nodes, Consumer<FlatRow> rows)
      throws IOException {
    FlatRow row = new FlatRow();
    long count = 0;
    for (long source = ConvertedRow.readNumber(in);
        source != 0;
        source = ConvertedRow.readNumber(in)) {
      long line = ConvertedRow.readNumber(in);
      long size = ConvertedRow.readNumber(in);
      List<String> inNames = new ArrayList<>();
      row.clear();
      for (long i = 0; i < size; i++) {
        field(in, nodes, row, inNames);
      }
      row.standsAt((int) source - 1, line);
      row.mailsInNames(inNames);
      rows.accept(row);
      count++;
    }
    return count;
  }

  private void field(DataInputStream in, List<PathNode> nodes, FlatRow row, List<String> inNames)
      throws IOException {
    long header = ConvertedRow.readNumber(in);
    int length = (int) ConvertedRow.readNumber(in);
    int path = (int) (header >>> 2);
    if (path >= nodes.size() || length < 0) {
      throw damaged();
    }
    String value = ConvertedRow.readText(in, length, (header & 1) != 0);
    if (path == 0) {
      inNames.add(value);
    } else {
      PathNode node = nodes.get(path);
      row.add(node, cache.of(node, value, (header & 2) != 0));
    }
  }

  private static FirebreakException damaged() {
    return new FirebreakException(
        ErrorCode.DATA_DAMAGED,
        "the converted rows are damaged, or of another version of Firebreak; assess the original"
            + " files again");
  }
}
