package dev.firebreak.detect;

import java.util.List;

/// E-mail addresses (RFC 5321 shapes, letters of any script), found from each `@` outward. The
/// domain must end in a public suffix or in a name that is reserved for tests and inner networks;
/// `name@1.2.3`, as of packages, is none.
final class EmailDetector implements Detector {
  private static final int LOCAL_CHARS_MAX = 64;
  private static final int DOMAIN_CHARS_MAX = 253;

  @Override
  public void detect(String text, TextShape shape, ScanWork work, List<Detection> hits) {
    if (!shape.at() || shape.dots() == 0) {
      return;
    }
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      int start = localStart(text, at);
      int end = domainEnd(text, at);
      if (start < at && end > at && PublicSuffixes.isPublic(text.substring(at + 1, end))) {
        hits.add(Detection.plain(DetectionType.EMAIL, start, end));
      }
    }
  }

  private static int localStart(String text, int at) {
    int start = at;
    while (start > 0 && at - start < LOCAL_CHARS_MAX && isLocal(text.charAt(start - 1))) {
      start--;
    }
    while (start < at && text.charAt(start) == '.') {
      start++;
    }
    return start;
  }

  private static boolean isLocal(char c) {
    return isDomain(c) || "!#$*+_{|}~^`'".indexOf(c) >= 0;
  }

  private static boolean isDomain(char c) {
    return TextShape.isAlphanumeric(c)
        || c == '.'
        || c == '-'
        || (c >= 0x80 && Character.isLetterOrDigit(c));
  }

  /// The end of the longest run of domain characters, without dots and hyphens at its end; -1 where
  /// it has no dot inside.
  private static int domainEnd(String text, int at) {
    int end = at + 1;
    while (end < text.length() && end - at <= DOMAIN_CHARS_MAX && isDomain(text.charAt(end))) {
      end++;
    }
    while (end > at + 1 && !Character.isLetterOrDigit(text.charAt(end - 1))) {
      end--;
    }
    int dot = at + 1;
    while (dot < end && text.charAt(dot) != '.') {
      dot++;
    }
    return dot > at + 1 && dot < end - 1 ? end : -1;
  }
}
