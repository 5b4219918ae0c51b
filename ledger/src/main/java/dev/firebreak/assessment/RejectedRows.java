package dev.firebreak.assessment;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The rejected rows of a data set: how many by reason and the first ones in memory, all of them in
/// a gzipped file of JSON lines in the work folder. The file also has the beginnings of the rows,
/// which hold values of persons. Not thread-safe.
///
/// ```
/// {"file": part, "line": from 1, "reason": words, "beginning": text, left out where unknown}
/// {"file": part, "line": first of them, "reason": words, "rows": how many}      at the end
/// ```
///
/// It is bounded: after [#LISTED_MAX] rows one entry stands for all of a part and reason, after
/// [#BEGINNINGS_CHARS_MAX] characters beginnings are left out.
public final class RejectedRows implements Closeable {
  /// The file's name in the work folder; missing where no row was rejected.
  public static final String FILE = "rejected.ndjson.gz";

  /// So much of a row is kept.
  public static final int BEGINNING_CHARS = 2_000;

  /// So many rows are listed one by one.
  public static final long LISTED_MAX = 5_000_000;

  /// So much is kept of all rows together, in characters.
  public static final long BEGINNINGS_CHARS_MAX = 256L << 20;

  /// What further reasons are counted under.
  public static final String OTHER_REASONS = "(other reasons)";

  static final int KEPT = 100;

  private static final int REASONS_MAX = 200;
  private static final int GROUPS_MAX = 10_000;
  private static final String OTHER_PARTS = "(other parts)";
  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonMapper READER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private final Path file;
  private final long listedMax;
  private final List<Assessment.RejectedRow> first = new ArrayList<>();
  private final Map<String, Long> byReason = new TreeMap<>();
  private final Map<Group, Rest> rest = new LinkedHashMap<>();
  private @Nullable JsonGenerator out;
  private long count;
  private long listed;
  private long beginningChars;

  RejectedRows(Path workFolder) {
    this(workFolder, LISTED_MAX);
  }

  /// @param listedMax how many rows are listed one by one
  RejectedRows(Path workFolder, long listedMax) {
    file = workFolder.resolve(FILE);
    this.listedMax = listedMax;
  }

  /// One line of the list.
  ///
  /// @param file the part
  /// @param line from 1; a row's number in Parquet; 1 where it is about the whole part
  /// @param reason in words, without any value
  /// @param beginning of the row, at most [#BEGINNING_CHARS] characters; empty where it is not at
  ///   hand
  /// @param rows how many rows the line stands for: more than 1 where there were too many to list
  public record Entry(String file, long line, String reason, String beginning, long rows) {
    public Entry {
      beginning = beginning == null ? "" : beginning;
      rows = Math.max(1, rows);
    }

    /// Without the row's own text.
    @Override
    public String toString() {
      return "Entry[" + file + ", " + line + ", " + reason + ", " + rows + "]";
    }
  }

  private record Group(String file, String reason) {}

  /// The rows of a group that are not listed.
  private record Rest(long line, long rows) {}

  void add(String part, long line, String reason) {
    add(new Entry(part, line, reason, "", 1));
  }

  void add(String part, long line, String reason, String beginning) {
    add(new Entry(part, line, reason, beginning, 1));
  }

  private void add(Entry entry) {
    count += entry.rows();
    if (first.size() < KEPT) {
      first.add(new Assessment.RejectedRow(entry.file(), entry.line(), entry.reason()));
    }
    boolean known = byReason.containsKey(entry.reason()) || byReason.size() < REASONS_MAX;
    byReason.merge(known ? entry.reason() : OTHER_REASONS, entry.rows(), Long::sum);
    if (entry.rows() > 1 || listed >= listedMax) {
      group(entry);
    } else {
      listed++;
      write(entry);
    }
  }

  private void group(Entry entry) {
    Group group = new Group(entry.file(), entry.reason());
    if (!rest.containsKey(group) && rest.size() >= GROUPS_MAX) {
      group = new Group(OTHER_PARTS, OTHER_REASONS);
    }
    rest.merge(
        group,
        new Rest(entry.line(), entry.rows()),
        (a, b) -> new Rest(a.line(), a.rows() + b.rows()));
  }

  private void write(Entry entry) {
    try {
      JsonGenerator to = out();
      to.writeStartObject();
      to.writeStringProperty("file", entry.file());
      to.writeNumberProperty("line", entry.line());
      to.writeStringProperty("reason", entry.reason());
      beginningChars += entry.beginning().length();
      if (!entry.beginning().isEmpty() && beginningChars <= BEGINNINGS_CHARS_MAX) {
        to.writeStringProperty("beginning", entry.beginning());
      }
      if (entry.rows() > 1) {
        to.writeNumberProperty("rows", entry.rows());
      }
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

  /// The beginning of a row as text that can be written as UTF-8.
  static String beginning(byte[] bytes, int length) {
    int some = Math.min(length, BEGINNING_CHARS * 3);
    return beginning(new String(bytes, 0, some, StandardCharsets.UTF_8));
  }

  /// As above. A half of a character at the end is cut off.
  static String beginning(String text) {
    if (text.length() <= BEGINNING_CHARS) {
      return text;
    }
    boolean cuts = Character.isHighSurrogate(text.charAt(BEGINNING_CHARS - 1));
    return text.substring(0, cuts ? BEGINNING_CHARS - 1 : BEGINNING_CHARS);
  }

  /// The beginning of a record, its cells apart by ` | `.
  static String beginning(List<String> cells) {
    StringBuilder text = new StringBuilder();
    for (String cell : cells) {
      if (text.length() > BEGINNING_CHARS) {
        break;
      }
      text.append(text.isEmpty() ? "" : " | ").append(beginning(cell));
    }
    return beginning(text.toString());
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
    if (rows > 0) {
      read(from.open(ConvertedFiles.REJECTED), this::add);
    }
  }

  /// Gives every line of a list to the consumer; closes the stream.
  ///
  /// @param list the file's bytes
  public static void read(InputStream list, Consumer<Entry> consumer) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(list), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        consumer.accept(READER.readValue(line, Entry.class));
      }
    } catch (JacksonException e) {
      throw new IOException("a list of rejected rows is no such list", e);
    }
  }

  long count() {
    return count;
  }

  /// The first hundred.
  List<Assessment.RejectedRow> first() {
    return List.copyOf(first);
  }

  /// How many rows by reason; after 200 reasons further ones are one, [#OTHER_REASONS].
  Map<String, Long> byReason() {
    return Collections.unmodifiableMap(new TreeMap<>(byReason));
  }

  @Override
  public void close() {
    rest.forEach((group, left) ->
        write(new Entry(group.file(), left.line(), group.reason(), "", left.rows())));
    rest.clear();
    try {
      if (out != null) {
        out.close();
      }
    } catch (JacksonException e) {
      throw DataSetAssessor.disk(e);
    }
  }
}
