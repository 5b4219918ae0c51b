package dev.firebreak.assessment;

import com.github.luben.zstd.ZstdInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one file of a data set, whatever it is: its content tells, never its name ([FileFormat]).
/// Layers of compression and archives are opened in memory, one in the other; only what needs its
/// end first (Parquet, workbooks) is copied from an archive to the work folder, under a name of
/// ours. Not thread-safe.
///
/// Whatever goes wrong in a part is a rejected row of that part; an [IOException] is the work
/// folder's.
final class SourceReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final FieldTree fields;
  private final TextScan scan;
  private final ReadBudget budget;
  private final Path workFolder;
  private final PartSink sinks;
  private final TextReader texts;
  private final JsonRows json;
  private final ParquetProcess parquet;
  private int copies;

  /// @param workFolder for copies; plaintext
  /// @param encoding of texts without a mark, where somebody named it
  SourceReader(
      FieldTree fields,
      TextScan scan,
      ReadBudget budget,
      Path workFolder,
      PartSink sinks,
      Optional<Charset> encoding) {
    this.fields = fields;
    this.scan = scan;
    this.budget = budget;
    this.workFolder = workFolder;
    this.sinks = sinks;
    json = new JsonRows(fields, budget.limits());
    texts = new TextReader(fields, scan, json, budget.limits(), encoding);
    parquet = new ParquetProcess(workFolder, budget);
  }

  /// Something to read.
  ///
  /// @param depth layers of compression around it
  /// @param file where it lies on the disk as it is; null inside of another
  private record Layer(String name, InputStream in, int depth, @Nullable Path file) {}

  void read(SourceFile source) throws IOException {
    budget.beginSource();
    PartSink.Part part = sinks.begin(source.name());
    try (InputStream in = open(source.path())) {
      budget.file();
      layer(new Layer(source.name(), budget.metered(in), 0, source.path()), part);
    } catch (DamagedStream damaged) {
      part.rejected(1, damaged.reason());
    }
  }

  private static InputStream open(Path file) throws IOException {
    return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  private void layer(Layer layer, PartSink.Part part) throws IOException {
    budget.requireTime();
    Head peeked = Head.of(layer.in(), FileFormat.HEAD_BYTES);
    byte[] head = peeked.bytes();
    InputStream in = peeked.whole();
    Layer whole = new Layer(layer.name(), in, layer.depth(), layer.file());
    FileFormat format = FileFormat.of(head);
    switch (format) {
      case GZIP -> inflated(whole, new GzipStream(in), part);
      case ZSTD -> inflated(whole, new ZstdInputStream(in), part);
      case ZIP, TAR -> archive(whole, format, part);
      case OFFICE -> office(whole, part);
      case PARQUET -> parquet(whole, part);
      case FOREIGN -> part.rejected(1, FileFormat.advice(head));
      case OTHER -> {
        texts.read(in, part);
        if (part.isEmpty() && head.length > 0) {
          part.rejected(1, "the file is not empty, but no row was found in it");
        }
      }
    }
  }

  private void inflated(Layer layer, InputStream decompressor, PartSink.Part part)
      throws IOException {
    try (InputStream inflated = budget.inflated(decompressor)) {
      budget.requireDepth(layer.depth() + 1);
      layer(new Layer(layer.name(), inflated, layer.depth() + 1, null), part);
    }
  }

  private void archive(Layer layer, FileFormat format, PartSink.Part part) throws IOException {
    budget.requireDepth(layer.depth() + 1);
    part.readAs(format.name().toLowerCase(Locale.ROOT));
    Members members = new Members(layer);
    if (format == FileFormat.TAR) {
      new TarParts(layer.in(), budget).forEach(members);
    } else {
      new ZipParts(layer.in(), budget).forEach(members);
    }
  }

  /// The files of an archive, each a part of its own.
  private final class Members implements PartVisitor {
    private final Layer archive;

    Members(Layer archive) {
      this.archive = archive;
    }

    @Override
    public void part(String name, InputStream content) throws IOException {
      budget.file();
      String full = PartName.within(archive.name(), name);
      PartSink.Part member = sinks.begin(full);
      try {
        layer(new Layer(full, content, archive.depth() + 1, null), member);
      } catch (DamagedStream damaged) {
        member.rejected(1, damaged.reason());
      }
    }

    @Override
    public void unreadable(String name, String reason) {
      sinks.begin(PartName.within(archive.name(), name)).rejected(1, reason);
    }
  }

  private void office(Layer layer, PartSink.Part part) throws IOException {
    budget.requireDepth(layer.depth() + 1);
    withFile(
        layer,
        file -> {
          Workbook workbook = new Workbook();
          SharedParts shared = new SharedParts(workbook);
          try (InputStream in = budget.timed(open(file))) {
            new ZipParts(in, budget).forEach(shared);
          } catch (DamagedStream again) {
            shared.damage(again, workbook.isThere());
          }
          shared.require();
          try (InputStream in = budget.timed(open(file))) {
            if (workbook.isThere()) {
              part.readAs("XLSX");
              new ZipParts(in, budget).forEach(new Sheets(workbook, layer.name()));
            } else {
              archive(new Layer(layer.name(), in, layer.depth(), null), FileFormat.ZIP, part);
            }
          }
        });
  }

  /// Takes the parts that all sheets of a workbook need. What is wrong with one of them concerns
  /// every row; what is wrong with the archive is told when the sheets are read.
  private static final class SharedParts implements PartVisitor {
    private final Workbook workbook;
    private @Nullable DamagedStream damage;

    SharedParts(Workbook workbook) {
      this.workbook = workbook;
    }

    @Override
    public void part(String name, InputStream content) throws IOException {
      try {
        workbook.take(name, content);
      } catch (DamagedStream damaged) {
        damage = damaged;
        throw damaged;
      }
    }

    @Override
    public void unreadable(String name, String reason) {
      if (Workbook.isShared(name)) {
        damage = new DamagedStream(name + ": " + reason);
      }
    }

    /// The archive itself is damaged: without a workbook so far nothing can be read.
    void damage(DamagedStream ofArchive, boolean workbookFound) {
      if (damage == null && !workbookFound) {
        damage = ofArchive;
      }
    }

    void require() throws DamagedStream {
      DamagedStream found = damage;
      if (found != null) {
        throw found;
      }
    }
  }

  /// The sheets of a workbook, each a part of its own.
  private final class Sheets implements PartVisitor {
    private final Workbook workbook;
    private final String name;

    Sheets(Workbook workbook, String name) {
      this.workbook = workbook;
      this.name = name;
    }

    @Override
    public void part(String path, InputStream content) throws IOException {
      if (!Workbook.isSheet(path)) {
        return;
      }
      budget.file();
      PartSink.Part sheet = sinks.begin(PartName.within(name, workbook.sheetName(path)));
      sheet.readAs("sheet");
      TableRows table = new TableRows(fields, scan, json, true);
      SheetRows rows = new SheetRows(workbook, budget.limits());
      try {
        rows.read(content, table, sheet);
      } catch (DamagedStream damaged) {
        sheet.rejected(rows.number() + 1, damaged.reason());
      }
    }

    @Override
    public void unreadable(String path, String reason) {
      if (Workbook.isSheet(path)) {
        sinks.begin(PartName.within(name, workbook.sheetName(path))).rejected(1, reason);
      }
    }
  }

  private void parquet(Layer layer, PartSink.Part part) throws IOException {
    part.readAs("Parquet");
    withFile(layer, file -> parquet.read(file, layer.file() != null, json, part));
    if (part.isEmpty()) {
      part.rejected(1, "the file is not empty, but no row was found in it");
    }
  }

  /// What works on a file.
  private interface FileWork {
    void on(Path file) throws IOException;
  }

  /// Does it on the file where it lies, or on a copy that is gone afterwards.
  private void withFile(Layer layer, FileWork work) throws IOException {
    Path file = layer.file();
    if (file != null) {
      work.on(file);
      return;
    }
    Path copy = workFolder.resolve("part-" + copies++);
    try {
      copy(layer.in(), copy);
      work.on(copy);
    } finally {
      if (Files.deleteIfExists(copy)) {
        budget.copyRemoved();
      }
    }
  }

  private void copy(InputStream in, Path to) throws IOException {
    budget.beginCopy();
    try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        budget.copied(n);
        out.write(buffer, 0, n);
      }
    }
  }

  @Override
  public void close() {
    parquet.close();
  }
}
