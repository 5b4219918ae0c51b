package dev.firebreak.incident;

import dev.firebreak.template.TextResource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which [NotificationTopic]s answer the phrases that laws use for what a notification contains.
/// Immutable.
final class NotificationContents {
  private static final String FILE = "/duty/contents.topics";
  private static final String EQUALS = " = ";

  private final Map<String, List<NotificationTopic>> topics = new TreeMap<>();

  private NotificationContents(String file) {
    file.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> {
          int equals = line.indexOf(EQUALS);
          String[] keys = line.substring(equals + EQUALS.length()).split(", ", -1);
          topics.put(
              line.substring(0, equals),
              Arrays.stream(keys).map(NotificationTopic::ofKey).toList());
        });
  }

  /// Those that come with Firebreak.
  static NotificationContents shipped() {
    return new NotificationContents(TextResource.of(FILE));
  }

  /// Empty for a phrase that only a person can answer.
  List<NotificationTopic> topics(String phrase) {
    return topics.getOrDefault(phrase, List.of());
  }

  /// Every phrase that is answered.
  List<String> phrases() {
    return List.copyOf(topics.keySet());
  }
}
