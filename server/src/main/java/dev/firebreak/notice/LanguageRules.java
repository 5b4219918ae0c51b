package dev.firebreak.notice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// What the linter looks for in one language, from the file `LANGUAGE.rules`: `[name]` begins a
/// list, each line of which is one alternative of a regular expression. Thread-safe.
final class LanguageRules {
  private static final ByLanguage<LanguageRules> ALL = new ByLanguage<>(LanguageRules::new);

  private final NoticeLanguage language;
  private final Map<String, List<String>> lists = new LinkedHashMap<>();
  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  private LanguageRules(NoticeLanguage language) {
    this.language = language;
    List<String> list = new ArrayList<>();
    for (String line : NoticeResource.text(language, "rules").lines().toList()) {
      if (line.startsWith("[") && line.endsWith("]")) {
        list = new ArrayList<>();
        lists.put(line.substring(1, line.length() - 1), list);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        list.add(line);
      }
    }
  }

  static LanguageRules of(NoticeLanguage language) {
    return ALL.of(language);
  }

  /// Names of the lists, in the order of the file.
  Set<String> names() {
    return lists.keySet();
  }

  boolean has(String name) {
    return lists.containsKey(name);
  }

  List<String> list(String name) {
    List<String> list = lists.get(name);
    if (list == null || list.isEmpty()) {
      throw new IllegalStateException(language.resource("rules") + " lacks [" + name + "]");
    }
    return List.copyOf(list);
  }

  /// A list as one group without word boundaries, to build on.
  String group(String name) {
    return "(?:" + String.join("|", list(name)) + ")";
  }

  /// Any of a list as whole words, whatever case.
  Pattern pattern(String name) {
    return patterns.computeIfAbsent(name, list -> words(group(list)));
  }

  /// A regular expression as whole words, whatever case; letters are those of every language.
  static Pattern words(String expression) {
    return Pattern.compile("(?iU)\\b" + expression + "\\b");
  }
}
