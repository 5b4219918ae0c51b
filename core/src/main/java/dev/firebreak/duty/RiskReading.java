package dev.firebreak.duty;

import java.util.List;

/// How risky an incident is for people: a range, since evidence seldom allows one step.
///
/// @param low the lowest level that the evidence allows
/// @param high the highest
/// @param why the evidence, in sentences
public record RiskReading(RiskLevel low, RiskLevel high, List<String> why) {
  public RiskReading {
    why = List.copyOf(why);
    if (low.compareTo(high) > 0) {
      throw new IllegalArgumentException("the low reading is above the high one");
    }
  }
}
