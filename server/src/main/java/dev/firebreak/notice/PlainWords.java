package dev.firebreak.notice;

import dev.firebreak.taxonomy.DataCategory;

/// Data categories in English words that anybody understands; no value, no jargon. Notices have
/// them in every [NoticeLanguage].
public final class PlainWords {
  private PlainWords() {}

  /// In the second person where it is about the person: `your name`.
  public static String of(DataCategory category) {
    return NoticeWords.of(NoticeLanguage.EN).kind(category);
  }
}
