package dev.firebreak.vendor;

import java.util.regex.Pattern;

/// Names a binding (one vendor project behind one host or path) in configuration and journal: 1 to
/// 32 of `a-z`, `0-9` and `-`, beginning with a letter.
public record BindingId(String value) implements Comparable<BindingId> {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  public BindingId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a binding's name is 1 to 32 of a-z, 0-9 and '-', beginning with a letter");
    }
  }

  @Override
  public int compareTo(BindingId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
