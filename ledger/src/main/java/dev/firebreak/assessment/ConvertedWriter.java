package dev.firebreak.assessment;

import com.github.luben.zstd.ZstdOutputStream;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Writes every understood row of a data set into a folder, in the form that [ConvertedReader]
/// reads; plaintext. Not thread-safe.
final class ConvertedWriter implements AutoCloseable {
  static final int ROWS_PER_PART = 1_000_000;

  private static final int LEVEL = 1;
  private static final int BUFFER = 1 << 17;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private @Nullable OutputStream part;
  private final long bytesMax;
  private int parts;
  private long bytes;
  private long inPart;

  /// @param bytesMax how large the files may be together
  ConvertedWriter(Path folder, long bytesMax) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.bytesMax = bytesMax;
  }

  /// Keeps a row, which was converted ([FlatRow#convert]).
  ///
  /// @throws FirebreakException DISK where the work folder cannot take it
  void write(FlatRow from) {
    try {
      OutputStream out = part;
      if (out == null || inPart == ROWS_PER_PART) {
        out = next();
      }
      from.converted().writeTo(out);
    } catch (IOException e) {
      throw DataSetAssessor.disk(e);
    }
    inPart++;
    requireBound();
  }

  private void requireBound() {
    if (bytes > bytesMax) {
      throw new FirebreakException(
          ErrorCode.DISK,
          "the converted rows take more than " + bytesMax + " bytes; name fewer files");
    }
  }

  private OutputStream next() throws IOException {
    endPart();
    parts++;
    inPart = 0;
    OutputStream file = new Counted(folder.resolve(ConvertedFiles.part(parts)));
    OutputStream out =
        new BufferedOutputStream(new ZstdOutputStream(file, LEVEL).setWorkers(1), BUFFER);
    part = out;
    return out;
  }

  private void endPart() throws IOException {
    OutputStream out = part;
    if (out != null) {
      ConvertedRow end = new ConvertedRow();
      end.end();
      end.writeTo(out);
      out.close();
      part = null;
      requireBound();
    }
  }

  /// A file whose bytes count.
  private final class Counted extends FilterOutputStream {
    Counted(Path file) throws IOException {
      super(Files.newOutputStream(file));
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      out.write(from, offset, length);
      bytes += length;
    }
  }

  /// Ends the rows; the number of parts is what the index needs.
  int finish() throws IOException {
    endPart();
    return parts;
  }

  void index(ConvertedIndex index) throws IOException {
    Files.write(folder.resolve(ConvertedFiles.INDEX), JSON.writeValueAsBytes(index));
  }

  @Override
  public void close() throws IOException {
    OutputStream out = part;
    if (out != null) {
      out.close();
    }
  }
}
