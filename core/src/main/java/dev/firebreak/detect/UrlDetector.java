package dev.firebreak.detect;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.KeyLexicon;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What the keys beside values tell: credentials in a URL's authority, token-like and personal
/// parameters in queries, fragments and forms, and personal fields of JSON inside a string.
final class UrlDetector implements Detector {
  private static final int KEY_CHARS_MAX = 40;
  private static final int AUTHORITY_CHARS_MAX = 512;
  private static final int TOKEN_CHARS_MIN = 6;
  private static final int SECRET_CHARS_MIN = 4;
  private static final int GAP_MAX = 3;

  /// What looking up a key costs.
  private static final int KEY_UNITS = 16;

  /// Headers of HTTP whose whole value is a credential.
  private static final Set<String> HEADERS =
      Set.of("authorization", "proxyauthorization", "cookie", "setcookie", "xapikey", "xauthtoken");

  /// Always secrets, whatever their length.
  private static final Set<String> SECRETS =
      Set.of(
          "token",
          "accesstoken",
          "idtoken",
          "refreshtoken",
          "password",
          "passwd",
          "pwd",
          "secret",
          "clientsecret",
          "apikey",
          "authtoken",
          "jwt",
          "otp",
          "sessiontoken",
          "resettoken",
          "magictoken",
          "invitetoken",
          "xamzsecuritytoken",
          "xamzsignature",
          "passphrase",
          "ticket",
          "assertion",
          "samlresponse",
          "onetimecode",
          "oobcode",
          "privatekey",
          "accesskey",
          "authorization");

  /// Secrets where the value is long enough to be one.
  private static final Set<String> TOKENS =
      Set.of(
          "code",
          "state",
          "key",
          "sig",
          "signature",
          "session",
          "sid",
          "sessionid",
          "reset",
          "invite",
          "magic",
          "auth",
          "nonce",
          "hash",
          "verification",
          "confirm",
          "confirmation",
          "unlock",
          "credential");

  private static final Set<DataCategory> PERSONAL =
      EnumSet.of(
          DataCategory.NAME,
          DataCategory.EMAIL,
          DataCategory.PHONE,
          DataCategory.POSTAL_ADDRESS,
          DataCategory.USERNAME,
          DataCategory.IP_ADDRESS,
          DataCategory.PRECISE_LOCATION,
          DataCategory.SEARCH_HISTORY,
          DataCategory.DATE_OF_BIRTH,
          DataCategory.PASSWORD,
          DataCategory.CREDENTIALS,
          DataCategory.API_KEY,
          DataCategory.CREDIT_CARD,
          DataCategory.BANK_ACCOUNT,
          DataCategory.GOVERNMENT_ID,
          DataCategory.HEALTH,
          DataCategory.SPECIAL_CATEGORY);

  @Override
  public void detect(String text, TextShape shape, ScanWork work, List<Detection> hits) {
    if (shape.at() && shape.colons() > 0 && shape.slash()) {
      findCredentials(text, hits);
    }
    if (shape.equals()) {
      findParameters(text, work, hits);
    }
    if (shape.quote() && shape.colons() > 0) {
      findJsonFields(text, work, hits);
    }
    if (shape.colons() > 0) {
      findNamedSecrets(text, work, hits);
    }
  }

  /// `password: hunter22`, `Authorization: Token 0a1b2c`: a secret's name, a colon and a word that
  /// could be one, as people write into notes and programs into logs. Of a header that carries
  /// credentials the whole line counts.
  private static void findNamedSecrets(String text, ScanWork work, List<Detection> hits) {
    int next = 0;
    Word word = Word.NONE;
    for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', next)) {
      next = colon + 1;
      int start = keyStart(text, colon);
      int from = colon + 1;
      while (from < text.length() && from - colon <= GAP_MAX && isBlank(text.charAt(from))) {
        from++;
      }
      if (start == colon || from == text.length()) {
        continue;
      }
      work.spend(KEY_UNITS);
      String key = text.substring(start, colon);
      boolean header = HEADERS.contains(normalize(key));
      if (header || KeyLexicon.isSecret(key)) {
        if (!header && from >= word.end()) {
          word = Word.at(text, from);
          if (!work.spend((word.end() - from) / 8)) {
            return;
          }
        }
        int end = header ? lineEnd(text, from) : word.end();
        if (header ? end - from >= TOKEN_CHARS_MIN : word.couldBeSecret(from)) {
          hits.add(Detection.plain(DetectionType.KEYED_VALUE, secret(key), from, end));
          next = end;
        }
      }
    }
  }

  private static DataCategory secret(String key) {
    return KeyLexicon.categoryOf(key).filter(PERSONAL::contains).orElse(DataCategory.CREDENTIALS);
  }

  /// A run of characters up to a blank or a sign that ends a value. A name and its colon may stand
  /// inside it again and again, so that it is walked once and asked for each of its tails.
  ///
  /// @param end exclusive
  /// @param lastSign the last digit or sign before its last character; -1 where there is none
  /// @param endsInDigit whether its last character is a digit
  private record Word(int end, int lastSign, boolean endsInDigit) {
    static final Word NONE = new Word(-1, -1, false);

    static Word at(String text, int start) {
      int end = valueEnd(text, start, text.length());
      int sign = end - 2;
      while (sign >= start && !isSign(text.charAt(sign))) {
        sign--;
      }
      return new Word(
          end, sign >= start ? sign : -1, end > start && TextShape.isDigit(text.charAt(end - 1)));
    }

    /// Whether what begins here is no word of a sentence: long enough, with a digit or a sign in
    /// it.
    boolean couldBeSecret(int start) {
      return end - start >= SECRET_CHARS_MIN && (lastSign >= start || endsInDigit);
    }

    private static boolean isSign(char c) {
      return TextShape.isDigit(c) || (!Character.isLetter(c) && "-,.:()[]{}/".indexOf(c) < 0);
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static int lineEnd(String text, int start) {
    int end = start;
    while (end < text.length() && "\r\n\"'".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /// `scheme://user:password@host` (RFC 3986 section 3.2.1).
  private static void findCredentials(String text, List<Detection> hits) {
    for (int i = text.indexOf("://"); i >= 0; i = text.indexOf("://", i + 3)) {
      int start = i + 3;
      int limit = Math.min(text.length(), start + AUTHORITY_CHARS_MAX);
      int at = -1;
      int colon = -1;
      for (int j = start; j < limit && "/?# \"'<>".indexOf(text.charAt(j)) < 0; j++) {
        if (text.charAt(j) == '@') {
          at = j;
        } else if (text.charAt(j) == ':' && colon < 0) {
          colon = j;
        }
      }
      if (colon > 0 && at > colon + 1) {
        hits.add(Detection.plain(DetectionType.URL_CREDENTIALS, start, at));
      }
    }
  }

  private static void findParameters(String text, ScanWork work, List<Detection> hits) {
    int equals = text.indexOf('=');
    while (equals >= 0 && work.spend(KEY_UNITS)) {
      int from = equals + 1;
      int start = keyStart(text, equals);
      if (start < equals && parameter(text, start, equals, hits)) {
        from = hits.getLast().end();
      }
      equals = text.indexOf('=', from);
    }
  }

  private static int keyStart(String text, int equals) {
    int start = equals;
    while (start > 0 && equals - start < KEY_CHARS_MAX && isKey(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean isKey(char c) {
    return TextShape.isAlphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '[' || c == ']';
  }

  private static int valueEnd(String text, int start, int limit) {
    int end = start;
    while (end < limit && "&#; \t\n\r\"'<>".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static boolean parameter(String text, int start, int equals, List<Detection> hits) {
    String written = text.substring(start, equals);
    String key = normalize(written);
    int from = equals + 1;
    boolean token = SECRETS.contains(key) || (TOKENS.contains(key) && isLong(text, from));
    Optional<DataCategory> category =
        token ? Optional.of(DataCategory.CREDENTIALS) : personal(written);
    int end = category.isEmpty() ? from : valueEnd(text, from, text.length());
    if (category.isEmpty() || end == from) {
      return false;
    }
    DetectionType type = token ? DetectionType.URL_TOKEN : DetectionType.KEYED_VALUE;
    hits.add(Detection.plain(type, category.get(), from, end));
    return true;
  }

  private static boolean isLong(String text, int from) {
    int limit = Math.min(text.length(), from + TOKEN_CHARS_MIN);
    return valueEnd(text, from, limit) - from == TOKEN_CHARS_MIN;
  }

  /// `"key": "value"` and `"key": 123` in a text that is or holds JSON. A quote that ends one
  /// string may begin the next: in JSON inside a string of JSON, once unescaped, quotes do not pair
  /// up.
  private static void findJsonFields(String text, ScanWork work, List<Detection> hits) {
    int i = 0;
    while (i < text.length() && work.spend(KEY_UNITS)) {
      int open = text.indexOf('"', i);
      int close = open < 0 ? -1 : stringEnd(text, open + 1);
      if (close < 0) {
        return;
      }
      int colon = skipSpace(text, close + 1);
      if (colon < text.length() && text.charAt(colon) == ':' && close - open - 1 <= KEY_CHARS_MAX) {
        jsonField(text, text.substring(open + 1, close), skipSpace(text, colon + 1), hits);
        i = colon + 1;
      } else {
        i = close;
      }
    }
  }

  private static void jsonField(String text, String key, int value, List<Detection> hits) {
    Optional<DataCategory> category =
        SECRETS.contains(normalize(key)) ? Optional.of(DataCategory.CREDENTIALS) : personal(key);
    if (value >= text.length() || category.isEmpty()) {
      return;
    }
    int start = value;
    int end = value;
    if (text.charAt(value) == '"') {
      start = value + 1;
      int close = stringEnd(text, start);
      end = close < 0 ? text.length() : close;
    } else {
      while (end < text.length() && ",}] \"\n".indexOf(text.charAt(end)) < 0) {
        end++;
      }
    }
    if (end > start && text.charAt(start) != '{' && text.charAt(start) != '[') {
      hits.add(Detection.plain(DetectionType.KEYED_VALUE, category.get(), start, end));
    }
  }

  private static int stringEnd(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i;
      }
    }
    return -1;
  }

  private static int skipSpace(String text, int start) {
    int i = start;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static Optional<DataCategory> personal(String key) {
    return key.isEmpty() ? Optional.empty() : KeyLexicon.categoryOf(key).filter(PERSONAL::contains);
  }

  private static String normalize(String written) {
    StringBuilder key = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      if (TextShape.isAlphanumeric(written.charAt(i))) {
        key.append(written.charAt(i));
      }
    }
    return key.toString().toLowerCase(Locale.ROOT);
  }
}
