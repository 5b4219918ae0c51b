package dev.firebreak.taxonomy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Tells by the words of a name that its value is a secret: by the last word (`github_token`,
/// `oldSecret`, `X-Goog-Signature`, `stripe_key`, `user_pin`), and by `password` anywhere
/// (`new_password2`, `passwordConfirmation`). Names that are ordinary all the same are listed. A
/// value by such a name goes out under no policy, so a word that is missing here costs more than
/// one too many. Immutable.
final class SecretNames {
  private static final Set<String> PASSWORD =
      Set.of("password", "passwd", "passwort", "passphrase");

  /// After `password` these say something about it, not the password itself.
  private static final Set<String> ABOUT_PASSWORD =
      words(
          "reset strength length changed updated set expires expiry expired age attempts required",
          "policy manager count type rules score at on date last enabled method requested request",
          "field visible shown protected less login needs error valid invalid");

  /// A key by these names opens nothing.
  private static final Set<String> ORDINARY_KEYS =
      words(
          "insert primary sort group foreign partition row cache object translation i18n message",
          "event feature flag project issue hot shortcut pressed unique idempotency lookup public",
          "answer lang language setting settings map image file storage dedupe routing color"
              + " config",
          "experiment variant document node field column tab menu element component item category",
          "country step page action type name id short entity record metric label index range hash",
          "composite natural surrogate candidate distinct data content template state query param",
          "arrow enter escape space tracking navigation route locale string text block section",
          "property user account order task job queue topic bucket asset resource module package");

  private static final Set<String> ORDINARY_TOKENS =
      words("page continuation sync cursor next design word input output completion prompt");
  private static final Set<String> ORDINARY_SIGNATURES =
      words("email mail method function document has needs is digital contract");
  private static final Set<String> ORDINARY_PINS = words("map drop push location is can");

  private SecretNames() {}

  /// False where [#categoryOf] finds nothing, told from the normalised name at little cost.
  static boolean mayBe(String normal) {
    if (normal.contains("passw") || normal.contains("passphrase")) {
      return true;
    }
    String end = withoutNumber(normal);
    return end.endsWith("token")
        || end.endsWith("secret")
        || end.endsWith("credential")
        || end.endsWith("credentials")
        || end.endsWith("signature")
        || end.endsWith("pin")
        || end.endsWith("key");
  }

  /// The kind of secret that the name says; empty where it says none.
  static Optional<DataCategory> categoryOf(String name) {
    List<String> words = split(name);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    Optional<DataCategory> last = byLastWord(words);
    return last.isPresent() || !holdsPassword(words) ? last : Optional.of(DataCategory.PASSWORD);
  }

  private static Optional<DataCategory> byLastWord(List<String> words) {
    String last = withoutNumber(words.getLast());
    String before = words.size() < 2 ? "" : words.get(words.size() - 2);
    boolean known =
        switch (last) {
          case "token" -> !ORDINARY_TOKENS.contains(before);
          case "secret", "credential", "credentials" -> true;
          case "signature" -> !ORDINARY_SIGNATURES.contains(before);
          case "pin" -> !before.isEmpty() && !ORDINARY_PINS.contains(before);
          case "key" -> !before.isEmpty() && !ORDINARY_KEYS.contains(before);
          default -> words.size() == 1 && (last.endsWith("token") || last.endsWith("secret"));
        };
    if (!known) {
      return Optional.empty();
    }
    return Optional.of(
        last.equals("key") || last.endsWith("secret")
            ? DataCategory.API_KEY
            : DataCategory.CREDENTIALS);
  }

  private static boolean holdsPassword(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (isPassword(words.get(i)) && !(i + 1 < words.size() && isAbout(words.get(i + 1)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPassword(String word) {
    return PASSWORD.contains(withoutNumber(word));
  }

  private static boolean isAbout(String word) {
    return ABOUT_PASSWORD.contains(word);
  }

  private static String withoutNumber(String word) {
    int end = word.length();
    while (end > 0 && word.charAt(end - 1) >= '0' && word.charAt(end - 1) <= '9') {
      end--;
    }
    return word.substring(0, end);
  }

  /// The words in lower case: letters and digits between signs, and between a lower-case letter and
  /// an upper-case one.
  private static List<String> split(String name) {
    StringBuilder parts = new StringBuilder(name.length() + 8);
    char last = ' ';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean upper = c >= 'A' && c <= 'Z';
      boolean lower = c >= 'a' && c <= 'z';
      boolean digit = c >= '0' && c <= '9';
      if (upper && last >= 'a' && last <= 'z') {
        parts.append(' ');
      }
      parts.append(upper || lower || digit ? c : ' ');
      last = c;
    }
    String words = parts.toString().strip().toLowerCase(Locale.ROOT);
    return words.isEmpty() ? List.of() : Arrays.asList(words.split(" +", -1));
  }

  private static Set<String> words(String... lines) {
    return Set.copyOf(
        Arrays.stream(lines).flatMap(line -> Arrays.stream(line.split(" ", -1))).toList());
  }
}
