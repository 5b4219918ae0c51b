package dev.firebreak.assessment;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// The rejected rows of a data set: the first ones in memory, all of them, with place and reason
/// and no value, in a gzipped file of JSON lines in the work folder. Not thread-safe.
public final class RejectedRows implements Closeable {
  /// The file's name in the work folder; missing where no row was rejected.
  public static final String FILE = "rejected.ndjson.gz";

  static final int KEPT = 100;

  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonMapper READER = JsonMapper.builder().build();

  private final Path file;
  private final List<Assessment.RejectedRow> first = new ArrayList<>();
  private @Nullable JsonGenerator out;
  private long count;

  RejectedRows(Path workFolder) {
    file = workFolder.resolve(FILE);
  }

  void add(String part, long line, String reason) {
    count++;
    if (first.size() < KEPT) {
      first.add(new Assessment.RejectedRow(part, line, reason));
    }
    try {
      JsonGenerator to = out();
      to.writeStartObject();
      to.writeStringProperty("file", part);
      to.writeNumberProperty("line", line);
      to.writeStringProperty("reason", reason);
      to.writeEndObject();
      to.writeRaw('\n');
    } catch (IOException | JacksonException e) {
      throw DataSetAssessor.disk(e);
    }
  }

  private JsonGenerator out() throws IOException {
    JsonGenerator known = out;
    if (known == null) {
      OutputStream to = new BufferedOutputStream(Files.newOutputStream(file));
      known = JSON.createGenerator(ObjectWriteContext.empty(), new GZIPOutputStream(to));
      out = known;
    }
    return known;
  }

  /// Copies the file of a closed list into a folder of converted rows.
  void copyTo(Path folder) throws IOException {
    if (count > 0) {
      Files.copy(file, folder.resolve(ConvertedFiles.REJECTED));
    }
  }

  /// Adds what another list had.
  ///
  /// @param rows how many rows it had
  void restore(ConvertedFiles from, long rows) throws IOException {
    if (rows == 0) {
      return;
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(from.open(ConvertedFiles.REJECTED)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Assessment.RejectedRow row = READER.readValue(line, Assessment.RejectedRow.class);
        add(row.file(), row.line(), row.reason());
      }
    }
  }

  long count() {
    return count;
  }

  /// The first hundred.
  List<Assessment.RejectedRow> first() {
    return List.copyOf(first);
  }

  @Override
  public void close() {
    try {
      if (out != null) {
        out.close();
      }
    } catch (JacksonException e) {
      throw DataSetAssessor.disk(e);
    }
  }
}
