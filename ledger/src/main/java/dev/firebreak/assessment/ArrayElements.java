package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Cuts JSON arrays into their elements without parsing them, so that one broken element costs
/// itself alone. An element holds at most so many bytes in memory; a longer one is passed over. A
/// line break within a string, which JSON does not know, ends the element: reading goes on at the
/// next object. Several arrays may follow one another. Not thread-safe.
final class ArrayElements {
  /// What came.
  enum Found {
    ELEMENT,
    TOO_LONG,
    /// A string in it holds a line break.
    BROKEN,
    /// Something that is no array stands where one should begin.
    NO_ARRAY,
    /// The text ends within the array, or is damaged.
    CUT_OFF,
    END
  }

  private static final int CHUNK_BYTES = 1 << 16;

  private final InputStream in;
  private final int bytesMax;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int at;
  private int end;
  private byte[] element = new byte[1024];
  private int length;
  private boolean tooLong;
  private boolean inArray;
  private boolean resync;
  private long line = 1;
  private long startLine = 1;
  private String damage = DamagedStream.CUT_OFF;

  ArrayElements(InputStream in, int bytesMax) {
    this.in = in;
    this.bytesMax = bytesMax;
  }

  /// Moves to the next element.
  Found next() throws IOException {
    length = 0;
    tooLong = false;
    while (true) {
      int b = read();
      if (b < 0) {
        startLine = line;
        return inArray || b == DAMAGED ? Found.CUT_OFF : Found.END;
      }
      if (b == '\n') {
        line++;
      } else if (resync ? b == '{' : !isBetween(b)) {
        resync = false;
        startLine = line;
        if (!inArray) {
          if (b != '[') {
            return Found.NO_ARRAY;
          }
          inArray = true;
        } else if (b == ']') {
          inArray = false;
        } else {
          return element(b);
        }
      }
    }
  }

  private static boolean isBetween(int b) {
    return b == ' ' || b == '\t' || b == '\r' || b == ',' || b == 0x1e;
  }

  private Found element(int first) throws IOException {
    boolean inString = first == '"';
    boolean escaped = false;
    int depth = first == '{' || first == '[' ? 1 : 0;
    boolean scalar = depth == 0;
    keep(first);
    while (scalar ? inString || !endsScalar(peek()) : depth > 0) {
      int b = read();
      if (b < 0) {
        return Found.CUT_OFF;
      }
      keep(b);
      if (b == '\n') {
        line++;
        if (inString) {
          resync = true;
          return Found.BROKEN;
        }
      }
      if (inString) {
        inString = escaped || b != '"';
        escaped = !escaped && b == '\\';
      } else if (b == '"') {
        inString = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
    }
    return tooLong ? Found.TOO_LONG : Found.ELEMENT;
  }

  private static boolean endsScalar(int b) {
    return b < 0 || b == ',' || b == ']' || b == '\n' || b == ' ' || b == '\r' || b == '\t';
  }

  private void keep(int b) {
    if (tooLong) {
      return;
    }
    if (length == bytesMax) {
      tooLong = true;
      length = 0;
      return;
    }
    if (length == element.length) {
      element = Arrays.copyOf(element, Math.min(bytesMax, length * 2));
    }
    element[length++] = (byte) b;
  }

  private static final int DAMAGED = -2;

  private int read() throws IOException {
    int b = peek();
    at += b < 0 ? 0 : 1;
    return b;
  }

  private int peek() throws IOException {
    if (at < end) {
      return chunk[at] & 0xff;
    }
    try {
      at = 0;
      end = Math.max(0, in.read(chunk, 0, chunk.length));
      return end > 0 ? chunk[0] & 0xff : -1;
    } catch (DamagedStream damaged) {
      end = 0;
      damage = damaged.reason();
      return DAMAGED;
    }
  }

  byte[] bytes() {
    return element;
  }

  int length() {
    return length;
  }

  /// The beginning of what came, also where it is too long, broken or cut off.
  String beginning() {
    return RejectedRows.beginning(element, tooLong ? bytesMax : length);
  }

  /// The line on which the element began, from 1.
  long line() {
    return startLine;
  }

  /// Why the text was cut off.
  String damage() {
    return damage;
  }
}
