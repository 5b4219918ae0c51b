package dev.firebreak.testkit.company;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/// Things of which some are drawn more often than others. Immutable.
public final class Weighted<T> {
  private final List<T> things;
  private final long[] upTo;

  private Weighted(List<T> things, long[] upTo) {
    this.things = things;
    this.upTo = upTo;
  }

  /// @param weight positive, of at least one thing
  public static <T> Weighted<T> of(List<T> things, ToIntFunction<T> weight) {
    long[] upTo = new long[things.size()];
    long sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += weight.applyAsInt(things.get(i));
      upTo[i] = sum;
    }
    return new Weighted<>(new ArrayList<>(things), upTo);
  }

  public T draw(RandomGenerator random) {
    long at = random.nextLong(upTo[upTo.length - 1]);
    int found = Arrays.binarySearch(upTo, at + 1);
    return things.get(found >= 0 ? found : -found - 1);
  }
}
