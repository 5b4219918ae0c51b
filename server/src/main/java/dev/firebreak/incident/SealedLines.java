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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// People or organisations of a version of findings as gzipped NDJSON, one a line. It streams in
/// both directions, so that sealed people are read without any plaintext file.
final class SealedLines {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SealedLines() {}

  /// Writes everything that the source gives; leaves the stream open. Returns how many.
  static <T> long write(OutputStream out, DataSetReader.Source<T> source) throws IOException {
    FastGzip zipped = new FastGzip(out);
    long[] count = {0};
    try {
      source.forEach(each -> {
        try {
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
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        consumer.accept(JSON.readValue(line, type));
      }
    } catch (JacksonException e) {
      throw new IOException("a sealed file of findings is no such file", e);
    }
  }
}
