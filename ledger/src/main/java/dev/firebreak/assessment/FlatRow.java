package dev.firebreak.assessment;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One row of a data set as a list of paths with their values; reused from row to row. Values are
/// neither null nor empty. Not thread-safe.
final class FlatRow {
  private PathNode[] nodes = new PathNode[64];
  private @Nullable RowValue[] values = new @Nullable RowValue[64];
  private int size;
  private long marks;
  private long chars;
  private int source;
  private long line;
  private List<String> inNames = List.of();
  private final ConvertedRow converted = new ConvertedRow();

  void clear() {
    Arrays.fill(values, 0, size, null);
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
      values = new @Nullable RowValue[other.size];
    }
    System.arraycopy(other.nodes, 0, nodes, 0, other.size);
    System.arraycopy(other.values, 0, values, 0, other.size);
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

  /// @param string true for a string, false for a number or a truth value
  void add(PathNode node, String value, boolean string) {
    add(node, new RowValue(value, string));
  }

  void add(PathNode node, RowValue value) {
    if (value.text().isBlank()) {
      return;
    }
    if (size == nodes.length) {
      nodes = Arrays.copyOf(nodes, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    nodes[size] = node;
    values[size] = value;
    marks |= node.marks();
    size++;
    chars += value.text().length();
  }

  /// Brings what the row has now into the bytes of [#converted].
  void convert() {
    converted.take(this);
  }

  /// The row at its last [#convert].
  ConvertedRow converted() {
    return converted;
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
    return rowValue(i).text();
  }

  boolean isText(int i) {
    return rowValue(i).isString();
  }

  RowValue rowValue(int i) {
    return Objects.requireNonNull(values[i]);
  }

  /// What was found in a value.
  ///
  /// @throws NullPointerException if nobody looked ([ValueSearch#search])
  SearchedValue searched(int i) {
    return Objects.requireNonNull(rowValue(i).searched());
  }
}
