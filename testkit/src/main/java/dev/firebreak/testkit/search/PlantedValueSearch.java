package dev.firebreak.testkit.search;

import com.github.luben.zstd.ZstdInputStream;
import dev.firebreak.ledger.DuckDb;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Searches folders for values that must not be there, decoding all it can.
///
/// Every file is searched as bytes (plain in any case, percent and JSON escapes, also twice, base64
/// at each alignment, also twice, UTF-16, hex; in UTF-8 also full-width and other letters that
/// stand for plain ones, and without invisible ones); gzip and zstd streams are unpacked, at a
/// file's start or anywhere in it, also one inside the other; Parquet is read column by column and
/// SQLite table by table as well. What is encrypted is not searched: whoever has the key gives the
/// decrypted records to [#feed]. A search proves something only beside a control that finds the
/// values. Confined to one thread.
public final class PlantedValueSearch {
  private static final int CHUNK = 1 << 20;
  private static final int DEPTH_MAX = 4;
  private static final int PART = 8 << 20;

  /// A packed record of a log that is longer than this may be missed where parts of a file meet.
  private static final int OVERLAP = 2 << 20;

  private final List<String> values;
  private final FormTable table;
  private final Path workFolder;
  private final Map<Key, Finding> findings = new LinkedHashMap<>();
  private final List<SearchedFile> files = new ArrayList<>();
  private long bytesSearched;

  private record Key(int value, Encoding encoding) {}

  /// A file that was searched.
  ///
  /// @param bytes that were looked at, after unpacking
  /// @param tableBytes those of them that are values of a Parquet file's columns or a database's
  ///   tables
  public record SearchedFile(Path path, long bytes, long tableBytes) {}

  /// @param values what to look for; at least six bytes each, doubles are searched once
  /// @param workFolder where DuckDB may spill; not searched itself, removed by the caller
  public PlantedValueSearch(Collection<String> values, Path workFolder) {
    this.values = values.stream().distinct().toList();
    this.table = new FormTable(this.values);
    this.workFolder = workFolder.toAbsolutePath().normalize();
  }

  /// Searches all files below the folder.
  ///
  /// @throws IOException where a file can't be read: an unsearched file proves nothing
  public void folder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files =
          walk.filter(Files::isRegularFile)
              .filter(file -> !file.toAbsolutePath().normalize().startsWith(workFolder))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      file(file);
    }
  }

  /// Searches one file.
  public void file(Path file) throws IOException {
    long before = bytesSearched;
    feed("name of " + file, file.getFileName().toString());
    if (beginsPacked(file)) {
      feed(file.toString(), Files.readAllBytes(file));
    } else {
      parts(file);
    }
    long beforeTables = bytesSearched;
    try {
      switch (kind(file)) {
        case PARQUET -> parquet(file);
        case SQLITE -> TableReading.sqlite(file, this::feed);
        case OTHER -> {}
      }
    } catch (SQLException e) {
      throw new IOException("cannot read the tables of " + file + ": " + e.getMessage(), e);
    }
    files.add(new SearchedFile(file, bytesSearched - before, bytesSearched - beforeTables));
  }

  /// Searches what the caller has decoded, as decrypted journal records or a response body.
  public void feed(String where, byte[] content) {
    memory(where, content, content.length, 0);
  }

  /// Searches a text.
  public void feed(String where, String content) {
    feed(where, content.getBytes(StandardCharsets.UTF_8));
  }

  /// One finding for each value and encoding, with the first place.
  public List<Finding> findings() {
    return List.copyOf(findings.values());
  }

  /// The values that were found, in any encoding.
  public Set<String> found() {
    return findings.keySet().stream()
        .map(key -> values.get(key.value()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The values that were found nowhere.
  public Set<String> missing() {
    Set<String> found = found();
    return values.stream()
        .filter(value -> !found.contains(value))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Bytes that were looked at, after unpacking.
  public long bytesSearched() {
    return bytesSearched;
  }

  /// Every file that was searched, in that order.
  public List<SearchedFile> files() {
    return List.copyOf(files);
  }

  private enum Kind {
    PARQUET,
    SQLITE,
    OTHER
  }

  private static Kind kind(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(16);
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("PAR1")) {
      return Kind.PARQUET;
    }
    return text.equals("SQLite format 3\0") ? Kind.SQLITE : Kind.OTHER;
  }

  private void parquet(Path file) throws IOException, SQLException {
    Path folder = file.toAbsolutePath().getParent();
    try (DuckDb database = DuckDb.open(workFolder, 256L << 20, 1, List.of(folder))) {
      TableReading.parquet(database, file, this::feed);
    }
  }

  private static boolean beginsPacked(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(4);
      return isGzip(head, 0) || isZstd(head, 0);
    }
  }

  /// A stream that ends too early gives what it has.
  private static byte[] unpack(InputStream raw, boolean gzip) {
    var out = new java.io.ByteArrayOutputStream();
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = gzip ? new GZIPInputStream(raw) : new ZstdInputStream(raw)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException _) {
      return out.toByteArray();
    }
    return out.toByteArray();
  }

  /// Parts of a file overlap by more than any form and any packed record is long.
  private void parts(Path file) throws IOException {
    byte[] buffer = new byte[(int) Math.min(Files.size(file) + 1, PART + OVERLAP)];
    int kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      while (true) {
        int length = kept + in.readNBytes(buffer, kept, buffer.length - kept);
        memory(file.toString(), buffer, length, 0);
        if (length < buffer.length) {
          return;
        }
        kept = Math.min(OVERLAP, length);
        System.arraycopy(buffer, length - kept, buffer, 0, kept);
        if (buffer.length < PART + OVERLAP) {
          buffer = Arrays.copyOf(buffer, PART + OVERLAP);
        }
      }
    }
  }

  private void memory(String where, byte[] text, int length, int depth) {
    int overlap = table.longest() * 7;
    for (int from = 0; from == 0 || from < length; from += CHUNK) {
      int to = Math.min(length, from + CHUNK + overlap);
      views(where, Arrays.copyOfRange(text, from, to), to - from);
    }
    bytesSearched += length;
    if (depth < DEPTH_MAX) {
      packed(where, text, length, depth);
    }
  }

  /// The text as it is, and with each kind of escape undone, up to twice in any order.
  private void views(String where, byte[] text, int length) {
    FormTable.Sink sink =
        (value, encoding, _) ->
            findings.computeIfAbsent(
                new Key(value, encoding), key -> new Finding(key.value(), key.encoding(), where));
    view(new Unescaping.Text(text, length), 2, sink);
    Unescaping.folded(text, length).ifPresent(folded -> view(folded, 1, sink));
  }

  private void view(Unescaping.Text text, int layers, FormTable.Sink sink) {
    table.scan(text.bytes(), text.length(), sink);
    if (layers == 0) {
      return;
    }
    Unescaping.Text percent = Unescaping.percent(text.bytes(), text.length());
    if (percent.length() < text.length()) {
      view(percent, layers - 1, sink);
    }
    Unescaping.Text json = Unescaping.json(text.bytes(), text.length());
    if (json.length() < text.length()) {
      view(json, layers - 1, sink);
    }
  }

  /// Unpacks streams wherever they begin, as in records of a log.
  private void packed(String where, byte[] text, int length, int depth) {
    for (int i = 0; i + 4 <= length; i++) {
      boolean gzip = isGzip(text, i);
      if (gzip || isZstd(text, i)) {
        byte[] whole = unpack(new ByteArrayInputStream(text, i, length - i), gzip);
        if (whole.length > 0) {
          memory(where + " (packed at " + i + ")", whole, whole.length, depth + 1);
        }
      }
    }
  }

  private static boolean isGzip(byte[] text, int at) {
    return at + 3 <= text.length
        && text[at] == 0x1f
        && text[at + 1] == (byte) 0x8b
        && text[at + 2] == 8;
  }

  private static boolean isZstd(byte[] text, int at) {
    return at + 4 <= text.length
        && text[at] == 0x28
        && text[at + 1] == (byte) 0xb5
        && text[at + 2] == 0x2f
        && text[at + 3] == (byte) 0xfd;
  }
}
