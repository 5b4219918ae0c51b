package dev.firebreak.testkit.path;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.SplittableRandom;

/// An invented person whose every value occurs nowhere else.
///
/// @param number 0 to 39 999; another number shares no value
record PlantedPerson(int number) {
  private static final String[] SYLLABLES = {
    "bra", "dve", "fio", "gru", "hal", "jor", "kem", "lun", "mip", "nor", "pra", "qui", "rov",
    "sti", "tul", "vez", "wim", "xan", "yol", "zed"
  };
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  String first() {
    return capital(syllable(1) + syllable(20) + "la");
  }

  String last() {
    return capital("o" + syllable(400) + syllable(8000) + (number % 2 == 0 ? "sen" : "ström"));
  }

  String name() {
    return first() + " " + last();
  }

  String email() {
    return (first() + "." + syllable(400) + syllable(8000)).toLowerCase(Locale.ROOT)
        + "@mail"
        + number
        + ".example.org";
  }

  /// Lower-case letters only, as a word of an address may be.
  String username() {
    return (first() + syllable(400) + syllable(8000) + "x").toLowerCase(Locale.ROOT);
  }

  String phone() {
    return "+49" + mobile();
  }

  String phoneSpaced() {
    String digits = mobile();
    return "+49 " + digits.substring(0, 3) + " " + digits.substring(3);
  }

  /// With a last digit that makes it no card number.
  private String mobile() {
    String digits = "15" + (10_000_000 + number * 797);
    return digits + (checkDigit("49" + digits) + 1) % 10;
  }

  String ip() {
    return "93.184." + (number / 200 + 10) + "." + (number % 200 + 20);
  }

  String street() {
    return (number % 90 + 10)
        + " "
        + capital(syllable(20) + syllable(1))
        + " Street, Flat "
        + number;
  }

  String city() {
    return "New " + capital(syllable(8000) + syllable(400) + syllable(20) + syllable(1) + "ville");
  }

  /// A number that passes the check digit (ISO/IEC 7812-1 annex B).
  String card() {
    String digits = "453" + String.format(Locale.ROOT, "%012d", 480_343_640_000L + number * 13L);
    return digits + checkDigit(digits);
  }

  String cardSpaced() {
    return card().replaceAll("(.{4})(?!$)", "$1 ");
  }

  String githubKey() {
    return "ghp_" + random(1, 34) + "7a";
  }

  String cloudKey() {
    return "AKIA" + random(2, 15).toUpperCase(Locale.ROOT) + "7";
  }

  String paymentKey() {
    return "sk_live_" + random(3, 24) + "9";
  }

  String jwtSignature() {
    return random(4, 43);
  }

  String jwt() {
    return base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")
        + "."
        + base64("{\"sub\":\"" + number + "\",\"role\":\"owner\"}")
        + "."
        + jwtSignature();
  }

  String userId() {
    return "user-" + random(5, 14);
  }

  String deviceId() {
    String hex = String.format(Locale.ROOT, "%08x", 0x4a11_0000L + number);
    return hex + "-850d-4575-91f2-91c4ba7e" + hex.substring(4);
  }

  String organizationId() {
    return "org-" + random(6, 14);
  }

  /// Nothing that a detector could know: only a rule for its field withholds it.
  String word() {
    return random(7, 16);
  }

  private static int checkDigit(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? 2 * digit : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return (10 - sum % 10) % 10;
  }

  private String syllable(int divisor) {
    return SYLLABLES[number / divisor % SYLLABLES.length];
  }

  private String random(int salt, int length) {
    var random = new SplittableRandom(number * 31L + salt * 1_000_003L);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
