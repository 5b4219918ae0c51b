package dev.firebreak.assessment;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The bytes of converted rows.
///
/// ```
/// row   := number(source + 1) number(line) number(fields) field*      end := number(0)
/// field := number(path * 4 + text * 2 + ascii) number(bytes) bytes
/// ```
///
/// Numbers are [SevenBits]. Texts are ASCII, else each UTF-16 unit by itself as UTF-8 writes it, so
/// that damaged ones come back as they were. Not thread-safe.
final class ConvertedRow {
  private byte[] bytes = {};
  private int size;

  /// Takes a row's place and values.
  void take(FlatRow from) {
    List<String> inNames = from.mailsInNames();
    begin(from.source(), from.line(), from.size() + inNames.size());
    for (String mail : inNames) {
      field(0, mail, true);
    }
    for (int i = 0; i < from.size(); i++) {
      field(from.node(i).number(), from.value(i), from.isText(i));
    }
  }

  private void begin(int source, long line, int fields) {
    size = 0;
    number(source + 1L);
    number(line);
    number(fields);
  }

  private void field(int path, String value, boolean text) {
    room(value.length() * 3 + 20);
    int header = path * 4 + (text ? 2 : 0);
    int before = size;
    number(header + 1L);
    number(value.length());
    if (!ascii(value)) {
      size = before;
      number(header);
      number(length(value));
      for (int i = 0; i < value.length(); i++) {
        unit(value.charAt(i));
      }
    }
  }

  void end() {
    size = 0;
    number(0);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  /// Writes an ASCII text; of another, something that has to be taken back.
  private boolean ascii(String value) {
    int signs = 0;
    int at = size;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      signs |= c;
      bytes[at + i] = (byte) c;
    }
    size = at + value.length();
    return signs < 0x80;
  }

  private static int length(String value) {
    int length = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      length += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
    return length;
  }

  private void unit(char c) {
    if (c < 0x80) {
      bytes[size++] = (byte) c;
    } else if (c < 0x800) {
      bytes[size++] = (byte) (0xC0 | (c >> 6));
      bytes[size++] = (byte) (0x80 | (c & 0x3F));
    } else {
      bytes[size++] = (byte) (0xE0 | (c >> 12));
      bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      bytes[size++] = (byte) (0x80 | (c & 0x3F));
    }
  }

  private void number(long value) {
    room(SevenBits.BYTES_MAX);
    size = SevenBits.put(bytes, size, value);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more + 1000));
    }
  }

  static long readNumber(DataInputStream in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte b = in.readByte();
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new EOFException("a number of a converted row does not end");
  }

  static String readText(DataInputStream in, int length, boolean ascii) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a converted row does not end");
    }
    if (ascii) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; ) {
      int b = bytes[i] & 0xFF;
      if (b < 0x80) {
        text.append((char) b);
        i++;
      } else if (b < 0xE0) {
        text.append((char) (((b & 0x1F) << 6) | low(bytes[i + 1])));
        i += 2;
      } else {
        text.append((char) (((b & 0x0F) << 12) | (low(bytes[i + 1]) << 6) | low(bytes[i + 2])));
        i += 3;
      }
    }
    return text.toString();
  }

  private static int low(byte b) {
    return b & 0x3F;
  }
}
