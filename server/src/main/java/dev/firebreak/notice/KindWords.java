package dev.firebreak.notice;

import dev.firebreak.taxonomy.DataCategory;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds which kinds of data a sentence names, in the words of [NoticeWords] and in others that
/// people use. A word for several kinds names all of them; a kind's own words alone, or a list of
/// such, name those kinds. Immutable.
final class KindWords {
  /// Between the kinds of one line of a list.
  static final String SEPARATOR = "; ";

  private static final String KIND = "kind ";
  private static final ByLanguage<KindWords> ALL = new ByLanguage<>(KindWords::new);

  private final NoticeWords words;
  private final Map<DataCategory, Pattern> patterns = new EnumMap<>(DataCategory.class);

  private KindWords(NoticeLanguage language) {
    words = NoticeWords.of(language);
    LanguageRules rules = LanguageRules.of(language);
    Map<DataCategory, String> synonyms = synonyms(rules);
    for (DataCategory category : DataCategory.values()) {
      String plain = words.kind(category).replaceFirst("^" + rules.group("own") + " ", "");
      String more = synonyms.getOrDefault(category, "");
      patterns.put(
          category,
          LanguageRules.words("(?:" + Pattern.quote(plain) + "(?:e?s|e?n)?" + more + ")"));
    }
  }

  static KindWords of(NoticeLanguage language) {
    return ALL.of(language);
  }

  Set<DataCategory> named(String sentence) {
    Set<DataCategory> named = EnumSet.noneOf(DataCategory.class);
    Map<String, DataCategory> own = words.categories();
    List<String> parts = List.of(sentence.split(SEPARATOR, -1));
    if (own.keySet().containsAll(parts)) {
      own.forEach((kind, category) -> {
        if (parts.contains(kind)) {
          named.add(category);
        }
      });
      return named;
    }
    patterns.forEach((category, pattern) -> {
      if (pattern.matcher(sentence).find()) {
        named.add(category);
      }
    });
    return named;
  }

  /// The lists `[kind NAME OTHER]`, for each of their kinds.
  private static Map<DataCategory, String> synonyms(LanguageRules rules) {
    Map<DataCategory, String> synonyms = new EnumMap<>(DataCategory.class);
    for (String name : rules.names()) {
      if (name.startsWith(KIND)) {
        for (String category : name.substring(KIND.length()).split(" ", -1)) {
          synonyms.put(DataCategory.valueOf(category), "|" + String.join("|", rules.list(name)));
        }
      }
    }
    return synonyms;
  }
}
