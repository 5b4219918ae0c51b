package dev.firebreak.notice;

import dev.firebreak.taxonomy.DataCategory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds which kinds of data a sentence names, in the words of [PlainWords] and in others that
/// people use. A word for several kinds names all of them; a kind's own words alone, or a list of
/// such, name those kinds. Immutable.
final class KindWords {
  /// Between the kinds of one line of a list.
  static final String SEPARATOR = "; ";

  private static final String SIGN_IN = "(?:log|sign)[- ]?in (?:details|data|codes?)|credentials?";
  private static final Map<DataCategory, Pattern> WORDS = words();

  private KindWords() {}

  static Set<DataCategory> named(String sentence) {
    Set<DataCategory> named = EnumSet.noneOf(DataCategory.class);
    boolean listed = true;
    for (String part : sentence.split(SEPARATOR, -1)) {
      Optional<DataCategory> own =
          Arrays.stream(DataCategory.values())
              .filter(category -> part.equals(PlainWords.of(category)))
              .findFirst();
      own.ifPresent(named::add);
      listed &= own.isPresent();
    }
    if (listed) {
      return named;
    }
    WORDS.forEach((category, words) -> {
      if (words.matcher(sentence).find()) {
        named.add(category);
      }
    });
    return named;
  }

  private static Map<DataCategory, Pattern> words() {
    Map<DataCategory, Pattern> words = new EnumMap<>(DataCategory.class);
    for (DataCategory category : DataCategory.values()) {
      String plain = PlainWords.of(category).replaceFirst("^your ", "");
      String more = synonyms(category);
      words.put(
          category,
          Pattern.compile(
              "(?i)\\b(?:"
                  + Pattern.quote(plain)
                  + "(?:e?s)?"
                  + (more.isEmpty() ? "" : "|" + more)
                  + ")\\b"));
    }
    return words;
  }

  private static String synonyms(DataCategory category) {
    return switch (category) {
      case NAME -> "(?<!user )names?(?! of)";
      case EMAIL -> "e-?mails?|(?:e-?)?mail address(?:es)?";
      case PHONE -> "(?:tele)?phones?(?: numbers?)?|mobile numbers?";
      case POSTAL_ADDRESS -> "(?:postal|home|street) address(?:es)?";
      case USERNAME -> "user ?names?|log-?in names?";
      case ACCOUNT_ID -> "account (?:numbers?|ids?)";
      case IP_ADDRESS -> "IP(?: address(?:es)?)?";
      case CITY, REGION, COUNTRY, PRECISE_LOCATION -> "locations?|whereabouts";
      case BROWSING_HISTORY -> "browsing(?: history| data)?|pages you (?:saw|visited)";
      case SEARCH_HISTORY -> "search(?:es| history| terms)";
      case PURCHASE_HISTORY -> "purchases?|orders?";
      case DATE_OF_BIRTH -> "birth ?dates?|dates? of birth|birthdays?";
      case PRIVATE_CONTENT -> "messages?|uploads?|documents?|private (?:texts?|content)|files";
      case PROMPT -> "chats?|conversations?|prompts?";
      case PASSWORD -> "pass ?(?:words?|codes?|phrases?)|PINs?|" + SIGN_IN;
      case CREDENTIALS -> "passkeys?|(?:access|session) tokens?|one-time codes?|" + SIGN_IN;
      case API_KEY -> "(?:API |access |secret )?keys?|secrets?";
      case CREDIT_CARD -> "(?:credit |debit |payment )?cards?(?: numbers?| details| data)?|CVV|CVC";
      case BANK_ACCOUNT -> "bank (?:accounts?|details|data)|IBANs?";
      case PAYMENT -> "payments?(?: details| data| information| methods?)?|billing(?: data)?";
      case GOVERNMENT_ID ->
          "passports?|(?:ID|identity) (?:cards?|documents?)|social security|SSNs?"
              + "|driving licen[cs]es?|driver's licen[cs]es?|government ids?";
      case HEALTH -> "health|medical";
      case BIOMETRIC -> "biometrics?|finger ?prints?|face scans?";
      case CHILDRENS -> "child(?:ren)?(?:'s)?";
      default -> "";
    };
  }
}
