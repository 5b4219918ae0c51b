package dev.firebreak.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// One message on the owner's socket: a kind, then a text in UTF-8 with its length before it.
///
/// ```
/// client                          owner
/// DIRECTORY, ARGUMENT..., RUN -->     RUN's text is `terminal` where somebody watches
///                             <-- OUT, ERR (any number, in order)
///                             <-- ASK           a secret is needed
/// ANSWER                      -->
///                             <-- EXIT          the exit code, as decimal text
/// ```
record OwnerFrame(Kind kind, String text) {
  static final int TEXT_BYTES_MAX = 1 << 24;

  /// The text of RUN at a terminal.
  static final String TERMINAL = "terminal";

  enum Kind {
    DIRECTORY,
    ARGUMENT,
    RUN,
    OUT,
    ERR,
    ASK,
    ANSWER,
    EXIT
  }

  void write(DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeByte(kind.ordinal());
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  static OwnerFrame read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    int length = in.readInt();
    if (kind >= Kind.values().length || length < 0 || length > TEXT_BYTES_MAX) {
      throw new IOException("not a message of Firebreak's: versions differ?");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the other side went away");
    }
    return new OwnerFrame(Kind.values()[kind], new String(bytes, StandardCharsets.UTF_8));
  }
}
