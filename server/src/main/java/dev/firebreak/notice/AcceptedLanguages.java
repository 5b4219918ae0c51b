package dev.firebreak.notice;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Chooses the language that a browser asks for (`Accept-Language`, RFC 9110 section 12.5.4) among
/// those that there are.
final class AcceptedLanguages {
  private static final int RANGES_MAX = 20;
  private static final NoticeLanguage OTHERWISE = NoticeLanguage.EN;

  private AcceptedLanguages() {}

  /// The first of those with the highest weight; English where it asks for none that there is.
  static NoticeLanguage choose(@Nullable String header) {
    if (header == null) {
      return OTHERWISE;
    }
    NoticeLanguage best = OTHERWISE;
    double heaviest = 0;
    String[] ranges = header.split(",", RANGES_MAX + 1);
    for (int i = 0; i < Math.min(ranges.length, RANGES_MAX); i++) {
      String[] parts = ranges[i].split(";", 2);
      Optional<NoticeLanguage> language = NoticeLanguage.of(parts[0]);
      double weight = parts.length == 1 ? 1 : weight(parts[1]);
      if (language.isPresent() && weight > heaviest) {
        best = language.get();
        heaviest = weight;
      }
    }
    return best;
  }

  /// What follows `q=`; nothing for what is no weight.
  private static double weight(String parameter) {
    String plain = parameter.strip();
    return plain.matches("[qQ]=[01](\\.\\d{0,3})?") ? Double.parseDouble(plain.substring(2)) : 0;
  }
}
