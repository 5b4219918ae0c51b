package dev.firebreak.spark;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What goes over the pipes between [SparkProcess] and [SparkDriver].
///
/// ```
/// request   REGISTER table n file*  |  RUN sql  |  QUERY sql  |  END
/// answer    (ROW n value*)* (DONE | FAILED message)
/// value     NULL  |  NUMBER long  |  TRUTH boolean  |  TEXT text
/// text      length in bytes, UTF-8
/// ```
///
/// The driver answers once without being asked, when it is ready.
final class Wire {
  static final byte REGISTER = 1;
  static final byte RUN = 2;
  static final byte QUERY = 3;
  static final byte END = 4;

  static final byte DONE = 10;
  static final byte FAILED = 11;
  static final byte ROW = 12;

  static final byte NULL = 20;
  static final byte NUMBER = 21;
  static final byte TRUTH = 22;
  static final byte TEXT = 23;

  private static final int TEXT_BYTES_MAX = 64 << 20;

  private Wire() {}

  static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > TEXT_BYTES_MAX) {
      throw new IOException("a text of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
