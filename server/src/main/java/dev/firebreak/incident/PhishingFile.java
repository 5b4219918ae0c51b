package dev.firebreak.incident;

import dev.firebreak.disk.FastGzip;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The phishing risk of a version's accounts as gzipped NDJSON, one [PhishingEntry] a line, in the
/// order of the people. It streams in both directions. Confined to one thread.
final class PhishingFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FastGzip out;

  /// @param out left open at the end
  PhishingFile(OutputStream out) throws IOException {
    this.out = new FastGzip(out);
  }

  void write(PhishingEntry entry) throws IOException {
    out.write(JSON.writeValueAsBytes(entry));
    out.write('\n');
  }

  void finish() throws IOException {
    out.finish();
  }

  static void read(InputStream in, Consumer<PhishingEntry> consumer) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(in, 1 << 16), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        consumer.accept(JSON.readValue(line, PhishingEntry.class));
      }
    } catch (JacksonException e) {
      throw new IOException("a sealed list of phishing risk is no such file", e);
    }
  }
}
