package dev.firebreak.notice;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/// One of something for each language of notices. Immutable, as far as what it holds is.
final class ByLanguage<T> {
  private final Map<NoticeLanguage, T> all = new EnumMap<>(NoticeLanguage.class);

  /// @param making called once for each language
  ByLanguage(Function<NoticeLanguage, T> making) {
    for (NoticeLanguage language : NoticeLanguage.values()) {
      all.put(language, making.apply(language));
    }
  }

  T of(NoticeLanguage language) {
    T one = all.get(language);
    if (one == null) {
      throw new IllegalStateException("nothing for " + language);
    }
    return one;
  }
}
