package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a tar (POSIX.1-2017 pax and ustar, GNU's long names) from its beginning to its end, beyond
/// the zeros that end it where another follows them. Not thread-safe.
final class TarParts {
  /// A header is known by `ustar` at this place.
  static final int MAGIC_AT = 257;

  static final int BLOCK = 512;

  private static final int LONG_NAME_BYTES_MAX = 1 << 16;
  private static final int SIZE_AT = 124;
  private static final int SUM_AT = 148;
  private static final int TYPE_AT = 156;
  private static final int PREFIX_AT = 345;

  private final ByteSource source;
  private final ReadBudget budget;
  private @Nullable String nextName;

  TarParts(InputStream in, ReadBudget budget) {
    source = new ByteSource(in);
    this.budget = budget;
  }

  void forEach(PartVisitor visitor) throws IOException {
    for (byte[] header = next(); header.length > 0; header = next()) {
      requireSum(header);
      budget.requireTime();
      entry(header, visitor);
    }
  }

  /// The next header; beyond the zeros that end a tar another may follow. Empty at the end.
  private byte[] next() throws IOException {
    byte[] header = source.bytes(BLOCK);
    if (!isZero(header)) {
      return header;
    }
    int first = source.next();
    while (first == 0) {
      first = source.next();
    }
    if (first < 0) {
      return new byte[0];
    }
    header[0] = (byte) first;
    System.arraycopy(source.bytes(BLOCK - 1), 0, header, 1, BLOCK - 1);
    return header;
  }

  private void entry(byte[] header, PartVisitor visitor) throws IOException {
    long size = number(header, SIZE_AT, 12);
    long end = source.taken() + (size + BLOCK - 1) / BLOCK * BLOCK;
    char type = (char) header[TYPE_AT];
    switch (type) {
      case 'L' -> nextName = PartName.of(trimmed(source.bytes(longName(size))));
      case 'x' -> paxName(source.bytes(longName(size)));
      case 'g', 'K', '5' -> {}
      default -> {
        String name = nextName == null ? name(header) : nextName;
        nextName = null;
        if (type == '0' || type == 0 || type == '7') {
          visitor.part(name, new LimitedBytes(source, size));
        } else {
          visitor.unreadable(name, "it is a link or no plain file");
        }
      }
    }
    source.skip(end - source.taken());
  }

  private static int longName(long size) throws DamagedStream {
    if (size > LONG_NAME_BYTES_MAX) {
      throw new DamagedStream("a name is longer than " + LONG_NAME_BYTES_MAX + " bytes");
    }
    return (int) size;
  }

  /// `LENGTH path=NAME\n` among the records of an extended header.
  private void paxName(byte[] records) {
    String text = new String(records, StandardCharsets.UTF_8);
    for (String record : text.split("\n", -1)) {
      int path = record.indexOf(" path=");
      if (path > 0) {
        nextName = PartName.of(record.substring(path + 6).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static String name(byte[] header) {
    String name = PartName.of(trimmed(Arrays.copyOfRange(header, 0, 100)));
    boolean ustar = header[MAGIC_AT + 5] == 0;
    String prefix =
        ustar ? PartName.of(trimmed(Arrays.copyOfRange(header, PREFIX_AT, PREFIX_AT + 155))) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static byte[] trimmed(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return Arrays.copyOf(text, end);
  }

  /// Octal digits, or binary where the first bit is set.
  private static long number(byte[] header, int at, int length) throws DamagedStream {
    long value = 0;
    boolean binary = header[at] < 0;
    for (int i = binary ? at + length - 8 : at; i < at + length; i++) {
      if (binary) {
        value = (value << 8) | (header[i] & 0xff);
      } else if (header[i] >= '0' && header[i] <= '7') {
        value = (value << 3) | (header[i] - '0');
      } else if (header[i] != ' ' && header[i] != 0) {
        throw new DamagedStream(DamagedStream.DAMAGED);
      }
    }
    if (value < 0 || value > Long.MAX_VALUE - BLOCK) {
      throw new DamagedStream(DamagedStream.DAMAGED);
    }
    return value;
  }

  private static void requireSum(byte[] header) throws DamagedStream {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= SUM_AT && i < SUM_AT + 8 ? ' ' : header[i] & 0xff;
    }
    if (sum != number(header, SUM_AT, 8)) {
      throw new DamagedStream(DamagedStream.DAMAGED);
    }
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
