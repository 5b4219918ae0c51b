package dev.firebreak.incident;

import dev.firebreak.disk.FastGzip;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// People or organisations of a version of findings as gzipped NDJSON, one a line. It streams in
/// both directions, so that sealed people are read without any plaintext file.
final class SealedLines {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SealedLines() {}

  /// Lines of a block; see [#writeInBlocks].
  static final int BLOCK_LINES = 256;

  /// Is told where each block begins, in bytes from the beginning of what is written.
  @FunctionalInterface
  interface Blocks {
    void begin(long place) throws IOException;
  }

  /// Writes everything that the source gives; leaves the stream open. Returns how many.
  static <T> long write(OutputStream out, DataSetReader.Source<T> source) throws IOException {
    return write(out, source, Long.MAX_VALUE, _ -> {});
  }

  /// As [#write], in blocks that can be read on their own.
  ///
  /// @param blocks called before the first line of a block is taken from the source
  static <T> long writeInBlocks(OutputStream out, DataSetReader.Source<T> source, Blocks blocks)
      throws IOException {
    return write(out, source, BLOCK_LINES, blocks);
  }

  private static <T> long write(
      OutputStream out, DataSetReader.Source<T> source, long blockLines, Blocks blocks)
      throws IOException {
    FastGzip zipped = new FastGzip(out);
    long[] count = {0};
    try {
      source.forEach(each -> {
        try {
          if (count[0] % blockLines == 0) {
            blocks.begin(zipped.endBlock());
          }
          zipped.write(JSON.writeValueAsBytes(each));
          zipped.write('\n');
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        count[0]++;
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    zipped.finish();
    return count[0];
  }

  /// @param type of the entries
  static <T> void read(InputStream in, Class<T> type, Consumer<T> consumer) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(in, 1 << 16), StandardCharsets.UTF_8))) {
      read(lines, Long.MAX_VALUE, type, consumer);
    }
  }

  /// Reads one block.
  ///
  /// @param in from where the block begins; not closed
  static <T> void readBlock(InputStream in, Class<T> type, Consumer<T> consumer)
      throws IOException {
    try (Inflater inflater = new Inflater(true)) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(new InflaterInputStream(in, inflater), StandardCharsets.UTF_8));
      read(lines, BLOCK_LINES, type, consumer);
    }
  }

  private static <T> void read(
      BufferedReader lines, long linesMax, Class<T> type, Consumer<T> consumer) throws IOException {
    try {
      String line = lines.readLine();
      for (long read = 1; line != null; read++) {
        consumer.accept(JSON.readValue(line, type));
        line = read < linesMax ? lines.readLine() : null;
      }
    } catch (JacksonException e) {
      throw new IOException("a sealed file of findings is no such file", e);
    }
  }
}
