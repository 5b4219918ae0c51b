package dev.firebreak.vendor;

import java.util.regex.Pattern;

/// Names a vendor in configuration, keys and ledger: 1 to 32 of `a-z`, `0-9` and `-`, beginning
/// with a letter.
public record VendorId(String value) implements Comparable<VendorId> {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  public VendorId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a vendor's name is 1 to 32 of a-z, 0-9 and '-', beginning with a letter");
    }
  }

  @Override
  public int compareTo(VendorId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
