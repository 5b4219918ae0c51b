package dev.firebreak.notice;

import dev.firebreak.template.TextResource;

/// Reads the files of notices that come with Firebreak.
final class NoticeResource {
  private NoticeResource() {}

  /// @throws IllegalStateException where the distribution lacks the file
  static String text(NoticeLanguage language, String suffix) {
    return TextResource.of(language.resource(suffix));
  }
}
