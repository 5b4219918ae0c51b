package dev.firebreak.detect;

import crawlercommons.domains.EffectiveTldFinder;
import java.net.IDN;
import java.util.Locale;
import java.util.Set;

/// Tells names of hosts from other words with dots: by their last label, which is a public suffix
/// or reserved for tests and inner networks. Immutable.
public final class PublicSuffixes {
  /// The list, taken once: the finder copies it at each call.
  private static final Set<String> PUBLIC =
      Set.copyOf(EffectiveTldFinder.getEffectiveTLDs().keySet());

  private static final int SUFFIX_CHARS_MAX = 64;
  private static final Set<String> OTHERS =
      Set.of("test", "example", "invalid", "local", "localhost", "internal", "lan", "corp", "home");

  private PublicSuffixes() {}

  /// True where the name could be a host's; letters of any script are understood.
  public static boolean isPublic(String domain) {
    String suffix = domain.substring(domain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (suffix.isEmpty() || TextShape.isDigit(suffix.charAt(0)) || domain.contains("..")) {
      return false;
    }
    if (OTHERS.contains(suffix) || PUBLIC.contains(suffix)) {
      return true;
    }
    if (suffix.length() > SUFFIX_CHARS_MAX || suffix.chars().allMatch(c -> c < 0x80)) {
      return false;
    }
    try {
      String ascii = IDN.toASCII(suffix, IDN.ALLOW_UNASSIGNED);
      return PUBLIC.contains(ascii);
    } catch (IllegalArgumentException noDomain) {
      return false;
    }
  }
}
