package dev.firebreak.detect;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How much looking one message, or one value, may cost: a count of work, never of time, so that
/// the same message has the same outcome on every machine. One unit is about one character seen by
/// all detectors once; what is dearer counts for more. What is left over when it is spent is
/// `UNSCANNED`. Confined.
public final class ScanWork {
  /// A message of the greatest size is looked at several times over, its decoded forms included.
  private static final int MESSAGE_UNITS = 6 << 20;

  private static final int MESSAGE_NUMBERS_MAX = 32;
  private static final int VALUE_UNITS = 64 << 20;
  private static final int VALUE_NUMBERS_MAX = 4096;

  /// What asking about one number costs: libphonenumber is slow.
  private static final int NUMBER_UNITS = 1000;

  private final int units;
  private final int numbersMax;
  private int left;
  private boolean exhausted;
  private boolean flat;
  private @Nullable Map<String, Boolean> numbers;

  private ScanWork(int units, int numbersMax) {
    this.units = units;
    this.numbersMax = numbersMax;
    left = units;
  }

  /// For the values of one message together; [#refill] before each walk over it.
  public static ScanWork ofMessage() {
    return new ScanWork(MESSAGE_UNITS, MESSAGE_NUMBERS_MAX);
  }

  /// For one value by itself, however dear: a stolen file is read to its end.
  static ScanWork ofValue() {
    return new ScanWork(VALUE_UNITS, VALUE_NUMBERS_MAX);
  }

  /// Begins a new message.
  public void refill() {
    left = units;
    exhausted = false;
  }

  /// True where something was left unseen since the last [#refill].
  public boolean exhausted() {
    return exhausted;
  }

  /// How much was taken since the last [#refill].
  int spent() {
    return units - left;
  }

  /// Begins a value: what is remembered of numbers is for one value and the forms of it.
  void beginValue() {
    flat = true;
    numbers = null;
  }

  /// True where the value had no decoded form that was looked at.
  public boolean flat() {
    return flat;
  }

  void noteDecoded() {
    flat = false;
  }

  /// Takes some work; false where none is left.
  boolean spend(int some) {
    left -= some;
    exhausted |= left < 0;
    return !exhausted;
  }

  /// Whether the candidate is a number; each is asked about once in a value, whichever forms of the
  /// value hold it. Null where no more may be asked.
  @Nullable Boolean isNumber(String candidate, Predicate<String> ask) {
    Map<String, Boolean> asked = numbers;
    if (asked == null) {
      asked = new HashMap<>();
      numbers = asked;
    }
    Boolean known = asked.get(candidate);
    if (known != null) {
      return known;
    }
    if (asked.size() >= numbersMax || !spend(NUMBER_UNITS)) {
      return null;
    }
    boolean answer = ask.test(candidate);
    asked.put(candidate, answer);
    return answer;
  }
}
