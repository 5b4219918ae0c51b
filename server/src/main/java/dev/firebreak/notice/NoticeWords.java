package dev.firebreak.notice;

import dev.firebreak.taxonomy.DataCategory;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The sentences that findings become, in one language, from the file `LANGUAGE.words`: a line is
/// `key = sentence`. Kinds of data have the key `kind.NAME`. Immutable.
final class NoticeWords {
  private static final ByLanguage<NoticeWords> ALL = new ByLanguage<>(NoticeWords::new);

  private final NoticeLanguage language;
  private final Map<String, String> sentences = new TreeMap<>();
  private final Map<DataCategory, String> kinds = new EnumMap<>(DataCategory.class);
  private final Map<String, DataCategory> categories = new HashMap<>();

  private NoticeWords(NoticeLanguage language) {
    this.language = language;
    NoticeResource.text(language, "words")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(this::line);
    for (DataCategory category : DataCategory.values()) {
      String kind = text("kind." + category.name());
      kinds.put(category, kind);
      if (categories.put(kind, category) != null) {
        throw new IllegalStateException("two kinds of data are called the same: " + category);
      }
    }
  }

  static NoticeWords of(NoticeLanguage language) {
    return ALL.of(language);
  }

  private void line(String line) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new IllegalStateException(language.resource("words") + " has a line without '='");
    }
    sentences.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
  }

  Set<String> keys() {
    return Set.copyOf(sentences.keySet());
  }

  String text(String key) {
    String text = sentences.get(key);
    if (text == null) {
      throw new IllegalStateException(language.resource("words") + " lacks " + key);
    }
    return text;
  }

  /// A sentence with one name put in.
  String text(String key, String place, String value) {
    return text(key).replace("{" + place + "}", value);
  }

  /// A kind of data, in the second person where it is about the person: `your name`.
  String kind(DataCategory category) {
    String kind = kinds.get(category);
    if (kind == null) {
      throw new IllegalStateException("no words for " + category);
    }
    return kind;
  }

  /// Kinds of data by how they are called.
  Map<String, DataCategory> categories() {
    return Map.copyOf(categories);
  }
}
