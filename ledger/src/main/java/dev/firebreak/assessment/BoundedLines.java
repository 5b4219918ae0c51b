package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Splits a stream into lines without ever holding more than one, and not more of that one than a
/// limit. `\n` ends a line, a `\r` before it belongs to the end; where it is said so, a `\r` alone
/// ends one too. Not thread-safe.
///
/// A stream that breaks off ends the lines: [#damage] then says why, and the unfinished line is not
/// delivered.
final class BoundedLines {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int BEGINNING_BYTES = RejectedRows.BEGINNING_CHARS;

  private final InputStream in;
  private final int lineBytesMax;
  private final boolean returnEnds;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int chunkAt;
  private int chunkEnd;
  private byte[] line = new byte[1024];
  private int length;
  private long number;
  private boolean tooLong;
  private boolean ended;
  private boolean afterReturn;
  private @Nullable String damage;
  private String beginning = "";

  /// @param returnEnds whether a `\r` alone ends a line
  BoundedLines(InputStream in, int lineBytesMax, boolean returnEnds) {
    this.in = in;
    this.lineBytesMax = lineBytesMax;
    this.returnEnds = returnEnds;
  }

  /// Moves to the next line. False at the end.
  boolean next() throws IOException {
    length = 0;
    tooLong = false;
    if (ended) {
      return false;
    }
    number++;
    while (true) {
      if (chunkAt == chunkEnd && !fill()) {
        ended = true;
        return damage == null && (length > 0 || tooLong);
      }
      if (afterReturn) {
        afterReturn = false;
        if (chunk[chunkAt] == '\n') {
          chunkAt++;
          continue;
        }
      }
      int newline = newlineIn();
      append(newline < 0 ? chunkEnd : newline);
      if (newline >= 0) {
        afterReturn = chunk[chunkAt] == '\r';
        chunkAt++;
        trimReturn();
        return true;
      }
    }
  }

  private boolean fill() throws IOException {
    try {
      chunkAt = 0;
      chunkEnd = Math.max(0, in.read(chunk, 0, chunk.length));
      return chunkEnd > 0;
    } catch (DamagedStream damaged) {
      damage = damaged.reason();
    }
    chunkEnd = 0;
    return false;
  }

  private int newlineIn() {
    for (int i = chunkAt; i < chunkEnd; i++) {
      byte b = chunk[i];
      if (b == '\n' || (b == '\r' && returnEnds)) {
        return i;
      }
    }
    return -1;
  }

  private void append(int until) {
    int bytes = until - chunkAt;
    if (!tooLong && length + bytes > lineBytesMax) {
      keepBeginning();
      tooLong = true;
      length = 0;
    }
    if (!tooLong) {
      if (length + bytes > line.length) {
        line = Arrays.copyOf(line, Math.max(length + bytes, line.length * 2));
      }
      System.arraycopy(chunk, chunkAt, line, length, bytes);
      length += bytes;
    }
    chunkAt = until;
  }

  private void keepBeginning() {
    int held = Math.min(length, BEGINNING_BYTES);
    int more = Math.min(chunkEnd - chunkAt, BEGINNING_BYTES - held);
    byte[] kept = new byte[held + more];
    System.arraycopy(line, 0, kept, 0, held);
    System.arraycopy(chunk, chunkAt, kept, held, more);
    beginning = RejectedRows.beginning(kept, kept.length);
  }

  private void trimReturn() {
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
  }

  /// The bytes of the line, from 0 to [#length]; valid until the next call of [#next].
  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  /// Number of the line, from 1. After the end, the one that would have come.
  long number() {
    return number;
  }

  /// True where the line is longer than the limit: it then has no bytes.
  boolean tooLong() {
    return tooLong;
  }

  /// The beginning of a line that is too long.
  String beginning() {
    return beginning;
  }

  /// Why the stream broke off, or null where it ended as it should.
  @Nullable String damage() {
    return damage;
  }
}
