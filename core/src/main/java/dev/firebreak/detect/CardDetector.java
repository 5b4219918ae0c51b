package dev.firebreak.detect;

import java.util.List;

/// Payment cards: 13 to 19 digits with an issuer's prefix and length (ISO/IEC 7812) and a right
/// check digit (Luhn). Single spaces and hyphens may stand anywhere between the digits; up to three
/// signs of any kind between the groups that cards are printed in. Digits inside a longer number
/// are none; with letters before or after them only 15 or 16 digits are a card, and only where the
/// whole is no long hexadecimal id.
final class CardDetector implements Detector {
  private static final int DIGITS_MIN = 13;
  private static final int DIGITS_MAX = 19;

  /// A run may end with at most so many characters of a card whose other groups come after it.
  private static final int PRINTED_CHARS = 24;

  /// Characters of a word that is glued to a card which are looked at.
  private static final int GLUED_CHARS = 32;

  /// A word of hexadecimal digits of this length is an id, whatever digits are in it.
  private static final int HEX_ID_CHARS_MIN = 20;

  private static final int SIGNS_MAX = 3;

  private static final int[][] PRINTED = {{4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4}};

  @Override
  public void detect(String text, TextShape shape, ScanWork work, List<Detection> hits) {
    if (shape.longestNumber() < DIGITS_MIN) {
      return;
    }
    int i = 0;
    while (i < text.length() && !work.exhausted()) {
      i = TextShape.isDigit(text.charAt(i)) ? take(text, i, work, hits) : i + 1;
    }
  }

  /// Reads the run of digits and single separators at `start` and returns where to go on.
  private static int take(String text, int start, ScanWork work, List<Detection> hits) {
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
    if (isInWord(text, start - 1) || isInWord(text, end)) {
      addGlued(text, start, end, digits, hits);
    } else {
      addCards(text, start, end, digits, work, hits);
    }
    addPrinted(text, start, end, work, hits);
    return Math.max(end, start + 1);
  }

  /// A card that a word runs into, as in `card4111111111111111`.
  private static void addGlued(
      String text, int start, int end, StringBuilder digits, List<Detection> hits) {
    boolean length = digits.length() == 15 || digits.length() == 16;
    if (length && !isHexId(text, start, end) && isCard(digits)) {
      hits.add(Detection.plain(DetectionType.CARD, start, end));
    }
  }

  /// True where all of the word around the digits is hexadecimal, and long.
  private static boolean isHexId(String text, int start, int end) {
    int from = start;
    int to = end;
    while (start - from < GLUED_CHARS && isHex(text, from - 1)) {
      from--;
    }
    while (to - end < GLUED_CHARS && isHex(text, to)) {
      to++;
    }
    return to - from >= HEX_ID_CHARS_MIN && !isInWord(text, from - 1) && !isInWord(text, to);
  }

  private static boolean isHex(String text, int index) {
    return index >= 0 && index < text.length() && Character.digit(text.charAt(index), 16) >= 0;
  }

  /// The groups of a card as printed, with the separators that [#take] does not take: begins in the
  /// run from `start` to `end`, at any of its groups.
  private static void addPrinted(
      String text, int start, int end, ScanWork work, List<Detection> hits) {
    boolean further = end + 1 < text.length() && isLoose(text.charAt(end));
    if (!further) {
      return;
    }
    for (int from = Math.max(start, end - PRINTED_CHARS);
        from < end;
        from = nextGroup(text, from, end)) {
      for (int[] groups : PRINTED) {
        int stop = isInWord(text, from - 1) ? -1 : printedEnd(text, from, groups, work);
        if (stop > end) {
          hits.add(Detection.plain(DetectionType.CARD, from, stop));
        }
      }
    }
  }

  /// Where the groups end, if they stand there and are a card; else -1.
  private static int printedEnd(String text, int start, int[] groups, ScanWork work) {
    StringBuilder digits = new StringBuilder(DIGITS_MAX);
    int i = start;
    for (int group : groups) {
      int gap = i;
      while (i > start && i < text.length() && i - gap < SIGNS_MAX && isLoose(text.charAt(i))) {
        i++;
      }
      int from = i;
      while (i < text.length() && i - from < group && TextShape.isDigit(text.charAt(i))) {
        digits.append(text.charAt(i++));
      }
      if (i - from < group || (from > start && from == gap)) {
        return -1;
      }
    }
    work.spend(DIGITS_MAX);
    return !isInWord(text, i) && isCard(digits) ? i : -1;
  }

  private static boolean isLoose(char c) {
    return c < 128 && !TextShape.isAlphanumeric(c);
  }

  /// The whole run, else any stretch of its groups: a card may stand beside another number.
  private static void addCards(
      String text, int start, int end, StringBuilder digits, ScanWork work, List<Detection> hits) {
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
      if (!work.spend(2 * DIGITS_MAX)) {
        return;
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
