package dev.firebreak.risk;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The sizes of the equivalence classes of a table, and the risk figures that follow from them.
///
/// An equivalence class is a set of people who agree on every quasi-identifier; a missing value is
/// a value of its own. All that the prosecutor's figures need is how many classes of each size
/// there are, so that a table of any length fits. Immutable.
public final class ClassSizes {
  private final NavigableMap<Long, Long> classesBySize;
  private final long people;
  private final long classes;

  private ClassSizes(NavigableMap<Long, Long> classesBySize) {
    this.classesBySize = classesBySize;
    long peopleSum = 0;
    long classesSum = 0;
    for (Map.Entry<Long, Long> entry : classesBySize.entrySet()) {
      if (entry.getKey() < 1 || entry.getValue() < 1) {
        throw new IllegalArgumentException("a class has people, and a size has classes");
      }
      peopleSum = Math.addExact(peopleSum, Math.multiplyExact(entry.getKey(), entry.getValue()));
      classesSum = Math.addExact(classesSum, entry.getValue());
    }
    people = peopleSum;
    classes = classesSum;
  }

  /// From a histogram.
  ///
  /// @param classesBySize class size to number of classes of that size, both at least 1
  public static ClassSizes ofHistogram(Map<Long, Long> classesBySize) {
    return new ClassSizes(new TreeMap<>(classesBySize));
  }

  /// From one key per person: people with equal keys are in one class.
  public static ClassSizes ofKeys(Collection<?> keys) {
    Map<Object, Long> sizes = new HashMap<>();
    for (Object key : keys) {
      sizes.merge(key, 1L, Long::sum);
    }
    NavigableMap<Long, Long> histogram = new TreeMap<>();
    for (long size : sizes.values()) {
      histogram.merge(size, 1L, Long::sum);
    }
    return new ClassSizes(histogram);
  }

  /// Class size to number of classes of that size, in the order of sizes.
  public Map<Long, Long> classesBySize() {
    return Collections.unmodifiableMap(classesBySize);
  }

  public long people() {
    return people;
  }

  public long classes() {
    return classes;
  }

  /// The k of k-anonymity: size of the smallest class; 0 for an empty table.
  public long smallestClassSize() {
    return classesBySize.isEmpty() ? 0 : classesBySize.firstKey();
  }

  /// Share of people who are alone in their class, 0 to 1; 0 for an empty table.
  public double shareUnique() {
    return people == 0 ? 0 : (double) classesBySize.getOrDefault(1L, 0L) / people;
  }

  /// The worst prosecutor risk, one divided by the smallest class: the attacker knows that the
  /// target is in the data. 0 for an empty table.
  public double prosecutorMax() {
    return people == 0 ? 0 : 1.0 / smallestClassSize();
  }

  /// The prosecutor risk averaged over people: classes divided by people. 0 for an empty table.
  public double prosecutorAverage() {
    return people == 0 ? 0 : (double) classes / people;
  }

  /// Share of people whose prosecutor risk is above a threshold, 0 to 1.
  ///
  /// @param threshold a risk, such as 0.09 for classes of 11 and more
  public double shareAbove(double threshold) {
    long above = 0;
    for (Map.Entry<Long, Long> entry : classesBySize.entrySet()) {
      if (1.0 / entry.getKey() > threshold) {
        above += entry.getKey() * entry.getValue();
      }
    }
    return people == 0 ? 0 : (double) above / people;
  }
}
