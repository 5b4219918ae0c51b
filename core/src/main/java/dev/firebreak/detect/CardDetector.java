package dev.firebreak.detect;

import java.util.List;

/// Payment cards: 13 to 19 digits, single spaces or hyphens between them allowed, with an issuer's
/// prefix and length (ISO/IEC 7812) and a right check digit (Luhn). Digits inside a longer word or
/// number are none.
final class CardDetector implements Detector {
  private static final int DIGITS_MIN = 13;
  private static final int DIGITS_MAX = 19;

  @Override
  public void detect(String text, TextShape shape, List<Detection> hits) {
    if (shape.longestNumber() < DIGITS_MIN) {
      return;
    }
    int i = 0;
    while (i < text.length()) {
      if (TextShape.isDigit(text.charAt(i)) && !isInWord(text, i - 1)) {
        i = take(text, i, hits);
      } else {
        i++;
      }
    }
  }

  /// Reads the run of digits and single separators at `start` and returns where to go on.
  private static int take(String text, int start, List<Detection> hits) {
    StringBuilder digits = new StringBuilder(DIGITS_MAX);
    int end = start;
    int i = start;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (TextShape.isDigit(c)) {
        digits.append(c);
        end = ++i;
      } else if ((c == ' ' || c == '-') && i == end) {
        i++;
      } else {
        break;
      }
    }
    if (!isInWord(text, end)) {
      addCards(text, start, end, digits, hits);
    }
    return Math.max(end, start + 1);
  }

  /// The whole run, else any stretch of its groups: a card may stand beside another number.
  private static void addCards(
      String text, int start, int end, StringBuilder digits, List<Detection> hits) {
    if (digits.length() < DIGITS_MIN) {
      return;
    }
    if (isCard(digits)) {
      hits.add(Detection.plain(DetectionType.CARD, start, end));
      return;
    }
    for (int from = start; from < end; from = nextGroup(text, from, end)) {
      StringBuilder part = new StringBuilder(DIGITS_MAX);
      for (int i = from; i < end && part.length() <= DIGITS_MAX; i++) {
        if (TextShape.isDigit(text.charAt(i))) {
          part.append(text.charAt(i));
        } else if (isCard(part)) {
          hits.add(Detection.plain(DetectionType.CARD, from, i));
        }
      }
      if (from > start && isCard(part)) {
        hits.add(Detection.plain(DetectionType.CARD, from, end));
      }
    }
  }

  private static int nextGroup(String text, int from, int end) {
    int i = from;
    while (i < end && TextShape.isDigit(text.charAt(i))) {
      i++;
    }
    return i + 1;
  }

  private static boolean isInWord(String text, int index) {
    return index >= 0 && index < text.length() && Character.isLetterOrDigit(text.charAt(index));
  }

  private static boolean isCard(StringBuilder digits) {
    return digits.length() >= DIGITS_MIN
        && digits.length() <= DIGITS_MAX
        && isIssued(digits)
        && luhn(digits);
  }

  private static boolean isIssued(StringBuilder digits) {
    int length = digits.length();
    int four = Integer.parseInt(digits, 0, 4, 10);
    int two = four / 100;
    return switch (four / 1000) {
      case 2 -> length == 16 && four >= 2221 && four <= 2720;
      case 3 -> isThree(two, length);
      case 4 -> length == 13 || length == 16 || length == 19;
      case 5 -> length == 16 || (length > 16 && two > 55);
      case 6 -> length >= 16;
      default -> false;
    };
  }

  private static boolean isThree(int two, int length) {
    return switch (two) {
      case 34, 37 -> length == 15;
      case 30, 35, 36, 38 -> length >= 14;
      default -> false;
    };
  }

  private static boolean luhn(StringBuilder digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit : 2 * digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }
}
