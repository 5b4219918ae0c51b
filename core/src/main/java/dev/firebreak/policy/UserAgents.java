package dev.firebreak.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reduces user agents and names of browsers and systems to a closed list of families, so that
/// nothing else can pass under such a name. One look along the text for each family; no parsing.
final class UserAgents {
  private static final int CHARS_MAX = 512;

  /// Marks in a user agent string, the telling ones before those that everybody claims.
  private static final List<Map.Entry<String, String>> MARKS =
      List.of(
          Map.entry("edg", "Edge"),
          Map.entry("opr/", "Opera"),
          Map.entry("samsungbrowser/", "Samsung Internet"),
          Map.entry("ucbrowser/", "UC Browser"),
          Map.entry("yabrowser/", "Yandex"),
          Map.entry("vivaldi/", "Vivaldi"),
          Map.entry("fxios/", "Firefox"),
          Map.entry("firefox/", "Firefox"),
          Map.entry("crios/", "Chrome"),
          Map.entry("headlesschrome/", "Chrome"),
          Map.entry("chrome/", "Chrome"),
          Map.entry("safari/", "Safari"),
          Map.entry("trident/", "Internet Explorer"));

  /// Names, in lower case, as a value begins with them.
  private static final List<String> FAMILIES =
      List.of(
          "Chrome OS",
          "Chrome",
          "Chromium",
          "Mobile Safari",
          "Safari",
          "Firefox",
          "Microsoft Edge",
          "Edge",
          "Opera",
          "Samsung Internet",
          "Samsung",
          "Internet Explorer",
          "Brave",
          "Vivaldi",
          "Yandex",
          "UC Browser",
          "Arc",
          "DuckDuckGo",
          "Android",
          "iOS",
          "iPadOS",
          "iPhone",
          "iPad",
          "Mac OS X",
          "macOS",
          "Windows",
          "Linux",
          "Ubuntu",
          "FreeBSD");

  private static final List<String> LOWER_FAMILIES =
      FAMILIES.stream().map(family -> family.toLowerCase(Locale.ROOT)).toList();

  private UserAgents() {}

  /// The family's name; empty for everything that is not on the list.
  static Optional<String> family(String value) {
    if (value.length() > CHARS_MAX) {
      return Optional.empty();
    }
    String lower = value.toLowerCase(Locale.ROOT);
    if (lower.startsWith("mozilla/") || lower.startsWith("opera/")) {
      for (Map.Entry<String, String> mark : MARKS) {
        if (lower.contains(mark.getKey())) {
          return Optional.of(mark.getValue());
        }
      }
      return Optional.empty();
    }
    for (int i = 0; i < FAMILIES.size(); i++) {
      String name = LOWER_FAMILIES.get(i);
      if (lower.startsWith(name)
          && (lower.length() == name.length()
              || !Character.isLetterOrDigit(lower.charAt(name.length())))) {
        return Optional.of(FAMILIES.get(i));
      }
    }
    return Optional.empty();
  }
}
