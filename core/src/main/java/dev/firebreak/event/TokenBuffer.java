package dev.firebreak.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One message as a flat list of JSON tokens, reused from message to message. No tree: two walks by
/// index read it, and a container's end index lets a walk skip it.
///
/// ```
/// {"a":[1,"x"]}   kind: START_OBJECT NAME  START_ARRAY NUMBER STRING END_ARRAY END_OBJECT
///                 text:      -       "a"        -       "1"    "x"      -          -
///                 end:       6                  5
/// ```
///
/// A number's text is the very characters of the input. Names and strings are unescaped. Duplicate
/// names are kept, each at its place. Confined to the request that fills it; [#clear] keeps the
/// arrays and forgets the values.
public final class TokenBuffer {
  /// What a token is.
  public enum Kind {
    START_OBJECT,
    END_OBJECT,
    START_ARRAY,
    END_ARRAY,
    NAME,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL
  }

  private static final int INITIAL_CAPACITY = 256;

  private Kind[] kinds = new Kind[INITIAL_CAPACITY];
  private @Nullable String[] texts = new String[INITIAL_CAPACITY];
  private int[] ends = new int[INITIAL_CAPACITY];
  private int size;

  /// Number of tokens.
  public int size() {
    return size;
  }

  /// Forgets all tokens and the personal values in them.
  public void clear() {
    Arrays.fill(texts, 0, size, null);
    size = 0;
  }

  /// Adds a token without text and returns its index.
  public int add(Kind kind) {
    return add(kind, null);
  }

  /// Adds a token with its text (names, strings, numbers) and returns its index.
  public int add(Kind kind, @Nullable String text) {
    if (size == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * size);
      texts = Arrays.copyOf(texts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    kinds[size] = kind;
    texts[size] = text;
    ends[size] = size;
    return size++;
  }

  /// Sets the index of the end token that closes the container at `start`.
  public void close(int start, int end) {
    ends[start] = end;
  }

  public Kind kind(int index) {
    return kinds[index];
  }

  /// The text of a name, string or number; an [IllegalStateException] for others.
  public String text(int index) {
    String text = texts[index];
    if (text == null) {
      throw new IllegalStateException("token " + index + " has no text");
    }
    return text;
  }

  /// For a container's start the index of its end; for any other token its own index.
  public int end(int index) {
    return ends[index];
  }
}
