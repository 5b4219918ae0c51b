package dev.firebreak.assessment;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The form in which values of quasi-identifiers are compared, in a data set and in what an
/// attacker knows: the same fact in two spellings is one value. What is in no known spelling stays
/// as it is.
///
/// | Slot | Form |
/// |---|---|
/// | birth date | `1970-01-31`, or the year alone; `3/4/1970` may be March or April and stays |
/// | gender | `female`, `male`, else lower case |
/// | postcode | upper case, no spaces |
/// | IP address | IPv4 without a prefix's length; IPv6 as eight groups of four digits |
/// | coordinates, age | without what surrounds them |
final class QuasiValues {
  private static final Pattern YEAR_FIRST =
      Pattern.compile("([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[T ].*)?");
  private static final Pattern DIGITS = Pattern.compile("((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})");
  private static final Pattern YEAR_LAST =
      Pattern.compile("([0-9]{1,2})([-./])([0-9]{1,2})[-./]([0-9]{4})");
  private static final int MONTHS = 12;
  private static final int GROUPS = 8;

  private QuasiValues() {}

  /// The value of a slot in the form that is compared.
  static String normal(Slot slot, String value) {
    return switch (slot) {
      case BIRTH_DATE -> birthDate(value.strip());
      case GENDER -> gender(value.strip().toLowerCase(Locale.ROOT));
      case POSTCODE -> value.replace(" ", "").toUpperCase(Locale.ROOT);
      case IP_ADDRESS -> address(value.strip().toLowerCase(Locale.ROOT));
      case AGE, LATITUDE, LONGITUDE -> value.strip();
      default -> value;
    };
  }

  private static String birthDate(String value) {
    Matcher first = YEAR_FIRST.matcher(value);
    if (first.matches()) {
      return date(first.group(1), first.group(2), first.group(3));
    }
    Matcher digits = DIGITS.matcher(value);
    if (digits.matches()) {
      return date(digits.group(1), digits.group(2), digits.group(3));
    }
    Matcher last = YEAR_LAST.matcher(value);
    return last.matches() ? yearLast(last, value) : value;
  }

  /// A point means the day first; else only a number above 12 tells which the day is.
  private static String yearLast(Matcher last, String value) {
    int one = Integer.parseInt(last.group(1));
    int two = Integer.parseInt(last.group(3));
    if (last.group(2).equals(".") || one > MONTHS || one == two) {
      return date(last.group(4), last.group(3), last.group(1));
    }
    return two > MONTHS ? date(last.group(4), last.group(1), last.group(3)) : value;
  }

  private static String date(String year, String month, String day) {
    return year + "-" + twoDigits(month) + "-" + twoDigits(day);
  }

  private static String twoDigits(String number) {
    return number.length() == 1 ? "0" + number : number;
  }

  private static String gender(String value) {
    return switch (value) {
      case "f", "w", "female", "woman", "weiblich", "frau" -> "female";
      case "m", "male", "man", "m\u00e4nnlich", "mann", "herr" -> "male";
      default -> value;
    };
  }

  private static String address(String value) {
    int slash = value.indexOf('/');
    String plain = slash < 0 ? value : value.substring(0, slash);
    return plain.indexOf(':') < 0 || plain.indexOf('.') >= 0 ? plain : groups(plain);
  }

  /// IPv6 with all its zeros; what is none stays.
  private static String groups(String value) {
    int gap = value.indexOf("::");
    String[] before = parts(gap < 0 ? value : value.substring(0, gap));
    String[] after = parts(gap < 0 ? "" : value.substring(gap + 2));
    int zeros = GROUPS - before.length - after.length;
    if (zeros < 0 || (gap < 0 && zeros > 0)) {
      return value;
    }
    StringBuilder all = new StringBuilder();
    for (String part : before) {
      append(all, part);
    }
    for (int i = 0; i < zeros; i++) {
      append(all, "0");
    }
    for (String part : after) {
      append(all, part);
    }
    return all.toString();
  }

  private static String[] parts(String groups) {
    return groups.isEmpty() ? new String[0] : groups.split(":", -1);
  }

  private static void append(StringBuilder to, String group) {
    to.append(to.isEmpty() ? "" : ":").repeat('0', Math.max(0, 4 - group.length())).append(group);
  }
}
