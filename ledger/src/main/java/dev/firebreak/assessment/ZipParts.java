package dev.firebreak.assessment;

import com.github.luben.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Reads a zip from its beginning to its end by the headers before its files (APPNOTE 4.3.7), so
/// that a cut-off archive gives what it has, files that its list hides are read, and files that
/// share bytes are none. The list at the end is only counted: where it names another number of
/// files, that is told. Not thread-safe.
final class ZipParts {
  private static final long LOCAL = 0x04034b50L;
  private static final long LISTED = 0x02014b50L;
  private static final long SPANNED = 0x30304b50L;
  private static final long WIDE_END = 0x06064b50L;
  private static final long WIDE_END_PLACE = 0x07064b50L;
  private static final long END = 0x06054b50L;
  private static final long DESCRIPTOR = 0x08074b50L;
  private static final long WIDE = 0xffffffffL;
  private static final String CHECKSUM = "its checksum differs: what was read of it may be damaged";
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ZSTD = 93;
  private static final int ENCRYPTED_FLAG = 1;
  private static final int DESCRIPTOR_FLAG = 8;

  private final ByteSource source;
  private final ReadBudget budget;
  private long files;

  /// @param in the archive's bytes
  ZipParts(InputStream in, ReadBudget budget) {
    this.source = new ByteSource(in);
    this.budget = budget;
  }

  /// What stands before a file.
  ///
  /// @param compressed its bytes in the archive; -1 where only a descriptor after it tells
  /// @param crc checksum of its content; nothing where only a descriptor tells
  private record Header(String name, int method, boolean encrypted, long compressed, long crc) {
    boolean isFolder() {
      return name.endsWith("/") && compressed == 0;
    }
  }

  void forEach(PartVisitor visitor) throws IOException {
    long signature = source.littleEndian(4);
    if (signature == SPANNED || signature == DESCRIPTOR) {
      signature = source.littleEndian(4);
    }
    while (signature == LOCAL) {
      Header header = header();
      if (!header.isFolder()) {
        file(header, visitor);
      }
      files++;
      signature = source.littleEndian(4);
    }
    count(signature);
  }

  private Header header() throws IOException {
    source.skip(2);
    int flags = (int) source.littleEndian(2);
    int method = (int) source.littleEndian(2);
    source.skip(4);
    long crc = source.littleEndian(4);
    long compressed = source.littleEndian(4);
    long size = source.littleEndian(4);
    int nameBytes = (int) source.littleEndian(2);
    int extraBytes = (int) source.littleEndian(2);
    String name = PartName.of(source.bytes(nameBytes));
    byte[] extra = source.bytes(extraBytes);
    if (compressed == WIDE) {
      compressed = wide(extra, size == WIDE);
    }
    boolean later = (flags & DESCRIPTOR_FLAG) != 0 && compressed == 0;
    boolean encrypted = (flags & ENCRYPTED_FLAG) != 0;
    return new Header(name, method, encrypted, later ? -1 : compressed, crc);
  }

  /// The compressed size in the extra field of large files.
  private static long wide(byte[] extra, boolean afterSize) throws DamagedStream {
    for (int at = 0; at + 4 <= extra.length; ) {
      int id = (extra[at] & 0xff) | ((extra[at + 1] & 0xff) << 8);
      int bytes = (extra[at + 2] & 0xff) | ((extra[at + 3] & 0xff) << 8);
      int value = at + 4 + (afterSize ? 8 : 0);
      if (id == 1 && value + 8 <= Math.min(extra.length, at + 4 + bytes)) {
        long wide = 0;
        for (int i = 7; i >= 0; i--) {
          wide = (wide << 8) | (extra[value + i] & 0xff);
        }
        if (wide >= 0) {
          return wide;
        }
      }
      at += 4 + bytes;
    }
    throw new DamagedStream(DamagedStream.DAMAGED);
  }

  private void file(Header header, PartVisitor visitor) throws IOException {
    budget.requireTime();
    boolean known =
        header.method() == DEFLATED
            || (header.compressed() >= 0 && (header.method() == STORED || header.method() == ZSTD));
    if (header.encrypted() || !known) {
      visitor.unreadable(
          header.name(),
          header.encrypted()
              ? "it is encrypted: ask for the password and unpack it"
              : "its kind of compression is unknown: unpack it");
      pass(header, source.taken());
      return;
    }
    long start = source.taken();
    if (header.method() == DEFLATED) {
      deflated(header, visitor, start);
    } else {
      limited(header, visitor, start);
    }
  }

  private void pass(Header header, long start) throws IOException {
    if (header.compressed() < 0) {
      throw new DamagedStream("what follows its file " + (files + 1) + " cannot be found");
    }
    source.skip(start + header.compressed() - source.taken());
  }

  private void limited(Header header, PartVisitor visitor, long start) throws IOException {
    LimitedBytes bytes = new LimitedBytes(source, header.compressed());
    if (header.method() == ZSTD) {
      try (InputStream inflated = budget.inflated(new ZstdInputStream(bytes))) {
        visitor.part(header.name(), inflated);
      }
    } else {
      CheckedInputStream checked = new CheckedInputStream(bytes, new CRC32());
      visitor.part(header.name(), checked);
      if (bytes.isReadWhole() && checked.getChecksum().getValue() != header.crc()) {
        visitor.unreadable(header.name(), CHECKSUM);
      }
    }
    pass(header, start);
  }

  private void deflated(Header header, PartVisitor visitor, long start) throws IOException {
    try (Inflated inflated = new Inflated()) {
      InputStream content = budget.inflated(inflated);
      visitor.part(header.name(), unclosed(content));
      if (header.compressed() >= 0) {
        inflated.takeBack();
        if (inflated.ended && source.taken() != start + header.compressed()) {
          throw new DamagedStream(DamagedStream.DAMAGED);
        }
        if (inflated.ended && inflated.crc.getValue() != header.crc()) {
          visitor.unreadable(header.name(), CHECKSUM);
        }
        pass(header, start);
        return;
      }
      content.transferTo(OutputStream.nullOutputStream());
      descriptor(header, inflated, source.taken() - start, visitor);
    }
  }

  /// The same, whatever a reader of a layer within does at its end: what is left of the file must
  /// be passed over to find the next.
  private static InputStream unclosed(InputStream content) {
    return new FilterInputStream(content) {
      @Override
      public void close() {
        // whoever opened it closes it
      }
    };
  }

  /// The descriptor after a file: a signature that may be left out, checksum, sizes of 4 or 8
  /// bytes.
  private void descriptor(Header header, Inflated inflated, long compressed, PartVisitor visitor)
      throws IOException {
    long first = source.littleEndian(4);
    long crc = first == DESCRIPTOR ? source.littleEndian(4) : first;
    long low = source.littleEndian(4);
    long high = source.littleEndian(4);
    boolean narrow = high == (inflated.size & WIDE) && compressed <= WIDE;
    if (!narrow) {
      source.skip(8);
    }
    if (low != (compressed & WIDE) || crc != inflated.crc.getValue()) {
      visitor.unreadable(header.name(), CHECKSUM);
    }
  }

  /// Counts what the list at the end names.
  private void count(long signature) throws IOException {
    long listed = 0;
    while (signature == LISTED) {
      source.skip(24);
      long names = source.littleEndian(2) + source.littleEndian(2) + source.littleEndian(2);
      source.skip(12 + names);
      listed++;
      signature = source.littleEndian(4);
    }
    if (listed != files) {
      throw new DamagedStream("its list names " + listed + " files, and " + files + " were there");
    }
    end(signature);
  }

  /// Reads to the end of the archive, and requires that nothing comes after it.
  private void end(long afterList) throws IOException {
    long signature = afterList;
    if (signature == WIDE_END) {
      source.skip(source.littleEndian(8));
      signature = source.littleEndian(4);
    }
    if (signature == WIDE_END_PLACE) {
      source.skip(16);
      signature = source.littleEndian(4);
    }
    if (signature != END) {
      throw new DamagedStream(DamagedStream.DAMAGED);
    }
    source.skip(16);
    source.skip(source.littleEndian(2));
    for (int next = source.next(); next >= 0; next = source.next()) {
      if (next != 0) {
        throw new DamagedStream("something follows its end and is not read: cut it out");
      }
    }
  }

  /// The inflated bytes of a file, whose end only they tell.
  private final class Inflated extends BulkInputStream {
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private boolean ended;
    private boolean takenBack;
    private long size;

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (ended || length == 0) {
        return ended ? -1 : 0;
      }
      try {
        while (true) {
          int inflated = inflater.inflate(into, offset, length);
          if (inflated > 0) {
            crc.update(into, offset, inflated);
            size += inflated;
            return inflated;
          }
          if (inflater.finished()) {
            ended = true;
            takeBack();
            return -1;
          }
          if (inflater.needsDictionary()) {
            throw new DamagedStream(DamagedStream.DAMAGED);
          }
          source.feed(inflater);
        }
      } catch (DataFormatException e) {
        throw new DamagedStream(DamagedStream.DAMAGED);
      }
    }

    /// Gives back what was read beyond the file, or beyond what was wanted of it.
    void takeBack() {
      if (!takenBack) {
        takenBack = true;
        source.takeBack(inflater);
      }
    }

    @Override
    public void close() {
      inflater.end();
    }
  }
}
