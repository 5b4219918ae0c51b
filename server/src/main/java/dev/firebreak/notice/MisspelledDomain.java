package dev.firebreak.notice;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells domains that look like a misspelling of one that very many people have their mail at: a
/// letter added, left out, replaced, or exchanged with its neighbor.
final class MisspelledDomain {
  /// Long enough that hardly any real domain is one edit away.
  private static final List<String> COMMON =
      List.of(
          "gmail.com",
          "googlemail.com",
          "hotmail.com",
          "outlook.com",
          "yahoo.com",
          "icloud.com",
          "protonmail.com",
          "t-online.de",
          "freenet.de",
          "hotmail.de",
          "outlook.de",
          "hotmail.fr",
          "outlook.fr",
          "orange.fr",
          "laposte.net",
          "wanadoo.fr",
          "hotmail.es",
          "yahoo.co.uk",
          "hotmail.co.uk",
          "btinternet.com",
          "comcast.net",
          "libero.it",
          "naver.com");

  /// Real ones that are one edit away from a common one, or common themselves.
  private static final Set<String> REAL =
      Set.of("mail.com", "email.com", "ymail.com", "yahoo.com.br", "hotmail.it", "outlook.it");

  private MisspelledDomain() {}

  /// The domain that may have been meant; empty where none is near.
  static Optional<String> likely(String domain) {
    if (REAL.contains(domain) || COMMON.contains(domain)) {
      return Optional.empty();
    }
    return COMMON.stream().filter(common -> oneEdit(domain, common)).findFirst();
  }

  /// Compares what is left between the longest common beginning and end.
  private static boolean oneEdit(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    int from = 0;
    while (from < shorter && a.charAt(from) == b.charAt(from)) {
      from++;
    }
    int end = 0;
    while (end < shorter - from
        && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
      end++;
    }
    String left = a.substring(from, a.length() - end);
    String right = b.substring(from, b.length() - end);
    boolean one = left.length() <= 1 && right.length() <= 1;
    boolean exchanged =
        left.length() == 2
            && right.length() == 2
            && left.charAt(0) == right.charAt(1)
            && left.charAt(1) == right.charAt(0);
    return one || exchanged;
  }
}
