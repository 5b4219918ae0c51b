package dev.firebreak.assessment;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One row of a data set as a list of paths with their values; reused from row to row. Values are
/// neither null nor empty. Not thread-safe.
final class FlatRow {
  private PathNode[] nodes = new PathNode[64];
  private String[] values = new String[64];
  private boolean[] texts = new boolean[64];
  private @Nullable SearchedValue[] searched = new SearchedValue[0];
  private int size;
  private long marks;
  private long chars;
  private int source;
  private long line;
  private List<String> inNames = List.of();

  void clear() {
    Arrays.fill(values, 0, size, "");
    Arrays.fill(searched, 0, Math.min(size, searched.length), null);
    size = 0;
    marks = 0;
    chars = 0;
    source = 0;
    line = 0;
    inNames = List.of();
  }

  /// Replaces what it has by what another has.
  void copyOf(FlatRow other) {
    clear();
    if (nodes.length < other.size) {
      nodes = new PathNode[other.size];
      values = new String[other.size];
      texts = new boolean[other.size];
    }
    System.arraycopy(other.nodes, 0, nodes, 0, other.size);
    System.arraycopy(other.values, 0, values, 0, other.size);
    System.arraycopy(other.texts, 0, texts, 0, other.size);
    size = other.size;
    marks = other.marks;
    chars = other.chars;
    source = other.source;
    line = other.line;
    inNames = other.inNames;
  }

  /// Says where the row stood.
  ///
  /// @param part number of the part of the data set, from 0
  void standsAt(int part, long at) {
    source = part;
    line = at;
  }

  /// Says which addresses stood in names of its fields.
  void mailsInNames(List<String> mails) {
    inNames = mails;
  }

  int source() {
    return source;
  }

  long line() {
    return line;
  }

  List<String> mailsInNames() {
    return inNames;
  }

  /// @param text true for a string, false for a number or a truth value
  void add(PathNode node, String value, boolean text) {
    if (value.isBlank()) {
      return;
    }
    if (size == nodes.length) {
      nodes = Arrays.copyOf(nodes, size * 2);
      values = Arrays.copyOf(values, size * 2);
      texts = Arrays.copyOf(texts, size * 2);
    }
    nodes[size] = node;
    values[size] = value;
    texts[size] = text;
    marks |= node.marks();
    size++;
    chars += value.length();
  }

  /// Characters of all its values.
  long chars() {
    return chars;
  }

  int size() {
    return size;
  }

  /// What the row's paths tell about its shape, a union of [RowMark#bit].
  long marks() {
    return marks;
  }

  PathNode node(int i) {
    return nodes[i];
  }

  String value(int i) {
    return values[i];
  }

  boolean isText(int i) {
    return texts[i];
  }

  /// Says what a value shows by itself.
  void searched(int i, SearchedValue value) {
    if (searched.length < size) {
      searched = Arrays.copyOf(searched, values.length);
    }
    searched[i] = value;
  }

  /// What was said of a value.
  ///
  /// @throws NullPointerException if nothing was
  SearchedValue searched(int i) {
    return Objects.requireNonNull(searched[i]);
  }
}
