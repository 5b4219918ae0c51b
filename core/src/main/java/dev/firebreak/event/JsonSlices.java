package dev.firebreak.event;

import java.util.Arrays;

/// Cuts a JSON text into the texts of its messages: the elements of an array, the lines of NDJSON,
/// or one value. It counts brackets and knows strings, no more: each slice is parsed on its own
/// afterwards, so that one broken message harms no other, and depth and size are known before.
///
/// ```
/// [ {"a":1} , {"a":tru} , {"a":3} ]     {"a":1} NEWLINE {"a":2} NEWLINE
///   -------   ---------   -------       -------         -------
/// ```
///
/// Where a message breaks off, the rest of its line, or of the body where that has no lines, is its
/// slice: what might be a message inside a broken one is not guessed at. A raw line end inside a
/// string breaks the message but not its neighbours. Confined to one thread.
final class JsonSlices {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private enum Form {
    ARRAY,
    LINES,
    ONE
  }

  private final byte[] json;
  private final Form form;
  private int at;
  private int limit;
  private int start;
  private int end;
  private int depth;
  private boolean complete;
  private boolean ended;

  /// True where a line end inside a string ends what is scanned.
  private boolean linesEndStrings;

  JsonSlices(byte[] json) {
    this.json = json;
    limit = json.length;
    at = startsWithMark(json) ? BYTE_ORDER_MARK.length : 0;
    skipSpace();
    form = formAt(at);
    if (form == Form.ARRAY) {
      at++;
    }
  }

  /// Moves to the next slice; false where there is none.
  boolean next() {
    depth = 0;
    return switch (form) {
      case ARRAY -> nextElement();
      case LINES -> nextLine();
      case ONE -> nextRest();
    };
  }

  /// First byte of the slice.
  int start() {
    return start;
  }

  /// The byte after the slice.
  int end() {
    return end;
  }

  /// How many objects and arrays enclose its innermost value.
  int depth() {
    return depth;
  }

  /// False where the text ends before the slice does.
  boolean complete() {
    return complete;
  }

  private boolean nextElement() {
    if (ended) {
      return false;
    }
    while (at < json.length && (isSpace(json[at]) || json[at] == ',')) {
      at++;
    }
    if (at < json.length && json[at] == ']') {
      at++;
      ended = true;
      skipSpace();
      return at < json.length && rest();
    }
    if (at == json.length) {
      ended = true;
      return rest();
    }
    scanValue();
    ended = !complete;
    return true;
  }

  private boolean nextLine() {
    skipSpace();
    if (at == json.length) {
      return false;
    }
    start = at;
    int newline = lineEnd(at);
    limit = newline;
    scanValue();
    takeRestOf(newline);
    limit = json.length;
    return true;
  }

  private boolean nextRest() {
    if (at == json.length) {
      return false;
    }
    scanValue();
    takeRestOf(json.length);
    return true;
  }

  /// What follows the value up to `to` belongs to its slice; anything but space breaks it.
  private void takeRestOf(int to) {
    skipSpace();
    complete &= at == to;
    at = to;
    end = to;
  }

  /// Takes all that is left as one slice that is no message.
  private boolean rest() {
    start = at;
    end = json.length;
    at = json.length;
    complete = false;
    return true;
  }

  private void scanValue() {
    start = at;
    int open = 0;
    boolean started = false;
    while (at < limit && (open > 0 || !started)) {
      started = true;
      switch (json[at]) {
        case '{', '[' -> depth = Math.max(depth, ++open);
        case '}', ']' -> open--;
        case '"' -> skipString();
        default -> {
          if (open == 0) {
            skipScalar();
          }
        }
      }
      at++;
    }
    complete = open <= 0 && at <= limit;
    at = complete ? at : limit;
    end = at;
  }

  /// Leaves `at` on the closing quote, or beyond the end where there is none.
  private void skipString() {
    at++;
    while (at < limit && json[at] != '"') {
      if (linesEndStrings && json[at] == '\n') {
        at = limit;
        return;
      }
      at += json[at] == '\\' ? 2 : 1;
    }
  }

  /// Leaves `at` on the last byte of a number, word or garbage.
  private void skipScalar() {
    while (at + 1 < limit && json[at + 1] != ',' && json[at + 1] != ']') {
      at++;
    }
  }

  /// One value to the end of the text is that; else, where a line by itself is an object, the text
  /// is NDJSON, whatever its other lines are.
  private Form formAt(int first) {
    if (first == json.length) {
      return Form.ONE;
    }
    if (json[first] == '[') {
      return Form.ARRAY;
    }
    linesEndStrings = true;
    scanValue();
    skipSpace();
    boolean one = json[first] == '{' && complete && at == json.length;
    linesEndStrings = false;
    boolean lines = !one && hasObjectLine(first);
    at = first;
    depth = 0;
    limit = json.length;
    return lines ? Form.LINES : Form.ONE;
  }

  /// True where a line after the first is an object from its beginning to its end.
  private boolean hasObjectLine(int first) {
    int line = lineEnd(first) + 1;
    while (line < json.length) {
      int end = lineEnd(line);
      at = line;
      limit = end;
      skipSpace();
      if (at < limit && json[at] == '{') {
        scanValue();
        skipSpace();
        if (complete && at == limit) {
          return true;
        }
      }
      limit = json.length;
      line = end + 1;
    }
    return false;
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < json.length && json[end] != '\n') {
      end++;
    }
    return end;
  }

  private void skipSpace() {
    while (at < limit && isSpace(json[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }

  private static boolean startsWithMark(byte[] json) {
    return json.length >= 3
        && Arrays.equals(json, 0, 3, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
  }
}
