package dev.firebreak.assessment;

import java.util.EnumMap;
import java.util.Map;

/// How the values of a field look, without any of them. Immutable.
///
/// @param shares share of the values with a shape, 0 to 1; without shapes that none has
/// @param charsMin length of the shortest, 0 where there is none
/// @param charsMax length of the longest
public record ValueProfile(Map<ValueShape, Double> shares, int charsMin, int charsMax) {
  /// Of a field without values.
  public static final ValueProfile NONE = new ValueProfile(Map.of(), 0, 0);

  public ValueProfile {
    Map<ValueShape, Double> ordered = new EnumMap<>(ValueShape.class);
    ordered.putAll(shares);
    shares = java.util.Collections.unmodifiableMap(ordered);
  }

  public double share(ValueShape shape) {
    return shares.getOrDefault(shape, 0.0);
  }
}
