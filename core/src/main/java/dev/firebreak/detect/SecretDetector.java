package dev.firebreak.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Secrets by their shape: vendors' keys with a fixed prefix, JSON Web Tokens (RFC 7519), private
/// keys in PEM, bearer and basic credentials.
final class SecretDetector implements Detector {
  /// A family of keys: what they begin with, and how many of which characters follow.
  private record Family(String prefix, Body body, int min) {
    Family(String prefix, Body body) {
      this(prefix, body, 16);
    }
  }

  private enum Body {
    UPPER {
      @Override
      boolean has(char c) {
        return (c >= 'A' && c <= 'Z') || TextShape.isDigit(c);
      }
    },
    WORD {
      @Override
      boolean has(char c) {
        return TextShape.isAlphanumeric(c) || c == '_';
      }
    },
    URL_SAFE {
      @Override
      boolean has(char c) {
        return TextShape.isAlphanumeric(c) || c == '_' || c == '-';
      }
    },
    DOTTED {
      @Override
      boolean has(char c) {
        return TextShape.isAlphanumeric(c) || c == '_' || c == '-' || c == '.';
      }
    };

    abstract boolean has(char c);
  }

  /// What else than a key may begin with a character.
  private enum Beginning {
    JWT,
    PEM,
    AUTHORIZATION,
    NONE;

    static Beginning of(char first) {
      return switch (first) {
        case 'e' -> JWT;
        case '-' -> PEM;
        case 'b', 'B' -> AUTHORIZATION;
        default -> NONE;
      };
    }
  }

  private static final Family[] FAMILIES = {
    new Family("AKIA", Body.UPPER),
    new Family("ASIA", Body.UPPER),
    new Family("ghp_", Body.WORD, 30),
    new Family("gho_", Body.WORD, 30),
    new Family("ghs_", Body.WORD, 30),
    new Family("ghu_", Body.WORD, 30),
    new Family("ghr_", Body.WORD, 30),
    new Family("github_pat_", Body.WORD, 30),
    new Family("glpat-", Body.URL_SAFE),
    new Family("npm_", Body.WORD, 30),
    new Family("ATATT", Body.URL_SAFE, 30),
    new Family("sk_live_", Body.WORD, 10),
    new Family("sk_test_", Body.WORD, 10),
    new Family("rk_live_", Body.WORD, 10),
    new Family("rk_test_", Body.WORD, 10),
    new Family("pk_live_", Body.WORD, 10),
    new Family("whsec_", Body.WORD),
    new Family("sk-", Body.URL_SAFE, 20),
    new Family("xox", Body.URL_SAFE, 12),
    new Family("xapp-", Body.URL_SAFE, 12),
    new Family("AIza", Body.URL_SAFE, 30),
    new Family("ya29.", Body.DOTTED, 20),
    new Family("GOCSPX-", Body.URL_SAFE),
    new Family("SG.", Body.DOTTED, 30),
    new Family("shpat_", Body.WORD, 30),
    new Family("shpss_", Body.WORD, 30),
    new Family("dop_v1_", Body.WORD, 40),
    new Family("hf_", Body.WORD, 30),
    new Family("hvs.", Body.DOTTED, 20),
    new Family("pypi-", Body.URL_SAFE, 40),
    new Family("PMAK-", Body.URL_SAFE, 30),
    new Family("dp.pt.", Body.WORD, 30),
    new Family("sntrys_", Body.DOTTED, 30),
    new Family("phx_", Body.WORD, 30),
    new Family("AGE-SECRET-KEY-", Body.UPPER, 40),
  };
  private static final Family[][] BY_FIRST = byFirst();

  /// The characters that any secret begins with.
  private static final boolean[] FIRST = first();

  private static final String PEM = "-----BEGIN ";
  private static final int KEY_CHARS_MAX = 512;
  private static final int HEADER_CHARS_MAX = 1024;
  private static final int PEM_LABEL_MAX = 40;
  private static final int CREDENTIAL_MIN = 8;

  /// So many characters passed over by a look-ahead are one unit of work.
  private static final int WORK_SHARE = 8;

  @Override
  public void detect(String text, TextShape shape, ScanWork work, List<Detection> hits) {
    if (shape.longestWord() < CREDENTIAL_MIN) {
      return;
    }
    int i = 0;
    while (i < text.length() && !work.exhausted()) {
      char c = text.charAt(i);
      if (c < 128 && FIRST[c] && (i == 0 || !TextShape.isAlphanumeric(text.charAt(i - 1)))) {
        int before = hits.size();
        find(text, i, c, work, hits);
        i = hits.size() > before ? hits.getLast().end() : i + 1;
      } else {
        i++;
      }
    }
  }

  private static void find(
      String text, int start, char first, ScanWork work, List<Detection> hits) {
    Family[] families = BY_FIRST[first];
    if (families.length > 0) {
      findKey(text, start, families, work, hits);
    }
    switch (Beginning.of(first)) {
      case JWT -> findJwt(text, start, work, hits);
      case PEM -> findPem(text, start, hits);
      case AUTHORIZATION -> findAuthorization(text, start, hits);
      case NONE -> {}
    }
  }

  private static void findKey(
      String text, int start, Family[] families, ScanWork work, List<Detection> hits) {
    for (Family family : families) {
      if (text.startsWith(family.prefix(), start)) {
        int bodyStart = start + family.prefix().length();
        int end = bodyStart;
        int limit = Math.min(text.length(), bodyStart + KEY_CHARS_MAX);
        while (end < limit && family.body().has(text.charAt(end))) {
          end++;
        }
        work.spend((end - bodyStart) / WORK_SHARE);
        if (end - bodyStart >= family.min() && hasDigit(text, bodyStart, end)) {
          hits.add(Detection.plain(DetectionType.VENDOR_KEY, start, end));
          return;
        }
      }
    }
  }

  private static boolean hasDigit(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (TextShape.isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /// Parts of base64url between dots, the first of which is JSON with `alg`.
  private static void findJwt(String text, int start, ScanWork work, List<Detection> hits) {
    if (!text.startsWith("eyJ", start)) {
      return;
    }
    int limit = Math.min(text.length(), start + HEADER_CHARS_MAX);
    int headerEnd = start;
    while (headerEnd < limit && Body.URL_SAFE.has(text.charAt(headerEnd))) {
      headerEnd++;
    }
    if (!work.spend((headerEnd - start) / WORK_SHARE)
        || headerEnd == limit
        || text.charAt(headerEnd) != '.') {
      return;
    }
    Optional<String> header = Decoding.base64(text, start, headerEnd);
    if (header.isPresent() && header.get().contains("\"alg\"")) {
      int end = headerEnd;
      while (end < text.length() && Body.DOTTED.has(text.charAt(end))) {
        end++;
      }
      hits.add(Detection.plain(DetectionType.JWT, start, end));
    }
  }

  /// A private key in PEM reaches to its end line, or to the end of the text.
  private static void findPem(String text, int start, List<Detection> hits) {
    if (!text.startsWith(PEM, start)) {
      return;
    }
    int labelEnd = text.indexOf("-----", start + PEM.length());
    if (labelEnd < 0 || labelEnd - start > PEM_LABEL_MAX + PEM.length()) {
      return;
    }
    if (text.substring(start, labelEnd).endsWith("PRIVATE KEY")) {
      int close = text.indexOf("PRIVATE KEY-----", labelEnd + 5);
      int end = close < 0 ? text.length() : close + "PRIVATE KEY-----".length();
      hits.add(Detection.plain(DetectionType.PRIVATE_KEY, start, end));
    }
  }

  private static void findAuthorization(String text, int start, List<Detection> hits) {
    int value = start;
    if (text.regionMatches(true, start, "bearer ", 0, 7)) {
      value = start + 7;
    } else if (text.regionMatches(true, start, "basic ", 0, 6)) {
      value = start + 6;
    } else {
      return;
    }
    int end = value;
    while (end < text.length()
        && (Body.DOTTED.has(text.charAt(end)) || "+/=~".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    if (end - value >= CREDENTIAL_MIN + 4 && hasDigit(text, value, end)) {
      hits.add(Detection.plain(DetectionType.AUTHORIZATION, value, end));
    }
  }

  private static boolean[] first() {
    boolean[] first = new boolean[BY_FIRST.length];
    for (int c = 0; c < first.length; c++) {
      first[c] = BY_FIRST[c].length > 0 || Beginning.of((char) c) != Beginning.NONE;
    }
    return first;
  }

  private static Family[][] byFirst() {
    Family[][] table = new Family[128][0];
    for (Family family : FAMILIES) {
      char first = family.prefix().charAt(0);
      Family[] grown = Arrays.copyOf(table[first], table[first].length + 1);
      grown[table[first].length] = family;
      table[first] = grown;
    }
    return table;
  }
}
