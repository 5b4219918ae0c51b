package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// What a gzip file holds (RFC 1952): its members one after the other, zeros after them. Anything
/// else after them is damage, and so is a checksum that differs, told after the bytes that it
/// covers. The JDK's own stream keeps silent about members that it does not see coming. Not
/// thread-safe.
final class GzipStream extends BulkInputStream {
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int HEADER_CRC = 2;

  private final ByteSource source;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private boolean inMember;
  private boolean ended;
  private boolean any;

  GzipStream(InputStream in) {
    source = new ByteSource(in);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      if (!inMember && !nextMember()) {
        ended = true;
        break;
      }
      int inflated = inflate(into, offset, length);
      if (inflated > 0) {
        crc.update(into, offset, inflated);
        return inflated;
      }
      endMember();
    }
    return -1;
  }

  /// Bytes inflated; 0 at the end of the member.
  private int inflate(byte[] into, int offset, int length) throws IOException {
    try {
      while (true) {
        int inflated = inflater.inflate(into, offset, length);
        if (inflated > 0 || inflater.finished()) {
          return inflated;
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

  private boolean nextMember() throws IOException {
    int first = source.next();
    while (first == 0 && any) {
      first = source.next();
    }
    if (first < 0 && any) {
      return false;
    }
    if (first != 0x1f || source.next() != 0x8b || source.required() != 8) {
      throw new DamagedStream(any ? "what follows its end is no gzip" : DamagedStream.DAMAGED);
    }
    int flags = source.required();
    source.skip(6);
    if ((flags & EXTRA) != 0) {
      source.skip(source.littleEndian(2));
    }
    for (int text = flags & (NAME | COMMENT); text != 0; text &= text - 1) {
      source.skipPastZero();
    }
    if ((flags & HEADER_CRC) != 0) {
      source.skip(2);
    }
    inflater.reset();
    crc.reset();
    inMember = true;
    any = true;
    return true;
  }

  private void endMember() throws IOException {
    source.takeBack(inflater);
    long expected = source.littleEndian(4);
    source.skip(4);
    inMember = false;
    if (expected != crc.getValue()) {
      throw new DamagedStream("its checksum differs: what came before may be damaged");
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    source.close();
  }
}
