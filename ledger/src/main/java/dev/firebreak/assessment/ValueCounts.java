package dev.firebreak.assessment;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// Counts how the values of a field look, and keeps a sample of them until the mapping is decided:
/// those with the smallest hashes, so that the order of the rows does not matter. Not thread-safe.
final class ValueCounts {
  /// Values of a field that are looked up in the accounts directory.
  static final int SAMPLED = 256;

  private static final int SAMPLED_CHARS_MAX = 128;

  private final long[] shapes = new long[ValueShape.values().length];
  private final TreeMap<Long, String> sample = new TreeMap<>();
  private long values;
  private int charsMin = Integer.MAX_VALUE;
  private int charsMax;

  void count(ValueShape shape, int chars) {
    values++;
    shapes[shape.ordinal()]++;
    charsMin = Math.min(charsMin, chars);
    charsMax = Math.max(charsMax, chars);
  }

  void sample(String value, long hash) {
    if (value.length() > SAMPLED_CHARS_MAX
        || (sample.size() == SAMPLED && hash >= sample.lastKey())) {
      return;
    }
    sample.put(hash, value);
    if (sample.size() > SAMPLED) {
      sample.pollLastEntry();
    }
  }

  boolean isSampled() {
    return !sample.isEmpty();
  }

  /// Sampled values by their hashes.
  Map<Long, String> sample() {
    return sample;
  }

  ValueProfile profile() {
    if (values == 0) {
      return ValueProfile.NONE;
    }
    Map<ValueShape, Double> shares = new EnumMap<>(ValueShape.class);
    for (ValueShape shape : ValueShape.values()) {
      if (shapes[shape.ordinal()] > 0) {
        shares.put(shape, (double) shapes[shape.ordinal()] / values);
      }
    }
    return new ValueProfile(shares, charsMin, charsMax);
  }
}
