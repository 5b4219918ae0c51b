package dev.firebreak.detect;

import java.util.List;

/// IPv4 and IPv6 addresses. A version is none (`Chrome/142.0.0.1`, `v1.2.3.4`, `142.0.0.0`), nor is
/// part of a longer dotted number, a clock time or an unspecified or loopback IPv6 address.
final class IpDetector implements Detector {
  private static final int OCTETS = 4;
  private static final int GROUPS = 8;
  private static final int GROUPS_TELLING = 3;

  @Override
  public void detect(String text, TextShape shape, ScanWork work, List<Detection> hits) {
    if (shape.dots() >= OCTETS - 1 && shape.digits() >= OCTETS) {
      findIpv4(text, hits);
    }
    if (shape.colons() >= 2) {
      findIpv6(text, hits);
    }
  }

  private static void findIpv4(String text, List<Detection> hits) {
    boolean path = text.charAt(0) == '/' || text.contains("://");
    int i = 0;
    while (i < text.length()) {
      if (!TextShape.isDigit(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i;
      while (end < text.length() && isDotted(text.charAt(end))) {
        end++;
      }
      int stop = end;
      while (stop > i && text.charAt(stop - 1) == '.') {
        stop--;
      }
      if (isFourOctets(text, i, stop) && !isVersion(text, i, stop, path)) {
        hits.add(Detection.plain(DetectionType.IPV4, i, stop));
      }
      i = Math.max(end, i + 1);
    }
  }

  private static boolean isDotted(char c) {
    return TextShape.isDigit(c) || c == '.';
  }

  private static boolean isFourOctets(String text, int start, int end) {
    int octets = 0;
    int value = 0;
    int digits = 0;
    for (int i = start; i <= end; i++) {
      char c = i < end ? text.charAt(i) : '.';
      if (c == '.') {
        if (digits == 0 || digits > 3 || value > 255 || ++octets > OCTETS) {
          return false;
        }
        value = 0;
        digits = 0;
      } else {
        value = 10 * Math.min(value, 1000) + c - '0';
        digits++;
      }
    }
    return octets == OCTETS;
  }

  /// @param path true where a slash belongs to a URL or a path
  private static boolean isVersion(String text, int start, int end, boolean path) {
    char before = start > 0 ? text.charAt(start - 1) : ' ';
    char after = end < text.length() ? text.charAt(end) : ' ';
    if (Character.isLetter(before) || before == '_' || Character.isLetter(after)) {
      return true;
    }
    boolean product =
        before == '/' && start > 1 && Character.isLetter(text.charAt(start - 2)) && !path;
    return product || text.startsWith(".0.0.0", end - ".0.0.0".length());
  }

  private static void findIpv6(String text, List<Detection> hits) {
    int i = 0;
    while (i < text.length()) {
      if (!isHexOrColon(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i;
      while (end < text.length() && (isHexOrColon(text.charAt(end)) || text.charAt(end) == '.')) {
        end++;
      }
      int stop = end;
      while (stop > i && text.charAt(stop - 1) == '.') {
        stop--;
      }
      boolean word =
          (i > 0 && Character.isLetterOrDigit(text.charAt(i - 1)))
              || (stop < text.length() && Character.isLetterOrDigit(text.charAt(stop)));
      if (!word && isIpv6(text.substring(i, stop))) {
        hits.add(Detection.plain(DetectionType.IPV6, i, stop));
      }
      i = end;
    }
  }

  private static boolean isHexOrColon(char c) {
    return c == ':' || Character.digit(c, 16) >= 0;
  }

  /// RFC 4291 section 2.2: eight groups, or fewer with one `::`; the last two may be IPv4.
  private static boolean isIpv6(String candidate) {
    if (candidate.length() > 45) {
      return false;
    }
    int gap = candidate.indexOf("::");
    if (gap >= 0 && candidate.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    int groups = 0;
    int filled = 0;
    for (String group : candidate.split(":", -1)) {
      if (group.indexOf('.') >= 0) {
        if (!isFourOctets(group, 0, group.length())) {
          return false;
        }
        groups += 2;
        filled += 2;
      } else if (group.length() > 4) {
        return false;
      } else if (!group.isEmpty()) {
        groups++;
        filled++;
      }
    }
    return gap < 0 ? groups == GROUPS && !candidate.startsWith(":") : isTelling(filled, candidate);
  }

  private static boolean isTelling(int filled, String candidate) {
    boolean unicast = candidate.startsWith("2") || candidate.startsWith("fd");
    return filled < GROUPS && (filled >= GROUPS_TELLING || (unicast && filled >= 2));
  }
}
