package dev.firebreak.detect;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Phone numbers in text: those with `+`, `00` or `011` and a country code; the North American form
/// with separators; the British, French and German national forms with separators, and as a whole
/// value without; a whole value of digits that is a number with its country code; and national
/// forms after a word such as "tel" or "mobile". libphonenumber decides, behind a gate of cheap
/// shapes, since it is slow: it is asked about a bounded number of candidates in a value, and what
/// comes after them is `UNSCANNED`.
final class PhoneDetector implements Detector {
  private static final int DIGITS_MIN = 7;
  private static final int DIGITS_MAX = 15;
  private static final int WORD_DISTANCE_MAX = 24;

  /// Where the groups of a UUID begin.
  private static final int[] UUID_GROUPS = {0, 9, 14, 19, 24};

  /// What the cheap shapes of a candidate cost.
  private static final int CANDIDATE_UNITS = 24;

  private static final String[] REGIONS = {"US", "GB", "FR", "DE"};
  private static final Pattern NORTH_AMERICAN =
      Pattern.compile("(?:1[ .-])?\\(?[2-9]\\d{2}\\)?[ ./-]{1,2}[2-9]\\d{2}[ .-]\\d{4}");
  private static final Pattern BRITISH_MOBILE =
      Pattern.compile("(?:0|44)7\\d{3}[ -]?\\d{3}[ -]?\\d{3}");
  private static final Pattern NATIONAL =
      Pattern.compile(
          "0[12]\\d{1,3}[ -]\\d{3,4}[ -]?\\d{3,4}|0[1-9](?:[ .-]\\d{2}){4}"
              + "|0[1-9]\\d{1,4}[ /-]\\d{3,8}(?:[ -]\\d{2,4})?");
  private static final Pattern NATIONAL_WHOLE = Pattern.compile("0[1-9]\\d{8,11}");
  private static final Pattern INTERNATIONAL =
      Pattern.compile("(?:00 ?|011[ -])([1-9][\\d ().-]{6,20})");
  private static final Pattern WITH_COUNTRY =
      Pattern.compile("1[2-9]\\d{2}[2-9]\\d{6}|44[1-9]\\d{9}|33[1-9]\\d{8}|491[567]\\d{8,9}");
  private static final Pattern WORD =
      Pattern.compile(
          "(?:phone|tel|mobile|cell|call|fax|whatsapp|sms|ring|handy)[a-z]{0,4}(?:\\b|_)");

  @Override
  public void detect(String text, TextShape shape, ScanWork work, List<Detection> hits) {
    if (shape.longestNumber() < DIGITS_MIN) {
      return;
    }
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      boolean start = (c == '+' || c == '(' || TextShape.isDigit(c)) && !isInWord(text, i - 1);
      i = start ? take(text, i, work, hits) : i + 1;
    }
  }

  private static int take(String text, int start, ScanWork work, List<Detection> hits) {
    int digits = 0;
    int end = start;
    int i = start;
    while (i < text.length() && digits <= DIGITS_MAX && i - end <= 2) {
      char c = text.charAt(i);
      if (TextShape.isDigit(c)) {
        digits++;
        end = i + 1;
      } else if (!isSeparator(c, text.charAt(start)) && !(c == '+' && i == start)) {
        break;
      }
      i++;
    }
    boolean fits = digits >= DIGITS_MIN && digits <= DIGITS_MAX && !isInWord(text, end);
    if (!fits) {
      return end <= start ? start + 1 + skipped(text, start) : end;
    }
    work.spend(CANDIDATE_UNITS);
    Boolean phone = isPhone(text, start, end, work);
    if (phone == null) {
      hits.add(Detection.plain(DetectionType.UNSCANNED, start, text.length()));
      return text.length();
    }
    if (phone && !isInUuid(text, start)) {
      hits.add(Detection.plain(DetectionType.PHONE, start, end));
      return end;
    }
    return start + 1 + skipped(text, start);
  }

  /// True where the candidate begins with a group of a UUID that stands in a longer text.
  private static boolean isInUuid(String text, int start) {
    for (int group : UUID_GROUPS) {
      int from = start - group;
      int end = from + TypedValue.UUID_LENGTH;
      if (from >= 0 && end <= text.length() && TypedValue.isUuid(text.substring(from, end))) {
        return true;
      }
    }
    return false;
  }

  /// Digits already looked at from their first one are not looked at again.
  private static int skipped(String text, int start) {
    int i = start + 1;
    while (i < text.length() && TextShape.isDigit(text.charAt(i))) {
      i++;
    }
    return i - start - 1;
  }

  private static boolean isSeparator(char c, char first) {
    boolean usual = c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
    return usual || c == '\u00A0' || (first == '+' && (c == '_' || c == ','));
  }

  private static boolean isInWord(String text, int index) {
    return index >= 0 && index < text.length() && Character.isLetterOrDigit(text.charAt(index));
  }

  /// Null where libphonenumber may not be asked any more.
  private static @Nullable Boolean isPhone(String text, int start, int end, ScanWork work) {
    String candidate = text.substring(start, end);
    if (candidate.startsWith("+")) {
      String plain = candidate.replace('_', ' ').replace(',', ' ');
      return work.isNumber(plain, number -> parses(number, "ZZ", false));
    }
    boolean whole = start == 0 && end == text.length();
    char first = candidate.charAt(0);
    if (first == '0') {
      Matcher international = INTERNATIONAL.matcher(candidate);
      if (international.matches()) {
        return work.isNumber("+" + international.group(1), number -> parses(number, "ZZ", true));
      }
    }
    if (isShaped(candidate, first, whole)) {
      return true;
    }
    if (whole && hasCountry(candidate, first)) {
      return work.isNumber("+" + candidate, number -> parses(number, "ZZ", true));
    }
    return (isNational(candidate, first, whole) || followsPhoneWord(text, start))
        ? work.isNumber(candidate, PhoneDetector::parsesSomewhere)
        : Boolean.FALSE;
  }

  /// The shapes that need no second opinion. The first sign closes most gates: numbers of other
  /// kinds, such as times, are the most of what comes here.
  private static boolean isShaped(String candidate, char first, boolean whole) {
    boolean separated = candidate.indexOf(' ') > 0 || candidate.indexOf('-') > 0;
    return (first != '0' && !isDigits(candidate) && NORTH_AMERICAN.matcher(candidate).matches())
        || ((separated || whole)
            && (first == '0' || first == '4')
            && BRITISH_MOBILE.matcher(candidate).matches());
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!TextShape.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasCountry(String candidate, char first) {
    return (first == '1' || first == '3' || first == '4')
        && WITH_COUNTRY.matcher(candidate).matches();
  }

  private static boolean isNational(String candidate, char first, boolean whole) {
    return first == '0'
        && (NATIONAL.matcher(candidate).matches()
            || (whole && NATIONAL_WHOLE.matcher(candidate).matches()));
  }

  private static boolean parsesSomewhere(String candidate) {
    for (String region : REGIONS) {
      if (parses(candidate, region, true)) {
        return true;
      }
    }
    return false;
  }

  private static boolean followsPhoneWord(String text, int start) {
    if (start == 0) {
      return false;
    }
    String before = text.substring(Math.max(0, start - WORD_DISTANCE_MAX), start);
    return WORD.matcher(before.toLowerCase(Locale.ROOT)).find();
  }

  private static boolean parses(String candidate, String region, boolean strictly) {
    PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
    try {
      var number = phones.parse(candidate, region);
      return strictly ? phones.isValidNumber(number) : phones.isPossibleNumber(number);
    } catch (NumberParseException noNumber) {
      return false;
    }
  }
}
