package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Lets the bytes of an XML document pass as long as no tag, comment or section is long and no
/// element deep, since a parser keeps these in memory as a whole. Text between tags is free. A zero
/// byte, as in UTF-16, which spreadsheets do not use, is refused. What comes before still passes.
/// Not thread-safe.
final class XmlGuard extends BulkInputStream {
  private static final int MARKUP_BYTES_MAX = 1 << 16;
  private static final int DEPTH_MAX = 64;

  private enum State {
    TEXT,
    TAG,
    QUOTED,
    DECLARATION,
    COMMENT,
    SECTION
  }

  private final InputStream in;
  private State state = State.TEXT;
  private int markupBytes;
  private int depth;
  private int quote;
  private int first;
  private int before;
  private int beforeThat;
  private boolean entered;
  private @Nullable DamagedStream refused;

  XmlGuard(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    DamagedStream before = refused;
    if (before != null) {
      throw before;
    }
    int read = in.read(into, offset, length);
    for (int i = 0; i < read; i++) {
      byte b = into[offset + i];
      if (state != State.TEXT || b == '<' || b == 0) {
        try {
          look(b);
        } catch (DamagedStream damage) {
          refused = damage;
          if (i == 0) {
            throw damage;
          }
          return i;
        }
      }
    }
    return read;
  }

  private void look(byte b) throws DamagedStream {
    if (b == 0 || ++markupBytes > MARKUP_BYTES_MAX) {
      throw new DamagedStream(DamagedStream.DAMAGED);
    }
    switch (state) {
      case TEXT -> begin();
      case TAG -> inTag(b);
      case QUOTED -> state = b == quote ? State.TAG : State.QUOTED;
      case DECLARATION -> inDeclaration(b);
      case COMMENT -> end(b == '>' && before == '-' && beforeThat == '-');
      case SECTION -> end(b == '>' && before == ']' && beforeThat == ']');
    }
    beforeThat = entered ? 0 : before;
    before = entered ? 0 : b;
    entered = false;
  }

  /// What ends it is not in what began it: `<!-->` ends nothing.
  private void enter(State next) {
    state = next;
    entered = true;
  }

  private void begin() {
    state = State.TAG;
    markupBytes = 1;
    first = 0;
    before = 0;
    beforeThat = 0;
  }

  private void inTag(byte b) throws DamagedStream {
    if (first == 0) {
      first = b;
      if (b == '!' || b == '?') {
        state = State.DECLARATION;
        return;
      }
      depth += b == '/' ? -1 : 1;
      if (depth > DEPTH_MAX) {
        throw new DamagedStream("its elements lie too deep in one another");
      }
    } else if (b == '"' || b == '\'') {
      quote = b;
      state = State.QUOTED;
    } else if (b == '>') {
      depth -= before == '/' ? 1 : 0;
      state = State.TEXT;
    }
  }

  private void inDeclaration(byte b) {
    if (markupBytes == 4 && b == '-' && before == '-') {
      enter(State.COMMENT);
    } else if (markupBytes == 3 && b == '[') {
      enter(State.SECTION);
    } else {
      end(b == '>');
    }
  }

  private void end(boolean ends) {
    state = ends ? State.TEXT : state;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
